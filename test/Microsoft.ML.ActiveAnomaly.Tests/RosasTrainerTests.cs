using ActiveAnomaly.Detectors.Rosas;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class RosasTrainerTests : DetectorTrainerContract
{
    private static readonly RosasOptions Quick = new()
    {
        Seed = Fast.Seed, EpochCount = 6, StepCount = 4, BatchSize = 16, EmbeddingSize = 16,
    };

    private protected override string Name => "Rosas";

    private protected override int[] Epochs => [0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.Rosas(Quick with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.Rosas(Quick);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Rosas();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.Rosas(featureColumnName, labelColumnName, epochCount, seed);
}
