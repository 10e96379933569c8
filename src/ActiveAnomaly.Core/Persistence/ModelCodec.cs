using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Persistence;

/// <summary>How models of one kind are written and read; derive from <see cref="ModelCodec{TModel}"/>. Thread safe.</summary>
public abstract class ModelCodec
{
    private protected ModelCodec()
    {
    }

    /// <summary>Gets the kind's name in files: it must never change, and be nobody else's.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// Gets the types of options that models of this kind may have been trained with. In files they go by their names, which
    /// must not change.
    /// </summary>
    public abstract IReadOnlyList<Type> OptionsTypes { get; }

    /// <summary>Gets the type of the models.</summary>
    internal abstract Type ModelType { get; }

    internal abstract void WriteModel(DetectorModel model, ModelWriter writer);

    internal abstract DetectorModel ReadModel(ref ModelReader reader);
}
