using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>Scores a row by a linear function of its first feature: results can be computed by hand.</summary>
internal class LinearModel(float slope, float offset = 0f, int featureCount = 1) : DetectorModel(featureCount)
{
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (slope * rows[i * FeatureCount]) + offset;
        }
    }
}

/// <summary>A <see cref="LinearModel"/> that queries by a multiple of the feature.</summary>
internal sealed class QueryingLinearModel(float slope, float querySlope) : LinearModel(slope), IQueryScorer
{
    public void Score(FeatureMatrix rows, Span<float> scores, Span<float> queryScores, CancellationToken cancellationToken = default)
    {
        ScoreRows(rows.Values, scores, cancellationToken);
        for (var i = 0; i < queryScores.Length; i++)
        {
            queryScores[i] = querySlope * rows.Values[i];
        }
    }
}
