namespace ActiveAnomaly.Graphs;

/// <summary>
/// Finds where values lie among sorted points, in a graph: a search tree a column, which compares exactly, and tables of what is known of
/// each place.
/// </summary>
internal static class PointSearch
{
    /// <summary>Adds a search.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">Double [rows x columns], finite.</param>
    /// <param name="points">For each column its points, ascending, none twice; at least one.</param>
    /// <param name="entries">
    /// What is known of a place: of a column's values of which so many points are smaller, from 0 to all. As many numbers for every place;
    /// NaN is allowed.
    /// </param>
    /// <returns>For each of these numbers a value, Double [rows x columns].</returns>
    public static IReadOnlyList<GraphValue> Add(
        GraphBuilder graph, GraphValue values, IReadOnlyList<float[]> points, Func<int, int, IReadOnlyList<double>> entries)
    {
        var trees = new List<GraphTreeNode>[points.Count];
        var offsets = new long[points.Count];
        var table = new List<double>();
        var width = entries(0, 0).Count;
        for (var column = 0; column < trees.Length; column++)
        {
            trees[column] = [];
            AddNode(trees[column], points[column], 0, points[column].Length, column);
            offsets[column] = table.Count / width;
            for (var place = 0; place <= points[column].Length; place++)
            {
                table.AddRange(entries(column, place));
            }
        }

        var places = graph.Cast(graph.TreeEnsemble(values, trees, GraphSplit.AtMost, trees.Length), GraphElementType.Int64);
        var known = graph.Gather(
            graph.Constant<double>(table.ToArray(), [table.Count / width, width]), graph.Add(places, graph.Constant<long>(offsets)));
        return [.. Enumerable.Range(0, width).Select(i => graph.Squeeze(graph.Slice(known, 2, i, i + 1), 2))];
    }

    /// <summary>Adds the part of a search tree that decides between the places from first to last.</summary>
    private static void AddNode(List<GraphTreeNode> nodes, float[] points, int first, int last, int column)
    {
        if (first == last)
        {
            nodes.Add(GraphTreeNode.Leaf(first, column));
            return;
        }

        var (node, middle) = (nodes.Count, (first + last) / 2);
        nodes.Add(default);
        AddNode(nodes, points, first, middle, column);
        nodes[node] = new GraphTreeNode(column, points[middle], node + 1, nodes.Count);
        AddNode(nodes, points, middle + 1, last, column);
    }
}
