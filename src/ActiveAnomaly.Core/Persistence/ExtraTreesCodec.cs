using ActiveAnomaly.Detectors.ExtraTrees;

namespace ActiveAnomaly.Persistence;

/// <summary>Extra trees: the prior's forest, then the features, left nodes and values of all nodes, tree by tree.</summary>
internal sealed class ExtraTreesCodec : ModelCodec<ExtraTreesModel>
{
    /// <inheritdoc/>
    public override string Kind => "ExtraTrees";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(ExtraTreesOptions)];

    /// <inheritdoc/>
    protected override void Write(ExtraTreesModel model, ModelWriter writer) => RankedForestContent.Write(model.Ranked, writer);

    /// <inheritdoc/>
    protected override ExtraTreesModel Read(ref ModelReader reader) =>
        new(reader.FeatureCount, RankedForestContent.Read(ref reader), prior: null);
}
