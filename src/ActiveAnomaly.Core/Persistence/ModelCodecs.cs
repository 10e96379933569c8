using System.Collections.Immutable;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Ensembles;

namespace ActiveAnomaly.Persistence;

/// <summary>The codecs of this process: the library's own, and those that a program registers. Thread safe.</summary>
internal static class ModelCodecs
{
    private static ImmutableList<ModelCodec> _codecs =
    [
        new OneClassCodec(),
        new AutoencoderCodec(),
        new BiGanCodec(),
        new DevNetCodec(),
        new EnsembleCodec(),
        new FeaWadCodec(),
        new IsolationForestCodec(),
        new MlpCodec(),
        new NeighborDistanceCodec(),
        new CopodCodec(),
        new InneCodec(),
        new GaussianProcessCodec(),
        new CombinedCodec(),
        new BalifCodec(),
        new AlifCodec(),
        new TiwsForestCodec(),
        new ExtraTreesCodec(),
        new RosasCodec(),
        new TwoStageCodec(),
        new XgbodCodec(),
        new CalibratedCodec(),
        new DeepIsolationForestCodec(),
        new PReNetCodec(),
    ];

    /// <summary>Adds a codec. The same type of codec again changes nothing.</summary>
    public static void Register(ModelCodec codec)
    {
        RequireNames(codec);
        ImmutableInterlocked.Update(ref _codecs, static (codecs, added) => With(codecs, added), codec);
    }

    /// <summary>Finds the codec of a model: of its type, or of the nearest type that it derives from.</summary>
    public static ModelCodec For(DetectorModel model)
    {
        var codecs = _codecs;
        for (var type = model.GetType(); type is not null; type = type.BaseType)
        {
            if (codecs.Find(codec => codec.ModelType == type) is { } found)
            {
                return found;
            }
        }

        throw new NotSupportedException(
            $"Models of type {model.GetType().Name} have no file format. "
            + $"Register a codec for them once: {nameof(DetectorModelFormat)}.{nameof(Register)}(new ...).");
    }

    /// <summary>Finds the codec of a kind.</summary>
    public static ModelCodec Of(string kind) => _codecs.Find(codec => codec.Kind == kind) ?? throw new ModelFormatException(
        $"The model is of the kind '{kind}', which this program does not know; "
        + $"it knows {string.Join(", ", _codecs.Select(codec => $"'{codec.Kind}'"))}. "
        + $"Register its codec before loading ({nameof(DetectorModelFormat)}.{nameof(Register)}), or update the library.");

    /// <summary>Throws unless the options that a model was trained with can be read again.</summary>
    public static void RequireReadable(ModelCodec codec, DetectorModel model)
    {
        var options = model.Options.GetType();
        if (!ReadableTypes(codec).Contains(options))
        {
            throw new NotSupportedException(
                $"The model was trained with options of the type {options.Name}, and could not be read again: the codec of the kind "
                + $"'{codec.Kind}' reads {string.Join(", ", ReadableTypes(codec).Select(type => type.Name))}. Add the type to the "
                + $"{nameof(ModelCodec.OptionsTypes)} of {Whose(codec)}, or train with options of one of these types.");
        }
    }

    /// <summary>Says why a model, or one that it is made of, could not be written and read again; null where it could.</summary>
    public static string? Refusal(DetectorModel model)
    {
        try
        {
            RequireReadable(For(model), model);
        }
        catch (NotSupportedException exception)
        {
            return exception.Message;
        }

        IReadOnlyList<DetectorModel> parts = model switch
        {
            EnsembleModel ensemble => ensemble.Members,
            CombinedModel combined => combined.Members,
            CalibratedModel calibrated => [calibrated.Calibrated],
            _ => [],
        };
        return parts.Select(Refusal).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>Finds a type of options by its name: of the codec's own, or, for models made of models, of any codec's.</summary>
    public static Type OptionsType(ModelCodec codec, string name)
    {
        var types = ReadableTypes(codec);
        return types.FirstOrDefault(type => type.Name == name) ?? throw new ModelFormatException(
            $"The model was trained with options of the type '{name}'; "
            + $"models of the kind '{codec.Kind}' have {string.Join(", ", types.Select(type => $"'{type.Name}'"))}. "
            + "The file is damaged, or its codec is not registered.");
    }

    /// <summary>Gets the types of options of all codecs but one.</summary>
    public static IEnumerable<Type> OptionsTypesOutside(ModelCodec codec) =>
        _codecs.Where(other => other != codec).SelectMany(other => other.OptionsTypes);

    private static string Whose(ModelCodec codec) => codec.OptionsTypes.Count > 0
        ? codec.GetType().Name
        : $"a registered codec ({nameof(DetectorModelFormat)}.{nameof(Register)})";

    private static IReadOnlyList<Type> ReadableTypes(ModelCodec codec) =>
        codec.OptionsTypes.Count > 0 ? codec.OptionsTypes : [.. _codecs.SelectMany(other => other.OptionsTypes).Distinct()];

    private static ImmutableList<ModelCodec> With(ImmutableList<ModelCodec> codecs, ModelCodec added)
    {
        foreach (var codec in codecs)
        {
            if (codec.GetType() == added.GetType())
            {
                return codecs;
            }

            if (codec.Kind == added.Kind || codec.ModelType == added.ModelType)
            {
                throw new ArgumentException(
                    $"{codec.GetType().Name} is the codec of the kind '{codec.Kind}' and of {codec.ModelType.Name} already; "
                    + $"{added.GetType().Name}, for '{added.Kind}' and {added.ModelType.Name}, needs a kind and a type of its own.",
                    nameof(added));
            }

            if (codec.OptionsTypes.FirstOrDefault(
                type => added.OptionsTypes.Any(other => other.Name == type.Name && other != type)) is { } same)
            {
                throw new ArgumentException(
                    $"{codec.GetType().Name} has another type of options of the name {same.Name}, "
                    + "and in files options go by their names. Rename one.",
                    nameof(added));
            }
        }

        return codecs.Add(added);
    }

    private static void RequireNames(ModelCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        if (string.IsNullOrWhiteSpace(codec.Kind))
        {
            throw new ArgumentException("The codec's kind is empty; files need a name.", nameof(codec));
        }

        foreach (var type in codec.OptionsTypes)
        {
            if (!type.IsAssignableTo(typeof(DetectorOptions)) || type.IsAbstract)
            {
                throw new ArgumentException(
                    $"{type.Name} is no type of options: a record derived from {nameof(DetectorOptions)} is needed.",
                    nameof(codec));
            }
        }
    }
}
