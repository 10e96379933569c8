using ActiveAnomaly.Detectors;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>What a saved deep one-class model says of itself, as JSON, before its numbers.</summary>
internal sealed record ModelHeader
{
    public required string Method { get; init; }

    public required long Seed { get; init; }

    public required int Stage { get; init; }

    public required string Engine { get; init; }

    public required float Threshold { get; init; }

    public float? Radius { get; init; }

    public required LayerShape[] Layers { get; init; }

    public DeepSvddOptions? DeepSvdd { get; init; }

    public DeepSadOptions? DeepSad { get; init; }

    public NceOptions? Nce { get; init; }

    public static ModelHeader Of(DeepOneClassModel model) => new()
    {
        Method = model.Name,
        Seed = model.Seed,
        Stage = model.Stage,
        Engine = model.EngineName,
        Threshold = model.Threshold,
        Radius = model.Radius,
        Layers = [.. model.Encoder.Shape.Layers],
        DeepSvdd = model.Options as DeepSvddOptions,
        DeepSad = model.Options as DeepSadOptions,
        Nce = model.Options as NceOptions,
    };

    public DeepOneClassOptions Options => (DeepOneClassOptions?)DeepSvdd ?? (DeepOneClassOptions?)DeepSad ?? Nce
        ?? throw new ModelFormatException($"The model is of the method '{Method}', whose options this version does not know. Read it with the version that wrote it.");

    /// <summary>Gets the encoder's shape.</summary>
    public NetworkShape Shape()
    {
        if (Layers.Length == 0 || Layers.Any(layer => layer.InputSize < 1 || layer.OutputSize < 1) || Layers[^1].Activation != Activation.None)
        {
            throw new ModelFormatException("The model's layers are not those of an encoder; the file is damaged.");
        }

        var shape = NetworkShape.Encoder(Layers[0].InputSize, [.. Layers.SkipLast(1).Select(layer => layer.OutputSize)], Layers[^1].OutputSize);
        return shape.Layers.SequenceEqual(Layers)
            ? shape
            : throw new ModelFormatException("The model's layers do not fit together; the file is damaged.");
    }
}
