using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Networks;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The trainer with a UAI head.</summary>
[TestClass]
public sealed class MlpTrainerTests : DetectorTrainerContract
{
    private static readonly MlpOptions Quick = new()
    {
        Seed = Fast.Seed, EpochCount = 6, BatchSize = 32, UaiHead = new UaiHeadOptions(),
    };

    private protected override string Name => "Mlp";

    private protected override int[] Epochs => [0, 1, 2, 3, 4, 5];

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.Mlp(Quick with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.Mlp(Quick);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Mlp();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.Mlp(featureColumnName, labelColumnName, epochCount, seed);
}
