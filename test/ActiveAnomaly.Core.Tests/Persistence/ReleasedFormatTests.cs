using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Files written by earlier versions stay readable. v1-nce.aadm: format 1, written before version 0.1.0 was released, by an
/// NceDetector 3-4-2 with seed 2023, of 20 random rows with three labels.
/// </summary>
[TestClass]
public sealed class ReleasedFormatTests
{
    [TestMethod]
    [DataRow(new[] { 0f, 0f, 0f }, 0.002471074f)]
    [DataRow(new[] { 1f, 1f, 1f }, 0.04126226f)]
    [DataRow(new[] { 0.25f, 0.5f, 0.75f }, 0.060351618f)]
    [DataRow(new[] { 1f, 0f, -2f }, 0.6197415f)]
    public void FromBytes_VersionOne_ScoresWithTheRecordedBits(float[] row, float expected) =>
        Assert.AreEqual(expected, VersionOne().Score(row));

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedThreshold() => Assert.AreEqual(0.05125371f, VersionOne().Threshold);

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedWeights() => Assert.AreEqual(-0.39509913f, VersionOne().Encoder.Layers[0].Weights[5]);

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedFacts()
    {
        var model = VersionOne();
        Assert.AreEqual(
            ("NCE", 2023L, 1, "Managed (Vector512)", null),
            (model.Name, model.Seed, model.Stage, model.EngineName, ModelAbilities.RadiusOf(model)));
    }

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedOptions()
    {
        var options = (NceOptions)VersionOne().Options;
        Assert.AreEqual(
            new NceOptions { Seed = 2023, CodeSize = 2, PretrainingEpochCount = 5, EpochCount = 5, BatchSize = 10 },
            options with { HiddenSizes = null });
        Assert.AreSequenceEqual([4], options.HiddenSizes!);
    }

    /// <summary>
    /// Files of the kinds, each written by the version before and by today's, of the pool and the labels of
    /// <see cref="MutatedModels"/>.
    /// </summary>
    public static IEnumerable<object[]> Names =>
        from version in (string[])["v1", "v2"]
        from name in (string[])["soft-boundary", "deep-sad-head", "autoencoder-head", "ensemble-rank", "ensemble-z"]
        select new object[] { $"{version}-{name}" };

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_EveryKind_ScoresWithTheRecordedBits(string name)
    {
        var (scores, threshold) = name[3..] switch
        {
            "soft-boundary" => (new[] { 0.045930624f, 0.06052104f, 0.019708661f, 0.3854255f }, 0.06907785f),
            "deep-sad-head" => (new[] { 0.0022787815f, 0.018587336f, 0.0027324585f, 0.32453966f }, 0.004520761f),
            "autoencoder-head" => (new[] { 0.56975883f, 0.57405925f, 0.5354988f, 0.8117093f }, 0.58206815f),
            "ensemble-rank" => (new[] { 0.77228993f, 0.96284854f, 0.20341384f, 0.7678058f }, 0.74285716f),
            _ => (new[] { 1.8119816f, 3.9767966f, 0.8135231f, 37.7732f }, 1.0220101f),
        };
        var model = DetectorModelFormat.FromBytes(ModelFile.Fixture(name));
        Assert.AreSequenceEqual(
            scores,
            model.Score(Data.FeatureMatrix.FromRows([[0f, 0f, 0f], [1f, 1f, 1f], [0.25f, 0.5f, 0.75f], [1f, 0f, -2f]])));
        Assert.AreEqual(threshold, model.Threshold);
    }

    [TestMethod]
    [DataRow("v1-soft-boundary")]
    [DataRow("v2-soft-boundary")]
    public void FromBytes_SoftBoundary_HasTheRecordedRadius(string name) =>
        Assert.AreEqual(0.18303388f, ModelAbilities.RadiusOf(DetectorModelFormat.FromBytes(ModelFile.Fixture(name))));

    [TestMethod]
    [DataRow("v1-ensemble-rank")]
    [DataRow("v2-ensemble-rank")]
    public void FromBytes_Ensemble_HasItsNameAndOptions(string name)
    {
        var model = DetectorModelFormat.FromBytes(ModelFile.Fixture(name));
        Assert.AreEqual(("NCE x 2", 1, 2), (model.Name, model.Stage, ((NceOptions)model.Options).CodeSize));
    }

    private static DeepOneClassModel VersionOne() => (DeepOneClassModel)DetectorModelFormat.FromBytes(ModelFile.Fixture("v1-nce"));
}
