namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class DeepSadTrainerTests : DetectorTrainerContract
{
    private protected override string Name => "DeepSad";

    private protected override int[] Epochs => [0, 1, 2, 3, 0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.DeepSad(Fast.DeepSad with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.DeepSad(Fast.DeepSad);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.DeepSad();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.DeepSad(featureColumnName, labelColumnName, epochCount, seed);
}
