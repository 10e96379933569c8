using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.Autoencoder;

[TestClass]
public sealed class AutoencoderDetectorTests : NetworkDetectorContract<AutoencoderDetector>
{
    protected override bool HasOwnContributions => true;

    protected override IReadOnlyList<string> Phases => ["training"];

    [TestMethod]
    public void Fit_Model_ScoresByTheMeanSquaredErrorOfWhatItReproduces()
    {
        // Six layers in single precision: a value reproduced is off by some 1e-6, the root of a score of 1e-4 by 1e-4 of itself.
        const double tolerance = 1e-3;
        var model = Fit(new NetworkDetectorSettings());
        var rows = new double[Pool.RowCount, Pool.FeatureCount];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i / Pool.FeatureCount, i % Pool.FeatureCount] = Pool.Values[i];
        }

        var reproduced = new ReferenceNetwork(((AutoencoderModel)model).Autoencoder).Forward(rows, batchStatistics: false);
        var scores = model.Score(Pool);
        for (var row = 0; row < scores.Length; row++)
        {
            var expected = Enumerable.Range(0, Pool.FeatureCount).Average(k => Math.Pow(reproduced[row, k] - rows[row, k], 2));
            Assert.AreEqual(expected, scores[row], tolerance * expected, $"Row {row}.");
        }
    }

    protected override AutoencoderDetector Create(NetworkDetectorSettings settings) => new(new AutoencoderOptions
    {
        Seed = settings.Seed,
        EpochCount = settings.EpochCount,
        BatchSize = settings.BatchSize,
        LearningRate = settings.LearningRate,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });
}
