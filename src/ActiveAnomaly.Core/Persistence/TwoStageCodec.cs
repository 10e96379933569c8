using ActiveAnomaly.Detectors.TwoStage;

namespace ActiveAnomaly.Persistence;

/// <summary>Two-stage models: the isolation forest, then the features, left nodes and values of all nodes, tree by tree.</summary>
internal sealed class TwoStageCodec : ModelCodec<TwoStageModel>
{
    /// <inheritdoc/>
    public override string Kind => "TwoStage";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(TwoStageOptions)];

    /// <inheritdoc/>
    protected override void Write(TwoStageModel model, ModelWriter writer) => RankedForestContent.Write(model.Forest, writer);

    /// <inheritdoc/>
    protected override TwoStageModel Read(ref ModelReader reader) =>
        new(reader.FeatureCount, RankedForestContent.Read(ref reader), prior: null);
}
