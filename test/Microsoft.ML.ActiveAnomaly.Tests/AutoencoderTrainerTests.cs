using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The trainer with a UAI head, without which it learns nothing from labels.</summary>
[TestClass]
public sealed class AutoencoderTrainerTests : DetectorTrainerContract
{
    private protected override string Name => "Autoencoder";

    private protected override int[] Epochs => [0, 1, 2, 3, 4, 5];

    private protected override bool HasLabelInShortOverload => false;

    [TestMethod]
    public void Fit_WithoutAHead_LabelsMakeNoDifference()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var trainers = mlContext.ActiveAnomaly().Trainers;
        var with = trainers.Autoencoder(Fast.Autoencoder, new DetectorTrainerOptions { LabelColumnName = "Label" });
        var without = trainers.Autoencoder(Fast.Autoencoder);

        Assert.AreEqual(Bits.OfModel(without.Fit(data).Model), Bits.OfModel(with.Fit(data).Model));
    }

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.Autoencoder(
            Fast.Autoencoder with { Seed = columns.Seed, UaiHead = new UaiHeadOptions() }, columns.Options);

    private protected override DetectorTrainer CreateWithoutColumns(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.Autoencoder(Fast.Autoencoder);

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Autoencoder();

    private protected override DetectorTrainer CreateShort(
        MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.Autoencoder(featureColumnName, epochCount, seed);
}
