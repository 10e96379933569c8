using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Sessions;

/// <summary>Scores a row by its first feature and trains nothing; remembers what it was asked.</summary>
internal sealed class FirstFeatureDetector(float? radius = null) : Detector
{
    public List<TrainingRequest> Requests { get; } = [];

    public override string Name => "first feature";

    public override long Seed => 7;

    public override bool UsesLabels => false;

    public override DetectorModel Fit(TrainingRequest request)
    {
        request.CancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        return new Model(request.Pool.FeatureCount, radius);
    }

    private sealed class Model(int featureCount, float? radius) : DetectorModel(featureCount, 0f)
    {
        public override string Name => "first feature";

        public override float? Radius => radius;

        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = rows[i * FeatureCount];
            }
        }
    }
}
