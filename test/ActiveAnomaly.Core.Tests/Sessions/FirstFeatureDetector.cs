using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Sessions;

/// <summary>The options of <see cref="FirstFeatureDetector"/>.</summary>
internal sealed record FirstFeatureOptions : DetectorOptions;

/// <summary>Scores a row by its first feature and trains nothing; remembers what it was asked.</summary>
internal sealed class FirstFeatureDetector(float? radius = null, bool usesLabels = true, bool usesPseudoAbnormalRows = true)
    : Detector(new FirstFeatureOptions { Seed = 7 })
{
    private int _scoredRowCount;

    public List<TrainingRequest> Requests { get; } = [];

    /// <summary>Gets the number of rows that the detector's models have scored.</summary>
    public int ScoredRowCount => _scoredRowCount;

    public override string Name => "first feature";

    public override bool UsesLabels => usesLabels;

    public override bool UsesPseudoAbnormalRows => usesLabels && usesPseudoAbnormalRows;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        request.CancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        return Scored(
            radius is { } value ? new BoundedModel(this, request.Pool.FeatureCount, value) : new Model(this, request.Pool.FeatureCount),
            request);
    }

    private class Model(FirstFeatureDetector detector, int featureCount) : DetectorModel(featureCount)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref detector._scoredRowCount, scores.Length);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = rows[i * FeatureCount];
            }
        }
    }

    private sealed class BoundedModel(FirstFeatureDetector detector, int featureCount, float radius)
        : Model(detector, featureCount), IRadius
    {
        public float Radius { get; } = radius;
    }
}
