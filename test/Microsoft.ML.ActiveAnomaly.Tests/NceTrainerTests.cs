namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class NceTrainerTests : DetectorTrainerContract
{
    private protected override string Name => nameof(NceTrainer);

    private protected override Type OptionsType => typeof(NceTrainer.Options);

    private protected override int[] Epochs => [0, 1, 2, 3, 0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.Nce(new NceTrainer.Options
        {
            FeatureColumnName = columns.Features,
            LabelColumnName = columns.Label,
            ScoreColumnName = columns.Score,
            PredictedLabelColumnName = columns.PredictedLabel,
            Progress = columns.Progress,
            CancellationToken = columns.CancellationToken,
            Detector = Fast.Nce with { Seed = columns.Seed },
        });

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Nce();

    private protected override DetectorTrainer CreateShort(MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.Nce(featureColumnName, labelColumnName, epochCount, seed);
}
