using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Networks;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>The trainer with a UAI head, without which it learns nothing from labels.</summary>
[TestClass]
public sealed class AutoencoderTrainerTests : DetectorTrainerContract
{
    private protected override string Name => nameof(AutoencoderTrainer);

    private protected override Type OptionsType => typeof(AutoencoderTrainer.Options);

    private protected override int[] Epochs => [0, 1, 2, 3, 4, 5];

    private protected override bool HasLabelInShortOverload => false;

    [TestMethod]
    public void Fit_WithoutAHead_LabelsMakeNoDifference()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.PartlyLabeled();
        var with = new AutoencoderTrainer.Options { LabelColumnName = "Label", Detector = Fast.Autoencoder };
        var without = new AutoencoderTrainer.Options { Detector = Fast.Autoencoder };
        var trainers = mlContext.ActiveAnomaly().Trainers;

        Assert.AreEqual(Bits.OfModel(trainers.Autoencoder(without).Fit(data).Model), Bits.OfModel(trainers.Autoencoder(with).Fit(data).Model));
    }

    private protected override DetectorTrainer Create(MLContext mlContext, TrainerColumns columns) =>
        mlContext.ActiveAnomaly().Trainers.Autoencoder(new AutoencoderTrainer.Options
        {
            FeatureColumnName = columns.Features,
            LabelColumnName = columns.Label,
            ScoreColumnName = columns.Score,
            PredictedLabelColumnName = columns.PredictedLabel,
            Progress = columns.Progress,
            CancellationToken = columns.CancellationToken,
            Detector = Fast.Autoencoder with { Seed = columns.Seed, UaiHead = new UaiHeadOptions() },
        });

    private protected override DetectorTrainer CreateByDefault(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Autoencoder();

    private protected override DetectorTrainer CreateShort(MLContext mlContext, string featureColumnName, string? labelColumnName, int epochCount, long? seed) =>
        mlContext.ActiveAnomaly().Trainers.Autoencoder(featureColumnName, epochCount, seed);
}
