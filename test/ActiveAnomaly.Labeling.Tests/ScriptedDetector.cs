using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Labeling;

/// <summary>The options of <see cref="ScriptedDetector"/>.</summary>
internal sealed record ScriptedOptions : DetectorOptions;

/// <summary>
/// Scores a row by its first feature, times the factor of the training where there is one, and does whatever it is told while it trains:
/// waits, throws, says how far it is.
/// </summary>
internal sealed class ScriptedDetector(Action<TrainingRequest> trains, Func<TrainingRequest, float>? factorOf = null)
    : Detector(new ScriptedOptions { Seed = 7 })
{
    public override string Name => "scripted";

    public override bool UsesLabels => true;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        trains(request);
        return Scored(new Model(request.Pool.FeatureCount, factorOf?.Invoke(request) ?? 1), request);
    }

    private sealed class Model(int featureCount, float factor) : DetectorModel(featureCount)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = factor * rows[i * FeatureCount];
            }
        }
    }
}
