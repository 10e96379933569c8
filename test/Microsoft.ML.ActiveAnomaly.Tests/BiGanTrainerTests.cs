using ActiveAnomaly.Detectors.BiGan;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class BiGanTrainerTests : DetectorTrainerContract
{
    private static readonly BiGanOptions Quick = new()
    {
        Seed = Fast.Seed,
        EpochCount = 6,
        HiddenSizes = [6],
        CodeSize = 4,
        RowUnitCount = 5,
        CodeUnitCount = 5,
        JointUnitCount = 8,
    };

    private protected override string Name => "BiGan";

    private protected override int[] Epochs => [0, 1, 2, 3, 4, 5];

    private protected override bool HasLabelInShortOverload => false;

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.BiGan(Quick with { Seed = columns.Seed }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.BiGan(Quick);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.BiGan();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.BiGan(featureColumnName, epochCount, seed);
}
