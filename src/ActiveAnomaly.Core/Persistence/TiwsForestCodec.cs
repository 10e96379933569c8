using ActiveAnomaly.Detectors.TiwsForest;

namespace ActiveAnomaly.Persistence;

/// <summary>TiWS-iForest: as an isolation forest, of the trees that were kept.</summary>
internal sealed class TiwsForestCodec : ModelCodec<TiwsForestModel>
{
    /// <inheritdoc/>
    public override string Kind => "TiwsForest";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(TiwsForestOptions)];

    /// <inheritdoc/>
    protected override void Write(TiwsForestModel model, ModelWriter writer)
    {
        writer.WriteContent(ForestContent.Of(model.Forest));
        ForestContent.Write(model.Forest, writer);
    }

    /// <inheritdoc/>
    protected override TiwsForestModel Read(ref ModelReader reader) =>
        new(reader.FeatureCount, reader.ReadContent<ForestContent>().Read(ref reader), prior: null);
}
