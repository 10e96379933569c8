using ActiveAnomaly.Detectors;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Waits with every training until a test lets it; scores rows by their first feature. Its models have no file format.</summary>
internal sealed class HeldDetector(ManualResetEventSlim holds) : Detector(new FirstFeatureOptions { Seed = 7 })
{
    public override string Name => "held";

    public override bool UsesLabels => true;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        holds.Wait(request.CancellationToken);
        return Scored(new Model(request.Pool.FeatureCount), request);
    }

    private sealed class Model(int featureCount) : DetectorModel(featureCount)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = rows[i * FeatureCount];
            }
        }
    }
}
