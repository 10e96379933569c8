namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class DeepSvddTrainerTests : DetectorTrainerContract
{
    private protected override string Name => "DeepSvdd";

    private protected override int[] Epochs => [0, 1, 2, 3, 0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.DeepSvdd(Fast.DeepSvdd with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.DeepSvdd(Fast.DeepSvdd);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.DeepSvdd();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.DeepSvdd(featureColumnName, labelColumnName, epochCount, seed);
}
