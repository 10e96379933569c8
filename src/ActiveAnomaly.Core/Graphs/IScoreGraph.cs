using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Graphs;

/// <summary>
/// What models can do whose score can be computed elsewhere: write it as a graph of operators. Asked for by
/// <see cref="DetectorModel.TryGet"/>.
/// </summary>
public interface IScoreGraph
{
    /// <summary>Adds what computes the scores of rows, as the model scores rows of finite features.</summary>
    /// <param name="graph">The graph under construction.</param>
    /// <param name="features">The rows, Single [rows x d], all finite.</param>
    /// <returns>
    /// One score a row, Single [rows]. Scores that are no finite number may stay so: <see cref="ScoreGraph"/> makes of them what
    /// <see cref="DetectorModel.Score(ReadOnlySpan{float})"/> does.
    /// </returns>
    GraphValue AddScore(GraphBuilder graph, GraphValue features);
}
