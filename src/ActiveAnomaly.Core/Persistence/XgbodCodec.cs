using ActiveAnomaly.Detectors.Xgbod;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Neighbors;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>XGBOD: the scaling, the detectors, then the features, left nodes and values of all nodes, tree by tree.</summary>
internal sealed class XgbodCodec : ModelCodec<XgbodModel>
{
    /// <inheritdoc/>
    public override string Kind => "Xgbod";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(XgbodOptions)];

    /// <inheritdoc/>
    protected override void Write(XgbodModel model, ModelWriter writer)
    {
        var detectors = model.Features.Detectors;
        writer.WriteContent(new Content
        {
            Forest = ForestContent.Of(detectors.Forest),
            Spheres = InneCodec.Facts(detectors.Spheres),
            ReferenceRowCount = detectors.References.Count,
            Tails = CopodCodec.Facts(detectors.Tails),
            NodeCounts = model.Forest.NodeCounts.ToArray(),
        });
        GaussianProcessCodec.WriteScaling(model.Features.Scaling, writer);
        ForestContent.Write(detectors.Forest, writer);
        writer.Write(detectors.Spheres.Centers.Span);
        writer.Write(detectors.References.ToRows());
        CopodCodec.WriteColumns(detectors.Tails, writer);
        NodeContent.Write(model.Forest.Nodes, writer);
    }

    /// <inheritdoc/>
    protected override XgbodModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        if (content.ReferenceRowCount is < 2 or > PriorDetectors.MostReferenceRows)
        {
            throw new ModelFormatException(
                $"The model has {content.ReferenceRowCount} reference rows; 2 to {PriorDetectors.MostReferenceRows} are possible. The "
                + "file is damaged.");
        }

        var scaling = GaussianProcessCodec.ReadScaling(ref reader);
        var forest = content.Forest.Read(ref reader);
        var spheres = InneCodec.Read(content.Spheres, ref reader);
        var references = reader.ReadNumbers((long)content.ReferenceRowCount * reader.FeatureCount);
        var detectors = new PriorDetectors(
            forest, spheres, new ReferenceRows(references, reader.FeatureCount), CopodCodec.Read(content.Tails, ref reader));
        var features = new ScoredFeatures(scaling, detectors);
        var nodes = NodeContent.Read(content.NodeCounts, features.ColumnCount, haveShares: false, ref reader);
        return new XgbodModel(features, new BoostedForest(nodes, content.NodeCounts), pool: null);
    }

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required ForestContent Forest { get; init; }

        public required InneCodec.Content Spheres { get; init; }

        public required int ReferenceRowCount { get; init; }

        public required CopodCodec.Content Tails { get; init; }

        public required int[] NodeCounts { get; init; }
    }
}
