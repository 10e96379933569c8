using System.Buffers.Binary;
using System.Text.Json.Nodes;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Persistence;

/// <summary>Damaged ensembles, each damage under a valid checksum and refused by a check of its own.</summary>
[TestClass]
public sealed class EnsembleFileTests
{
    /// <summary>So deep a reader would go down, which is refused at the first ensemble in another.</summary>
    private const int LevelCount = 500;

    private static readonly byte[] ZAverage = Ensemble(EnsembleCombination.ZAverage);
    private static readonly byte[] RankAverage = Ensemble(EnsembleCombination.RankAverage);

    [TestMethod]
    [DataRow("MemberLengths", "[]")]
    [DataRow("CalibrationLengths", "[2]")]
    [DataRow("CalibrationLengths", "[2,2,2]")]
    [DataRow("Combination", "7")]
    public void FromBytes_PartsThatMakeNoEnsemble_Throws(string property, string json) =>
        Assert.Contains("do not make one", Refusal(ZAverage, property, json));

    /// <summary>Any options may be an ensemble's; the message lists each once.</summary>
    [TestMethod]
    public void FromBytes_OptionsOfAnUnknownType_NamesEachThatIsKnownOnce()
    {
        var header = ModelFile.Header(ZAverage);
        header["OptionsType"] = "NoOptions";
        var message = Refusal(ModelFile.WithHeader(ZAverage, header.ToJsonString()));
        string[] names = [.. message.Split('\'').Where(part => part.EndsWith("Options", StringComparison.Ordinal))];

        Assert.Contains("RosasOptions", names);
        CollectionAssert.AllItemsAreUnique(names);
    }

    [TestMethod]
    [DataRow("CalibrationLengths", "[1,2]")]
    [DataRow("CalibrationLengths", "[3,2]")]
    [DataRow("CalibrationLengths", "[0,2]")]
    public void FromBytes_ZAverageWithoutItsTwoNumbers_Throws(string property, string json) =>
        Assert.Contains("calibration", Refusal(ZAverage, property, json));

    [TestMethod]
    [DataRow("[-1,2]", "CalibrationLengths")]
    [DataRow("[2000000000,2]", "CalibrationLengths")]
    [DataRow("[-1,100]", "MemberLengths")]
    [DataRow("[2000000000,2000000000]", "MemberLengths")]
    public void FromBytes_LengthsBeyondTheFile_Throws(string json, string property) =>
        Assert.Contains("are left", Refusal(ZAverage, property, json));

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-1f)]
    public void FromBytes_InverseDeviationThatIsNone_Throws(float value)
    {
        var payload = ModelFile.Payload(ZAverage);
        BinaryPrimitives.WriteSingleLittleEndian(payload.AsSpan(4), value);
        Assert.Contains("calibration", Refusal(ModelFile.Of(ModelFile.Header(ZAverage).ToJsonString(), payload)));
    }

    [TestMethod]
    public void FromBytes_KnotsThatDescend_Throws()
    {
        var payload = ModelFile.Payload(RankAverage);
        BinaryPrimitives.WriteSingleLittleEndian(payload.AsSpan(4), -1e9f);
        Assert.Contains("calibration", Refusal(ModelFile.Of(ModelFile.Header(RankAverage).ToJsonString(), payload)));
    }

    [TestMethod]
    public void FromBytes_NoKnots_Throws() => Assert.Contains("calibration", Refusal(RankAverage, "CalibrationLengths", "[0,0]"));

    [TestMethod]
    public void FromBytes_MembersOfOtherWidths_Throws()
    {
        var narrow = DetectorModelFormat.ToBytes(Detector().Fit(new TrainingRequest(SyntheticPools.Noise(featureCount: 4).Rows)).Model);
        var wide = DetectorModelFormat.ToBytes(Detector().Fit(new TrainingRequest(SyntheticPools.Noise(featureCount: 5).Rows)).Model);
        Assert.Contains("takes 4 features", Refusal(Around(wide, narrow)));
    }

    [TestMethod]
    public void FromBytes_EnsembleAsAMember_Throws() => Assert.Contains("ensemble of ensembles", Refusal(Around(ZAverage, ZAverage)));

    [TestMethod]
    public void FromBytes_FiveHundredEnsemblesInOneAnother_Throws()
    {
        var file = ZAverage;
        for (var level = 1; level < LevelCount; level++)
        {
            file = ModelFile.Of(
                """
                {"Kind":"Ensemble","Name":"x","Seed":1,"Stage":0,"Threshold":0,"FeatureCount":5,"OptionsType":"NceOptions","Options":{},
                """
                + $$"""
                "Content":{"Combination":"ZAverage","CalibrationLengths":[2],"MemberLengths":[{{file.Length}}]} }
                """,
                [0, 0, 0, 0, 0, 0, 128, 63, .. file]);
        }

        Assert.Contains("ensemble of ensembles", Refusal(file));
    }

    [TestMethod]
    public void FromBytes_FiveHundredEnsemblesOfVersionOneInOneAnother_Throws()
    {
        var file = ModelFile.Fixture("v1-ensemble-z");
        for (var level = 0; level < LevelCount; level++)
        {
            file = ModelFile.Of(
                $$"""
                {"Kind":"Ensemble","Combination":"ZAverage","Threshold":0,"CalibrationLengths":[2],"MemberLengths":[{{file.Length}}]}
                """,
                [0, 0, 0, 0, 0, 0, 128, 63, .. file],
                version: 1);
        }

        Assert.Contains("ensembles of single models", Refusal(file));
    }

    [TestMethod]
    public void FromBytes_LayersWhoseProductsOverflow_AllocatesLittle()
    {
        // 65,536 x 65,536 is 0 in 32 bits, and 46,341 x 46,341 is negative.
        var file = DetectorModelFormat.ToBytes(Detector().Fit(new TrainingRequest(SyntheticPools.Noise().Rows)).Model);
        foreach (var size in (ReadOnlySpan<int>)[65_536, 46_341, int.MaxValue])
        {
            var header = ModelFile.Header(file);
            header["FeatureCount"] = size;
            header["Content"]!["Layers"] = JsonNode.Parse($$"""[{"InputSize":{{size}},"OutputSize":{{size}},"Activation":"None"}]""");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("are left", Refusal(ModelFile.WithHeader(file, header.ToJsonString())));
            Assert.IsLessThan(1 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>An ensemble of any files, whatever they hold.</summary>
    private static byte[] Around(params byte[][] members)
    {
        var header = ModelFile.Header(ZAverage);
        header["Content"] = JsonNode.Parse(
            $$"""{"Combination":"ZAverage","CalibrationLengths":[{{string.Join(',', members.Select(_ => 2))}}],"""
            + $$"""
            "MemberLengths":[{{string.Join(',', members.Select(member => member.Length))}}]}
            """);
        byte[] payload = [];
        foreach (var member in members)
        {
            payload = [.. payload, 0, 0, 0, 0, 0, 0, 128, 63, .. member];
        }

        return ModelFile.Of(header.ToJsonString(), payload);
    }

    private static NceDetector Detector() =>
        new(new NceOptions { Seed = 1, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1 });

    private static byte[] Ensemble(EnsembleCombination combination) => DetectorModelFormat.ToBytes(EnsembleDetector.Create(
        new EnsembleOptions { MemberCount = 2, Combination = combination },
        new NceOptions { Seed = 1, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 0, EpochCount = 1 },
        static options => new NceDetector(options)).Fit(new TrainingRequest(SyntheticPools.Noise().Rows)).Model);

    private static string Refusal(byte[] file, string property, string json)
    {
        var header = ModelFile.Header(file);
        header["Content"]![property] = JsonNode.Parse(json);
        return Refusal(ModelFile.WithHeader(file, header.ToJsonString()));
    }

    private static string Refusal(byte[] file) =>
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(file)).Message;
}
