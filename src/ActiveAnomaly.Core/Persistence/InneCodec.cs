using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Persistence;

/// <summary>iNNE: the centres, round by round; all else follows from them.</summary>
internal sealed class InneCodec : ModelCodec<InneModel>
{
    /// <inheritdoc/>
    public override string Kind => "Inne";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(InneOptions)];

    /// <inheritdoc/>
    protected override void Write(InneModel model, ModelWriter writer)
    {
        writer.WriteContent(Facts(model.Spheres));
        writer.Write(model.Spheres.Centers.Span);
    }

    /// <inheritdoc/>
    protected override InneModel Read(ref ModelReader reader) => new(Read(reader.ReadContent<Content>(), ref reader));

    /// <summary>Gives the facts of spheres.</summary>
    internal static Content Facts(SphereEnsemble spheres) => new() { RoundCount = spheres.RoundCount, SampleSize = spheres.SampleSize };

    /// <summary>Reads spheres from their centres.</summary>
    internal static SphereEnsemble Read(Content content, ref ModelReader reader)
    {
        var count = (Int128)content.RoundCount * content.SampleSize * reader.FeatureCount;
        if (content.RoundCount < 1 || content.SampleSize is < 2 or > SphereEnsemble.MostSampleRows || count > Array.MaxLength)
        {
            throw new ModelFormatException(
                $"The model has {content.RoundCount} rounds of {content.SampleSize} spheres with {reader.FeatureCount} features; at least "
                + $"one round and 2 to {SphereEnsemble.MostSampleRows} spheres are possible, of {Array.MaxLength} numbers. The file is "
                + "damaged.");
        }

        var centers = reader.ReadNumbers((long)count);
        return new SphereEnsemble(centers, content.SampleSize, reader.FeatureCount);
    }

    /// <summary>The facts of a model.</summary>
    internal sealed record Content
    {
        public required int RoundCount { get; init; }

        public required int SampleSize { get; init; }
    }
}
