namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class NceTrainerTests : DetectorTrainerContract
{
    private protected override string Name => "Nce";

    private protected override int[] Epochs => [0, 1, 2, 3, 0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.Nce(Fast.Nce);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Nce();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.Nce(featureColumnName, labelColumnName, epochCount, seed);
}
