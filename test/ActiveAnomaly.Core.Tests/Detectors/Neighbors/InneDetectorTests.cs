using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Neighbors;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Neighbors;

[TestClass]
public sealed class InneDetectorTests : DetectorContract<InneDetector>
{
    [TestMethod]
    public void Fit_AnomaliesFarOut_RanksThemFirst()
    {
        var pool = FeatureMatrix.Copy(
            [.. Enumerable.Range(0, 500).SelectMany(row => row < 5 ? [9f + row, -9f] : (float[])[row % 23 / 23f, row % 19 / 19f])], 2);
        var scores = new InneDetector(new InneOptions { Seed = 1 }).Fit(new TrainingRequest(pool)).Scores;
        Assert.IsGreaterThan(0.99, Ranking.RocAuc(scores.Span, [.. Enumerable.Range(0, 500).Select(row => row < 5)]));
    }

    [TestMethod]
    public void Fit_EachOption_ChangesScores()
    {
        var standard = Scores(new InneOptions { Seed = 1 });
        Assert.IsFalse(standard.SequenceEqual(Scores(new InneOptions { Seed = 1, RoundCount = 100 })));
        Assert.IsFalse(standard.SequenceEqual(Scores(new InneOptions { Seed = 1, SampleSize = 8 })));
    }

    [TestMethod]
    [DataRow(0, 16, "RoundCount")]
    [DataRow(100_001, 16, "RoundCount")]
    [DataRow(200, 1, "SampleSize")]
    [DataRow(200, 257, "SampleSize")]
    [DataRow(39_063, 256, "RoundCount")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(int roundCount, int sampleSize, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new InneDetector(new InneOptions { RoundCount = roundCount, SampleSize = sampleSize })).ParamName);

    [TestMethod]
    public void Fit_Stages_DrawOtherSpheres()
    {
        var detector = Create(new());
        Assert.IsFalse(
            detector.Fit(new TrainingRequest(Pool)).Scores.Span
                .SequenceEqual(detector.Fit(new TrainingRequest(Pool) { Stage = 1 }).Scores.Span));
    }

    [TestMethod]
    public void FromBytes_OneSphereARound_Throws()
    {
        var model = (InneModel)Fit(new());
        var damaged = new InneModel(new SphereEnsemble(model.Spheres.Centers, 1, Pool.FeatureCount));
        damaged.Complete(model.Origin);
        Assert.Contains(
            "of 1 spheres",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    protected override InneDetector Create(DetectorSettings settings) => new(new InneOptions
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static float[] Scores(InneOptions options) => new InneDetector(options).Fit(new TrainingRequest(Pool)).Scores.ToArray();
}
