using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Graphs;

/// <summary>
/// What models can do whose score is also a probability of being abnormal: write that as a graph of operators. Asked for by
/// <see cref="DetectorModel.TryGet"/>.
/// </summary>
public interface IProbabilityGraph
{
    /// <summary>Adds what makes probabilities of scores.</summary>
    /// <param name="graph">The graph under construction.</param>
    /// <param name="score">The scores, Single [rows], all finite.</param>
    /// <returns>One probability a row, Single [rows].</returns>
    GraphValue AddProbability(GraphBuilder graph, GraphValue score);
}
