using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>What a saved network model says of itself, as JSON, before its numbers.</summary>
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

    public AutoencoderOptions? Autoencoder { get; init; }

    /// <summary>Gets a value indicating whether the numbers end with those of a UAI head.</summary>
    public bool HasHead { get; init; }

    public static ModelHeader Of(NetworkModel model) => new()
    {
        Method = model.Name,
        Seed = model.Seed,
        Stage = model.Stage,
        Engine = model.EngineName,
        Threshold = model.Threshold,
        Radius = model.TryGet<IRadius>(out var boundary) ? boundary.Radius : null,
        Layers = [.. model.Network.Shape.Layers],
        DeepSvdd = model.Options as DeepSvddOptions,
        DeepSad = model.Options as DeepSadOptions,
        Nce = model.Options as NceOptions,
        Autoencoder = model.Options as AutoencoderOptions,
        HasHead = model.Head is not null,
    };

    /// <summary>Gets the options of whatever method the header tells of.</summary>
    public NetworkDetectorOptions Options() => (NetworkDetectorOptions?)DeepSvdd ?? (NetworkDetectorOptions?)DeepSad ?? (NetworkDetectorOptions?)Nce ?? Autoencoder
        ?? throw new ModelFormatException(
            $"The model is of the method '{Method}', whose options this version does not know. Read it with the version that wrote it.");

    /// <summary>Gets the shape of the encoder, or of the autoencoder.</summary>
    public NetworkShape Shape()
    {
        var encoderLayers = Autoencoder is null ? Layers : Layers[..(Layers.Length / 2)];
        if (encoderLayers.Length == 0 || encoderLayers.Any(layer => layer.InputSize < 1 || layer.OutputSize < 1))
        {
            throw new ModelFormatException("The model's layers are not those of an encoder; the file is damaged.");
        }

        var shape = NetworkShape.Encoder(encoderLayers[0].InputSize, [.. encoderLayers.SkipLast(1).Select(layer => layer.OutputSize)], encoderLayers[^1].OutputSize);
        shape = Autoencoder is null ? shape : shape.WithDecoder();
        return shape.Layers.SequenceEqual(Layers)
            ? shape
            : throw new ModelFormatException("The model's layers do not fit together; the file is damaged.");
    }
}
