using ActiveAnomaly.Detectors.FeaWad;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class FeaWadTrainerTests : DetectorTrainerContract
{
    private static readonly FeaWadOptions Quick = new()
    {
        Seed = Fast.Seed,
        PretrainingEpochCount = 2,
        EpochCount = 4,
        StepCount = 4,
        BatchSize = 32,
    };

    private protected override string Name => "FeaWad";

    private protected override int[] Epochs => [0, 1, 0, 1, 2, 3];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.FeaWad(Quick with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.FeaWad(Quick);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.FeaWad();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.FeaWad(featureColumnName, labelColumnName, epochCount, seed);
}
