using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>The nodes of trees in a file: features, left nodes and values of all nodes, tree by tree.</summary>
internal static class NodeContent
{
    /// <summary>Writes nodes.</summary>
    public static void Write(ReadOnlySpan<ClassificationNode> nodes, ModelWriter writer)
    {
        var (features, lefts, values) = (new int[nodes.Length], new int[nodes.Length], new float[nodes.Length]);
        for (var i = 0; i < features.Length; i++)
        {
            (values[i], features[i], lefts[i]) = nodes[i];
        }

        writer.Write(features);
        writer.Write(lefts);
        writer.Write(values);
    }

    /// <summary>Reads nodes.</summary>
    /// <param name="nodeCounts">The number of nodes of each tree.</param>
    /// <param name="featureCount">The number of features that they split.</param>
    /// <param name="haveShares">Whether leaves hold shares, in [0, 1].</param>
    /// <param name="reader">The reader.</param>
    public static ClassificationNode[] Read(int[] nodeCounts, int featureCount, bool haveShares, ref ModelReader reader)
    {
        var nodeCount = 0L;
        foreach (var count in nodeCounts)
        {
            nodeCount += count > 0 ? count : throw new ModelFormatException($"A tree has {count} nodes; the file is damaged.");
        }

        var (features, lefts, values) = (reader.ReadIntegers(nodeCount), reader.ReadIntegers(nodeCount), reader.ReadNumbers(nodeCount));
        var nodes = new ClassificationNode[features.Length];
        var i = 0;
        foreach (var count in nodeCounts)
        {
            for (var position = 0; position < count; position++, i++)
            {
                nodes[i] = new ClassificationNode(values[i], features[i], lefts[i]);
                Require(nodes[i], i, position, count, featureCount, haveShares);
            }
        }

        return nodes;
    }

    /// <summary>Throws unless a node is a leaf, or leads to nodes of its tree that are below it: so a way down ends.</summary>
    private static void Require(ClassificationNode node, int index, int position, int count, int featureCount, bool haveShares)
    {
        if (node.Feature < 0 || node.Feature >= featureCount)
        {
            throw new ModelFormatException(
                $"Node {index} of the trees is at feature {node.Feature} of {featureCount}; the file is damaged.");
        }

        if (node.IsLeaf ? haveShares && node.Value is (< 0 or > 1) : node.Left <= position || node.Left >= count - 1)
        {
            throw new ModelFormatException(
                node.IsLeaf
                    ? $"Node {index} of the trees is a leaf of {node.Value}; shares lie in [0, 1]. The file is damaged."
                    : $"Node {index} of the trees leads to node {node.Left} of {count} of its tree; the file is damaged.");
        }
    }
}
