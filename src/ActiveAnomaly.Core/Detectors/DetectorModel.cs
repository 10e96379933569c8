using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>A trained detector. Immutable, and so safe to score with from several threads at once.</summary>
public abstract class DetectorModel
{
    /// <summary>Creates the part that all models share.</summary>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="threshold">Rows that score above it are taken for anomalies.</param>
    protected DetectorModel(int featureCount, float threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        FeatureCount = featureCount;
        Threshold = threshold;
    }

    /// <summary>Gets the method's name, such as "NCE".</summary>
    public abstract string Name { get; }

    /// <summary>Gets the number of features that a row must have, d.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the score above which a row is taken for an anomaly. Scores are comparable within one model only.</summary>
    public float Threshold { get; }

    /// <summary>Gets the radius of the boundary around normal rows, in units of distance (the root of a score); null when the method has none.</summary>
    public virtual float? Radius => null;

    /// <summary>Scores one row. Allocates nothing.</summary>
    /// <param name="features">The row's d features.</param>
    /// <returns>The anomaly score; higher is more anomalous. The same bits as in any batch. NaN when a feature is NaN or infinite.</returns>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public float Score(ReadOnlySpan<float> features)
    {
        if (features.Length != FeatureCount)
        {
            throw new ArgumentException($"The row has {features.Length} features; the model was trained on {FeatureCount}. Give the features it was trained on.", nameof(features));
        }

        if (FeatureMatrix.IndexOfNonFinite(features) >= 0)
        {
            return float.NaN;
        }

        var score = 0f;
        ScoreRows(features, new Span<float>(ref score), CancellationToken.None);
        return score;
    }

    /// <summary>Scores all rows of a matrix.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>One score a row; higher is more anomalous.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="OperationCanceledException">Scoring was cancelled.</exception>
    public float[] Score(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        var scores = new float[rows.RowCount];
        ScoreRows(rows.Values, scores, cancellationToken);
        return scores;
    }

    /// <summary>Gives the scores that queries are made by, where these are not the model's scores.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="scores">The model's scores of these rows [n].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>One score a row; <paramref name="scores"/> itself unless the method queries by something else.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    public virtual float[] QueryScores(FeatureMatrix rows, float[] scores, CancellationToken cancellationToken = default) => scores;

    /// <summary>Tells whether a row of this score is taken for an anomaly.</summary>
    /// <param name="score">A score of this model.</param>
    /// <returns>True above the threshold; false for NaN.</returns>
    public bool IsAbnormal(float score) => score > Threshold;

    /// <summary>Scores rows of finite features into memory that the caller owns: for models made of models.</summary>
    internal void ScoreInto(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) => ScoreRows(rows, scores, cancellationToken);

    /// <summary>Throws unless rows have the features that the model was trained on.</summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    protected void RequireFeatures(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FeatureCount != FeatureCount)
        {
            throw new ArgumentException($"The rows have {rows.FeatureCount} features; the model was trained on {FeatureCount}. Give the features it was trained on.", nameof(rows));
        }
    }

    /// <summary>Scores rows of finite features; each row's score depends on that row only.</summary>
    /// <param name="rows">Row-major [n x d].</param>
    /// <param name="scores">Receives n scores.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    protected abstract void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken);
}
