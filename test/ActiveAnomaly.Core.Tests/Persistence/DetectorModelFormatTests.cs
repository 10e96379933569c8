using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Persistence;

[TestClass]
public sealed class DetectorModelFormatTests
{
    private const int PrefixLength = 12;
    private const int DigestLength = 16;

    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    private static readonly Dictionary<string, Lazy<NetworkModel>> Models = new()
    {
        ["Deep SVDD"] = new(() => Fit(new DeepSvddDetector(new() { Seed = 3, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3 }))),
        ["Deep SVDD, soft boundary"] = new(() => Fit(new DeepSvddDetector(new()
        {
            Seed = 4, HiddenSizes = [4, 3], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3, Boundary = OneClassBoundary.SoftBoundary,
            RadiusWarmUpEpochCount = 0, Nu = 0.3, RejectAbnormal = false, RejectionMean = RejectionMean.CountedRows, Threshold = 0.25f,
        }))),
        ["Deep SAD"] = new(() => Fit(new DeepSadDetector(new()
        {
            HiddenSizes = [], CodeSize = 3, PretrainingEpochCount = 2, EpochCount = 3, Eta = 2.5, BatchNorm = BatchNormMode.BatchStatistics, ReusePretraining = true,
        }))),
        ["NCE"] = new(() => Fit(new NceDetector(new()
        {
            Seed = long.MinValue, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16, LearningRate = 2e-3, WeightDecay = 1e-4,
            Contamination = 0.2, Engine = EngineChoice.Managed, Normalization = NceNormalization.LabeledRows,
        }))),
        ["NCE with a head"] = new(() => Fit(new NceDetector(new()
        {
            Seed = 5, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3, UaiHead = new() { QueryBy = UaiOutput.Score, ScoreBy = UaiOutput.Head },
        }))),
        ["Autoencoder"] = new(() => Fit(new AutoencoderDetector(new() { Seed = 6, HiddenSizes = [4], CodeSize = 2, EpochCount = 3 }))),
        ["Autoencoder with a head"] = new(() => Fit(new AutoencoderDetector(new() { Seed = 6, HiddenSizes = [4, 3], CodeSize = 2, EpochCount = 3, UaiHead = new() }))),
    };

    public static IEnumerable<object[]> Names => Models.Keys.Select(name => new object[] { name });

    private static byte[] Sample => DetectorModelFormat.ToBytes(Models["NCE"].Value);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_ScoresWithTheSameBits(string name) => Bits.AreEqual(Models[name].Value.Score(Pool.Rows), RoundTrip(name).Score(Pool.Rows), "Scores");

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameWeights(string name)
    {
        foreach (var (before, after) in Models[name].Value.Network.Layers.Zip(RoundTrip(name).Network.Layers))
        {
            Bits.AreEqual(before.Weights, after.Weights, "Weights");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameRunningStatistics(string name)
    {
        foreach (var (before, after) in Models[name].Value.Network.Layers.Zip(RoundTrip(name).Network.Layers))
        {
            Bits.AreEqual(before.RunningMean, after.RunningMean, "Means");
            Bits.AreEqual(before.RunningVariance, after.RunningVariance, "Variances");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameCenter(string name) => Bits.AreEqual(CenterOf(Models[name].Value), CenterOf(RoundTrip(name)), "Centre");

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameHead(string name) => Bits.AreEqual(HeadOf(Models[name].Value), HeadOf(RoundTrip(name)), "Head");

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameOptions(string name)
    {
        // Lists compare by reference, so the sizes are compared apart.
        var (before, after) = (Models[name].Value.Options, RoundTrip(name).Options);
        Assert.AreEqual(before with { HiddenSizes = null }, after with { HiddenSizes = null });
        Assert.AreSequenceEqual(before.HiddenSizes!, after.HiddenSizes!);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameFacts(string name)
    {
        static object Facts(NetworkModel model) => (model.Name, model.Seed, model.Stage, model.EngineName, model.Threshold, ModelAbilities.RadiusOf(model), model.FeatureCount);
        Assert.AreEqual(Facts(Models[name].Value), Facts(RoundTrip(name)));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ToBytes_OfFromBytes_GivesTheSameBytes(string name) =>
        Assert.AreSequenceEqual(DetectorModelFormat.ToBytes(Models[name].Value), DetectorModelFormat.ToBytes(RoundTrip(name)));

    [TestMethod]
    public void ToBytes_OtherModel_Throws() => Assert.ThrowsExactly<NotSupportedException>(() => DetectorModelFormat.ToBytes(new UnknownModel()));

    [TestMethod]
    public void FromBytes_NoBytes_Throws() => Assert.Contains("no detector model", Refusal([]));

    [TestMethod]
    public void FromBytes_OtherFile_Throws() => Assert.Contains("no detector model", Refusal(Encoding.UTF8.GetBytes("PK, a zip archive or so, long enough to have a header.")));

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    [DataRow(-1)]
    [DataRow(int.MaxValue)]
    public void FromBytes_OtherVersion_ThrowsNamingFoundAndReadable(int version)
    {
        var bytes = Sample;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), version);
        Assert.Contains($"format version {version}; this version of the library reads 1 to 1", Refusal(Sealed(bytes)));
    }

    [TestMethod]
    public void FromBytes_TruncatedAtAnyLength_Throws()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            Refusal(Sample[..length]);
        }
    }

    [TestMethod]
    public void FromBytes_LongerByOneByte_Throws() => Refusal([.. Sample, 0]);

    [TestMethod]
    public void FromBytes_AnyByteFlipped_Throws()
    {
        var sample = Sample;
        for (var i = 0; i < sample.Length; i++)
        {
            var bytes = (byte[])sample.Clone();
            bytes[i] ^= 0xFF;
            Refusal(bytes);
        }
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(int.MinValue)]
    [DataRow(int.MaxValue)]
    [DataRow(1 << 20)]
    public void FromBytes_ImpossibleHeaderLength_Throws(int length)
    {
        var bytes = Sample;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), length);
        Assert.Contains("truncated or damaged", Refusal(Sealed(bytes)));
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void FromBytes_NonFiniteNumberUnderAValidChecksum_Throws(float number)
    {
        var bytes = Sample;
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - DigestLength - 4), number);
        Assert.Contains("NaN or infinite", Refusal(Sealed(bytes)));
    }

    [TestMethod]
    [DataRow("Layers", "[]")]
    [DataRow("Layers", "null")]
    [DataRow("Layers", """[{"InputSize":5,"OutputSize":4,"Activation":"BatchNormLeakyRelu"},{"InputSize":3,"OutputSize":2,"Activation":"None"}]""")]
    [DataRow("Layers", """[{"InputSize":5,"OutputSize":2,"Activation":"Sigmoid"}]""")]
    [DataRow("Layers", """[{"InputSize":0,"OutputSize":2,"Activation":"None"}]""")]
    [DataRow("Layers", """[{"InputSize":5,"OutputSize":3,"Activation":"None"}]""")]
    [DataRow("Layers", """[{"InputSize":2000000000,"OutputSize":2000000000,"Activation":"None"}]""")]
    [DataRow("Layers", """[{"InputSize":1,"OutputSize":2000000000,"Activation":"None"}]""")]
    [DataRow("Nce", "null")]
    [DataRow("Method", "null")]
    [DataRow("Seed", "\"three\"")]
    [DataRow("Threshold", "null")]
    [DataRow("Threshold", "1e300")]
    public void FromBytes_HeaderThatMakesNoSenseUnderAValidChecksum_Throws(string property, string json)
    {
        var header = HeaderOf(Sample);
        header[property] = JsonNode.Parse(json);
        Refusal(WithHeader(Sample, header.ToJsonString()));
    }

    [TestMethod]
    [DataRow("Method")]
    [DataRow("Seed")]
    [DataRow("Threshold")]
    [DataRow("Layers")]
    public void FromBytes_HeaderWithoutAProperty_Throws(string property)
    {
        var header = HeaderOf(Sample);
        Assert.IsTrue(header.Remove(property));
        Refusal(WithHeader(Sample, header.ToJsonString()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{")]
    public void FromBytes_HeaderOfOtherJsonUnderAValidChecksum_Throws(string json) => Refusal(WithHeader(Sample, json));

    [TestMethod]
    public void FromBytes_MethodOfALaterVersion_NamesTheMethod()
    {
        var header = HeaderOf(Sample);
        header["Method"] = "RoSAS";
        header.Remove("Nce");
        Assert.Contains("'RoSAS'", Refusal(WithHeader(Sample, header.ToJsonString())));
    }

    private static float[] CenterOf(NetworkModel model) => model is DeepOneClassModel oneClass ? oneClass.Center.ToArray() : [];

    private static float[] HeadOf(NetworkModel model) => model.Head is { } head ? head.Parameters.ToArray() : [];

    private static NetworkModel RoundTrip(string name) => (NetworkModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(Models[name].Value));

    private static string Refusal(byte[] bytes) => Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(bytes)).Message;

    private static JsonObject HeaderOf(byte[] bytes) =>
        JsonNode.Parse(bytes.AsSpan(PrefixLength, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8))))!.AsObject();

    private static byte[] WithHeader(byte[] bytes, string json)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var prefix = bytes[..PrefixLength];
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(8), header.Length);
        return Sealed([.. prefix, .. header, .. bytes[(PrefixLength + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)))..]]);
    }

    /// <summary>Puts the right checksum under altered bytes.</summary>
    private static byte[] Sealed(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestLength)).AsSpan(0, DigestLength).CopyTo(bytes.AsSpan(bytes.Length - DigestLength));
        return bytes;
    }

    private static NetworkModel Fit(Detector detector) => (NetworkModel)detector.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 4)) { Stage = 2 }).Model;

    private sealed class UnknownModel() : DetectorModel(1)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) => scores.Clear();
    }
}
