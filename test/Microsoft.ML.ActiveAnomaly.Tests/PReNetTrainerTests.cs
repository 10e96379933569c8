using ActiveAnomaly.Detectors.PReNet;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class PReNetTrainerTests : DetectorTrainerContract
{
    private static readonly PReNetOptions Quick = new() { Seed = Fast.Seed, EpochCount = 6, StepCount = 4, BatchSize = 32 };

    private protected override string Name => "PReNet";

    private protected override int[] Epochs => [0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.PReNet(Quick with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.PReNet(Quick);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.PReNet();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.PReNet(featureColumnName, labelColumnName, epochCount, seed);
}
