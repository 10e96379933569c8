using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// The facts of a saved classification forest with its isolation forest, and their numbers: the isolation forest, then the nodes.
/// </summary>
internal sealed record RankedForestContent
{
    public required ForestContent Prior { get; init; }

    public required int[] NodeCounts { get; init; }

    public static void Write(RankedForest forest, ModelWriter writer)
    {
        writer.WriteContent(
            new RankedForestContent { Prior = ForestContent.Of(forest.Prior), NodeCounts = forest.Classifier.NodeCounts.ToArray() });
        ForestContent.Write(forest.Prior, writer);
        NodeContent.Write(forest.Classifier.Nodes, writer);
    }

    public static RankedForest Read(ref ModelReader reader)
    {
        var content = reader.ReadContent<RankedForestContent>();
        var prior = content.Prior.Read(ref reader);
        var nodes = NodeContent.Read(content.NodeCounts, reader.FeatureCount, haveShares: true, ref reader);
        return new RankedForest(prior, new ClassificationForest(nodes, content.NodeCounts));
    }
}
