namespace ActiveAnomaly.Graphs;

/// <summary>What is computed of some rows only, in a graph, and how it gets back to its rows.</summary>
internal static class RowChoice
{
    /// <summary>
    /// Finds where rows are whose chosen ones stand once more behind all of them: a chosen row there, every other in its own place.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isChosen">Boolean [rows].</param>
    /// <returns>Places among [rows + chosen rows], Int64 [rows].</returns>
    public static GraphValue Places(GraphBuilder graph, GraphValue isChosen)
    {
        var one = graph.Scalar(1L);
        var count = graph.SizeOf(isChosen, 0);
        var upTo = graph.CumulativeSum(graph.Cast(isChosen, GraphElementType.Int64), 0);
        return graph.Where(
            isChosen, graph.Add(graph.Subtract(count, one), upTo), graph.Range(graph.Scalar(0L), count, one));
    }

    /// <summary>Computes the results of some rows anew; costs nothing where there is no such row.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="results">What is known [rows x width], of known width.</param>
    /// <param name="isOpen">Which rows are computed anew, Boolean [rows].</param>
    /// <param name="rows">The rows [rows x d].</param>
    /// <param name="compute">Gives the results of rows, of which there is at least one.</param>
    /// <returns>The results [rows x width].</returns>
    public static GraphValue Replaced(
        GraphBuilder graph, GraphValue results, GraphValue isOpen, GraphValue rows, Func<GraphValue, GraphValue> compute)
    {
        var anyCount = graph.ReduceMax(graph.Cast(isOpen, GraphElementType.Int64), 0);
        var replaced = graph.Loop(
            anyCount,
            [results],
            (_, states) =>
            {
                var all = graph.Concatenate(0, states[0], compute(graph.Compress(rows, isOpen, 0)));
                return [graph.Gather(all, Places(graph, isOpen))];
            });
        return graph.Reshape(replaced[0], -1, results.Shape[1]!.Value);
    }
}
