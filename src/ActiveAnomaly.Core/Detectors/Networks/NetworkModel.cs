using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>
/// A trained network with its score. Immutable and thread safe; needs no engine and gives a row the same bits wherever and
/// however often it is scored.
/// </summary>
public abstract class NetworkModel : DetectorModel
{
    private readonly NetworkScorer _scorer;

    private protected NetworkModel(ModelOrigin origin, NetworkParameters network, NetworkScorer scorer, UaiHead? head, float threshold)
        : base(network.Shape.InputSize, threshold)
    {
        Origin = origin;
        Network = network;
        Head = head;
        _scorer = scorer;
    }

    /// <inheritdoc/>
    public override string Name => Origin.Name;

    /// <summary>Gets the options that the model was trained with; the seed is in <see cref="Seed"/> even when they left it open.</summary>
    public NetworkDetectorOptions Options => Origin.Options;

    /// <summary>Gets the seed that the model was trained with.</summary>
    public long Seed => Origin.Seed;

    /// <summary>Gets the active-learning stage that the model was trained at, from 0.</summary>
    public int Stage => Origin.Stage;

    /// <summary>Gets the name of the engine that trained the model.</summary>
    public string EngineName => Origin.EngineName;

    /// <summary>Gets the UAI head, or null when there is none, or none trained with both kinds of label.</summary>
    public UaiHead? Head { get; }

    internal ModelOrigin Origin { get; }

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
    public override float[] QueryScores(FeatureMatrix rows, float[] scores, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        var byHead = Uses(UaiOutput.Head, Options.UaiHead?.QueryBy);
        if (byHead == Uses(UaiOutput.Head, Options.UaiHead?.ScoreBy))
        {
            return scores;
        }

        var queryScores = new float[rows.RowCount];
        _scorer.Score(rows.Values, queryScores, byHead, cancellationToken);
        return queryScores;
    }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        _scorer.Score(rows, scores, Uses(UaiOutput.Head, Options.UaiHead?.ScoreBy), cancellationToken);

    private bool Uses(UaiOutput wanted, UaiOutput? chosen) => Head is not null && chosen == wanted;
}
