using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Labeling;

/// <summary>The options of <see cref="ScriptedDetector"/>.</summary>
internal sealed record ScriptedOptions : DetectorOptions;

/// <summary>Scores a row by its first feature, and does whatever it is told while it trains: waits, throws, says how far it is.</summary>
internal sealed class ScriptedDetector(Action<TrainingRequest> trains) : Detector(new ScriptedOptions { Seed = 7 })
{
    public override string Name => "scripted";

    public override bool UsesLabels => true;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        trains(request);
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
