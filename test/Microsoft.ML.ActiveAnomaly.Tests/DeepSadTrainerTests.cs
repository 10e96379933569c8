namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class DeepSadTrainerTests : DetectorTrainerContract
{
    private protected override string Name => nameof(DeepSadTrainer);

    private protected override Type OptionsType => typeof(DeepSadTrainer.Options);

    private protected override int[] Epochs => [0, 1, 2, 3, 0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.DeepSad(new DeepSadTrainer.Options
        {
            FeatureColumnName = columns.Features,
            LabelColumnName = columns.Label,
            ScoreColumnName = columns.Score,
            PredictedLabelColumnName = columns.PredictedLabel,
            Progress = columns.Progress,
            CancellationToken = columns.CancellationToken,
            Detector = Fast.DeepSad with { Seed = columns.Seed },
        });

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.DeepSad();

    private protected override DetectorTrainer CreateShort(MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.DeepSad(featureColumnName, labelColumnName, epochCount, seed);
}
