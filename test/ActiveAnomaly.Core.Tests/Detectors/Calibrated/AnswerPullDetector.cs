using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// Scores a row by its first feature, and pulls the score of a row that it has an answer for up or down by a large number: a model whose
/// own scores of answered rows say what the answer was. It counts its trainings, and may stretch each training's scores by another factor.
/// </summary>
internal sealed class AnswerPullDetector(bool stretches = false) : Detector(new LinearOptions { Seed = 3 })
{
    public const float Pull = 100;

    public List<TrainingRequest> Requests { get; } = [];

    public override string Name => "answer pull";

    public override bool UsesLabels => true;

    protected override TrainedDetector Train(TrainingRequest request)
    {
        Requests.Add(request);
        var scores = new float[request.Pool.RowCount];
        for (var row = 0; row < scores.Length; row++)
        {
            var pull = request.LabelsWithTwins[row] switch { RowLabel.Abnormal => Pull, RowLabel.Normal => -Pull, _ => 0 };
            scores[row] = ((request.Pool.Row(row)[0] + pull) * (stretches ? Requests.Count : 1)) + (stretches ? Requests.Count : 0);
        }

        return new TrainedDetector(new LinearModel(1, featureCount: request.Pool.FeatureCount), scores);
    }
}
