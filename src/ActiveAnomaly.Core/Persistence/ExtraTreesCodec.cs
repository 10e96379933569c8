using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>Extra trees: the prior's forest, then the features, left nodes and values of all nodes, tree by tree.</summary>
internal sealed class ExtraTreesCodec : ModelCodec<ExtraTreesModel>
{
    /// <inheritdoc/>
    public override string Kind => "ExtraTrees";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> OptionsTypes { get; } = [typeof(ExtraTreesOptions)];

    /// <inheritdoc/>
    protected override void Write(ExtraTreesModel model, ModelWriter writer)
    {
        var forest = model.Forest;
        writer.WriteContent(new Content { Prior = ForestContent.Of(model.PriorTrees), NodeCounts = forest.NodeCounts.ToArray() });
        ForestContent.Write(model.PriorTrees, writer);
        var (features, lefts, values) = (new int[forest.Nodes.Length], new int[forest.Nodes.Length], new float[forest.Nodes.Length]);
        for (var i = 0; i < features.Length; i++)
        {
            (values[i], features[i], lefts[i]) = forest.Nodes[i];
        }

        writer.Write(features);
        writer.Write(lefts);
        writer.Write(values);
    }

    /// <inheritdoc/>
    protected override ExtraTreesModel Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<Content>();
        var prior = content.Prior.Read(ref reader);
        var nodeCount = 0L;
        foreach (var count in content.NodeCounts)
        {
            nodeCount += count > 0 ? count : throw new ModelFormatException($"A tree has {count} nodes; the file is damaged.");
        }

        var (features, lefts, values) = (reader.ReadIntegers(nodeCount), reader.ReadIntegers(nodeCount), reader.ReadNumbers(nodeCount));
        var nodes = new ClassificationNode[features.Length];
        var i = 0;
        foreach (var count in content.NodeCounts)
        {
            for (var position = 0; position < count; position++, i++)
            {
                nodes[i] = new ClassificationNode(values[i], features[i], lefts[i]);
                Require(nodes[i], i, position, count, reader.FeatureCount);
            }
        }

        return new ExtraTreesModel(reader.FeatureCount, prior, new ClassificationForest(nodes, content.NodeCounts), prior: null);
    }

    /// <summary>Throws unless a node is a leaf, or leads to nodes of its tree that are below it: so a way down ends.</summary>
    private static void Require(ClassificationNode node, int index, int position, int count, int featureCount)
    {
        if (node.Feature < 0 || node.Feature >= featureCount)
        {
            throw new ModelFormatException(
                $"Node {index} of the trees is at feature {node.Feature} of {featureCount}; the file is damaged.");
        }

        if (node.IsLeaf ? node.Value is < 0 or > 1 : node.Left <= position || node.Left >= count - 1)
        {
            throw new ModelFormatException(
                node.IsLeaf
                    ? $"Node {index} of the trees is a leaf of {node.Value}; shares lie in [0, 1]. The file is damaged."
                    : $"Node {index} of the trees leads to node {node.Left} of {count} of its tree; the file is damaged.");
        }
    }

    /// <summary>The facts of a model.</summary>
    private sealed record Content
    {
        public required ForestContent Prior { get; init; }

        public required int[] NodeCounts { get; init; }
    }
}
