using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// How models of one type are written and read. What all models have (name, options, seed, stage, threshold) is none of its
/// business: <see cref="DetectorModelFormat"/> writes and reads that. Register one with <see cref="DetectorModelFormat.Register"/>.
/// </summary>
/// <typeparam name="TModel">
/// The type of the models; models of types derived from it are written too, unless they have a codec of their own.
/// </typeparam>
public abstract class ModelCodec<TModel> : ModelCodec
    where TModel : DetectorModel
{
    /// <inheritdoc/>
    internal override Type ModelType => typeof(TModel);

    /// <summary>Writes what the model learnt.</summary>
    /// <param name="model">The model.</param>
    /// <param name="writer">Takes it.</param>
    protected abstract void Write(TModel model, ModelWriter writer);

    /// <summary>
    /// Makes a new model of what <see cref="Write"/> wrote, reading all of it, and checks everything: files may have been
    /// made by anyone.
    /// </summary>
    /// <param name="reader">Gives it, in the order of writing.</param>
    /// <returns>The model; its scores have the same bits as before it was saved.</returns>
    /// <exception cref="ModelFormatException">What was read makes no model.</exception>
    protected abstract TModel Read(ref ModelReader reader);

    /// <inheritdoc/>
    internal override void WriteModel(DetectorModel model, ModelWriter writer) => Write((TModel)model, writer);

    /// <inheritdoc/>
    internal override DetectorModel ReadModel(ref ModelReader reader) => Read(ref reader);
}
