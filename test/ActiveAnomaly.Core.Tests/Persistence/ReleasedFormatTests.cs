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
    public void FromBytes_VersionOne_ScoresWithTheRecordedBits(float[] row, float expected) => Assert.AreEqual(expected, VersionOne().Score(row));

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedThreshold() => Assert.AreEqual(0.05125371f, VersionOne().Threshold);

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedWeights() => Assert.AreEqual(-0.39509913f, VersionOne().Encoder.Layers[0].Weights[5]);

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedFacts()
    {
        var model = VersionOne();
        Assert.AreEqual(("NCE", 2023L, 1, "Managed (Vector512)", null), (model.Name, model.Seed, model.Stage, model.EngineName, ModelAbilities.RadiusOf(model)));
    }

    [TestMethod]
    public void FromBytes_VersionOne_HasTheRecordedOptions()
    {
        var options = (NceOptions)VersionOne().Options;
        Assert.AreEqual(
            new NceOptions { Seed = 2023, CodeSize = 2, PretrainingEpochCount = 5, EpochCount = 5, BatchSize = 10 }, options with { HiddenSizes = null });
        Assert.AreSequenceEqual([4], options.HiddenSizes!);
    }

    private static DeepOneClassModel VersionOne()
    {
        using var stream = typeof(ReleasedFormatTests).Assembly.GetManifestResourceStream("v1-nce.aadm")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (DeepOneClassModel)DetectorModelFormat.FromBytes(bytes);
    }
}
