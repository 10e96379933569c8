namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class DeepSvddTrainerTests : DetectorTrainerContract
{
    private protected override string Name => nameof(DeepSvddTrainer);

    private protected override Type OptionsType => typeof(DeepSvddTrainer.Options);

    private protected override int[] Epochs => [0, 1, 2, 3, 0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.DeepSvdd(new DeepSvddTrainer.Options
        {
            FeatureColumnName = columns.Features,
            LabelColumnName = columns.Label,
            ScoreColumnName = columns.Score,
            PredictedLabelColumnName = columns.PredictedLabel,
            Progress = columns.Progress,
            CancellationToken = columns.CancellationToken,
            Detector = Fast.DeepSvdd with { Seed = columns.Seed },
        });

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.DeepSvdd();

    private protected override DetectorTrainer CreateShort(MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.DeepSvdd(featureColumnName, labelColumnName, epochCount, seed);
}
