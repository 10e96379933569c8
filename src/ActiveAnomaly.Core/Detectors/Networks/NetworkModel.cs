using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// A trained network with its score. Immutable and thread safe; needs no engine and gives a row the same bits wherever and
/// however often it is scored.
/// </summary>
public abstract class NetworkModel : DetectorModel, IScoreGraph
{
    private readonly NetworkScorer _scorer;
    private readonly QueryScorer? _queryScorer;

    private protected NetworkModel(NetworkParameters network, NetworkScorer scorer, UaiHead? head, string engineName)
        : base(network.Shape.InputSize)
    {
        Network = network;
        Head = head;
        EngineName = engineName;
        _scorer = scorer;
        _queryScorer = scorer.QueriesByOther ? new QueryScorer(this) : null;
    }

    /// <summary>
    /// Gets the options that the model was trained with; the seed is in <see cref="DetectorModel.Seed"/> even when they left
    /// it open.
    /// </summary>
    public new NetworkDetectorOptions Options => (NetworkDetectorOptions)base.Options;

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName { get; }

    /// <summary>Gets the UAI head, or null when there is none, or none trained with both kinds of label.</summary>
    public UaiHead? Head { get; }

    internal NetworkParameters Network { get; }

    /// <summary>Computes the codes z = phi(x) of all rows.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>Row-major [n x h].</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    public float[] Encode(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        return _scorer.Codes(rows.Values, rows.RowCount, cancellationToken);
    }

    /// <inheritdoc/>
    GraphValue IScoreGraph.AddScore(GraphBuilder graph, GraphValue features) => _scorer.AddScore(graph, features);

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => _queryScorer as T ?? base.Find<T>();

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, default, cancellationToken);

    /// <summary>The ability of a model whose head is used for queries or for scores, and not for both.</summary>
    private sealed class QueryScorer(NetworkModel model) : IQueryScorer
    {
        public void Score(FeatureMatrix rows, Span<float> scores, Span<float> queryScores, CancellationToken cancellationToken)
        {
            model.RequireFeatures(rows);
            if (scores.Length != rows.RowCount || queryScores.Length != rows.RowCount)
            {
                throw new ArgumentException(
                    $"There is room for {scores.Length} scores and {queryScores.Length} query scores of {rows.RowCount} rows; "
                    + "one of each is needed for every row.",
                    nameof(scores));
            }

            model._scorer.Score(rows.Values, scores, queryScores, cancellationToken);
            ScoringMeter.Add(scores.Length);
        }
    }
}
