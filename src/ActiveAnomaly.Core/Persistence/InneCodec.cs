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
        writer.WriteContent(new Content { RoundCount = model.Spheres.RoundCount, SampleSize = model.Spheres.SampleSize });
        writer.Write(model.Spheres.Centers.Span);
    }

    /// <inheritdoc/>
    protected override InneModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        if (content.RoundCount < 1 || content.SampleSize is < 2 or > SphereEnsemble.MostSampleRows)
        {
            throw new ModelFormatException(
                $"The model has {content.RoundCount} rounds of {content.SampleSize} spheres; at least one round and 2 to "
                + $"{SphereEnsemble.MostSampleRows} spheres are possible. The file is damaged.");
        }

        var centers = reader.ReadNumbers((long)content.RoundCount * content.SampleSize * reader.FeatureCount);
        return new InneModel(new SphereEnsemble(centers, content.SampleSize, reader.FeatureCount));
    }

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required int RoundCount { get; init; }

        public required int SampleSize { get; init; }
    }
}
