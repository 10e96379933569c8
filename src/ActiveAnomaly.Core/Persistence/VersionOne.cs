using System.Text.Json;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Translates headers of version 1, which knew network models and ensembles of them; the numbers behind them are laid out as
/// today.
/// </summary>
internal static class VersionOne
{
    public static ModelHeader Translate(ReadOnlySpan<byte> json, ReadOnlySpan<byte> payload, ModelPlace place)
    {
        var header = ModelJson.Read<JsonElement>(json);
        return header.ValueKind == JsonValueKind.Object && header.TryGetProperty("Kind", out _)
            ? Ensemble(ModelJson.Read<EnsembleHeader>(header), payload, place)
            : Network(ModelJson.Read<NetworkHeader>(header));
    }

    private static ModelHeader Network(NetworkHeader header)
    {
        var (kind, type, options) = header switch
        {
            { DeepSvdd: { } svdd } => ("OneClass", nameof(DeepSvddOptions), svdd),
            { DeepSad: { } sad } => ("OneClass", nameof(DeepSadOptions), sad),
            { Nce: { } nce } => ("OneClass", nameof(NceOptions), nce),
            { Autoencoder: { } autoencoder } => ("Autoencoder", nameof(AutoencoderOptions), autoencoder),
            _ => throw new ModelFormatException(
                $"The model is of the method '{header.Method}', whose options version 1 does not know; the file is damaged."),
        };
        if (!float.IsFinite(header.Radius ?? 0f))
        {
            throw new ModelFormatException($"The model's radius is {header.Radius}; it must be finite. The file is damaged.");
        }

        return new ModelHeader
        {
            Kind = kind,
            Name = header.Method,
            Seed = header.Seed,
            Stage = header.Stage,
            Threshold = header.Threshold,
            FeatureCount = header.Layers.Length == 0 ? 0 : header.Layers[0].InputSize,
            OptionsType = type,
            Options = options,
            Content = JsonSerializer.SerializeToElement(
                new NetworkContent { Engine = header.Engine, Layers = header.Layers, Radius = header.Radius, HasHead = header.HasHead },
                ModelJson.Options),
        };
    }

    /// <summary>Version 1 kept no name, seed, stage and options of an ensemble: its first member's tell.</summary>
    private static ModelHeader Ensemble(EnsembleHeader header, ReadOnlySpan<byte> payload, ModelPlace place)
    {
        if (place == ModelPlace.Member || header.Kind != EnsembleCodec.Name
            || header.MemberLengths.Length == 0 || header.CalibrationLengths.Length == 0)
        {
            throw new ModelFormatException(
                $"A model of the kind '{header.Kind}' with {header.MemberLengths.Length} members cannot be read; "
                + "version 1 knew ensembles of single models. The file is damaged.");
        }

        var start = sizeof(float) * (long)header.CalibrationLengths[0];
        var length = header.MemberLengths[0];
        if (start < 0 || length < 0 || start + length > payload.Length)
        {
            throw new ModelFormatException("The ensemble's first member lies beyond the end of the file; the file is damaged.");
        }

        var first = DetectorModelFormat.FromBytes(payload.Slice((int)start, length), ModelPlace.Member);
        return new ModelHeader
        {
            Kind = EnsembleCodec.Name,
            Name = $"{first.Name} x {header.MemberLengths.Length}",
            Seed = first.Seed,
            Stage = first.Stage,
            Threshold = header.Threshold,
            FeatureCount = first.FeatureCount,
            OptionsType = first.Options.GetType().Name,
            Options = JsonSerializer.SerializeToElement(first.Options, first.Options.GetType(), ModelJson.Options),
            Content = JsonSerializer.SerializeToElement(
                new EnsembleCodec.Content
                {
                    Combination = header.Combination,
                    CalibrationLengths = header.CalibrationLengths,
                    MemberLengths = header.MemberLengths,
                },
                ModelJson.Options),
        };
    }

    private sealed record NetworkHeader
    {
        public required string Method { get; init; }

        public required long Seed { get; init; }

        public required int Stage { get; init; }

        public required string Engine { get; init; }

        public required float Threshold { get; init; }

        public float? Radius { get; init; }

        public required LayerShape[] Layers { get; init; }

        public JsonElement? DeepSvdd { get; init; }

        public JsonElement? DeepSad { get; init; }

        public JsonElement? Nce { get; init; }

        public JsonElement? Autoencoder { get; init; }

        public bool HasHead { get; init; }
    }

    private sealed record EnsembleHeader
    {
        public required string Kind { get; init; }

        public required Detectors.Ensembles.EnsembleCombination Combination { get; init; }

        public required float Threshold { get; init; }

        public required int[] CalibrationLengths { get; init; }

        public required int[] MemberLengths { get; init; }
    }
}
