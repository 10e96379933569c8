using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Explanations;

/// <summary>Scores rows by a function that a test knows, and counts them.</summary>
internal class FunctionModel(int featureCount, Func<float[], double> function) : DetectorModel(featureCount)
{
    private int _scoredCount;

    public int ScoredCount => _scoredCount;

    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)function(rows.Slice(i * FeatureCount, FeatureCount).ToArray());
        }

        Interlocked.Add(ref _scoredCount, scores.Length);
    }
}
