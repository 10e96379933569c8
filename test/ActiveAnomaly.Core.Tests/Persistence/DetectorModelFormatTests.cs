using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Persistence;

[TestClass]
public sealed class DetectorModelFormatTests
{
    private static readonly SyntheticPool Pool = SyntheticPools.Noise();

    private static readonly Dictionary<string, Lazy<NetworkModel>> Models = new()
    {
        ["Deep SVDD"] = new(() => Fit(new DeepSvddDetector(
            new() { Seed = 3, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3 }))),
        ["Deep SVDD, soft boundary"] = new(() => Fit(new DeepSvddDetector(new()
        {
            Seed = 4, HiddenSizes = [4, 3], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3,
            Boundary = OneClassBoundary.SoftBoundary, RadiusWarmUpEpochCount = 0, Nu = 0.3, RejectAbnormal = false,
            RejectionMean = RejectionMean.CountedRows, Threshold = 0.25f,
        }))),
        ["Deep SAD"] = new(() => Fit(new DeepSadDetector(new()
        {
            HiddenSizes = [], CodeSize = 3, PretrainingEpochCount = 2, EpochCount = 3, Eta = 2.5,
            BatchNorm = BatchNormMode.BatchStatistics, ReusePretraining = true,
        }))),
        ["NCE"] = new(() => Fit(new NceDetector(new()
        {
            Seed = long.MinValue, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3, BatchSize = 16,
            LearningRate = 2e-3, WeightDecay = 1e-4,
            Contamination = 0.2, Engine = EngineChoice.Managed, Normalization = NceNormalization.LabeledRows,
        }))),
        ["NCE with a head"] = new(() => Fit(new NceDetector(new()
        {
            Seed = 5, HiddenSizes = [4], CodeSize = 2, PretrainingEpochCount = 2, EpochCount = 3,
            UaiHead = new() { QueryBy = UaiOutput.Score, ScoreBy = UaiOutput.Head },
        }))),
        ["Autoencoder"] = new(() => Fit(new AutoencoderDetector(new() { Seed = 6, HiddenSizes = [4], CodeSize = 2, EpochCount = 3 }))),
        ["Autoencoder with a head"] = new(() => Fit(new AutoencoderDetector(
            new() { Seed = 6, HiddenSizes = [4, 3], CodeSize = 2, EpochCount = 3, UaiHead = new() }))),
    };

    public static IEnumerable<object[]> Names => Models.Keys.Select(name => new object[] { name });

    private static byte[] Sample => DetectorModelFormat.ToBytes(Models["NCE"].Value);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_ScoresWithTheSameBits(string name) =>
        Bits.AreEqual(Models[name].Value.Score(Pool.Rows), RoundTrip(name).Score(Pool.Rows), "Scores");

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
    public void FromBytes_OfToBytes_HasTheSameCenter(string name) =>
        Bits.AreEqual(CenterOf(Models[name].Value), CenterOf(RoundTrip(name)), "Centre");

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void FromBytes_OfToBytes_HasTheSameHead(string name) =>
        Bits.AreEqual(HeadOf(Models[name].Value), HeadOf(RoundTrip(name)), "Head");

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
        static object Facts(NetworkModel model) =>
            (model.Name, model.Seed, model.Stage, model.EngineName, model.Threshold, ModelAbilities.RadiusOf(model), model.FeatureCount);
        Assert.AreEqual(Facts(Models[name].Value), Facts(RoundTrip(name)));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ToBytes_OfFromBytes_GivesTheSameBytes(string name) =>
        Assert.AreSequenceEqual(DetectorModelFormat.ToBytes(Models[name].Value), DetectorModelFormat.ToBytes(RoundTrip(name)));

    [TestMethod]
    public void ToBytes_OtherModel_Throws() =>
        Assert.ThrowsExactly<NotSupportedException>(() => DetectorModelFormat.ToBytes(new UnknownModel()));

    [TestMethod]
    public void FromBytes_NoBytes_Throws() => Assert.Contains("no detector model", Refusal([]));

    [TestMethod]
    public void FromBytes_OtherFile_Throws() =>
        Assert.Contains("no detector model", Refusal(Encoding.UTF8.GetBytes("PK, a zip archive or so, long enough to have a header.")));

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(-1)]
    [DataRow(int.MaxValue)]
    public void FromBytes_OtherVersion_ThrowsNamingFoundAndReadable(int version)
    {
        var bytes = Sample;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), version);
        Assert.Contains($"format version {version}; this version of the library reads 1 to 2", Refusal(ModelFile.Sealed(bytes)));
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
        Assert.Contains("truncated or damaged", Refusal(ModelFile.Sealed(bytes)));
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void FromBytes_NonFiniteNumberUnderAValidChecksum_Throws(float number)
    {
        var bytes = Sample;
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - ModelFile.DigestLength - 4), number);
        Assert.Contains("NaN or infinite", Refusal(ModelFile.Sealed(bytes)));
    }

    [TestMethod]
    [DataRow("Kind", "null")]
    [DataRow("Name", "null")]
    [DataRow("Seed", "\"three\"")]
    [DataRow("Stage", "-1")]
    [DataRow("Threshold", "null")]
    [DataRow("Threshold", "1e300")]
    [DataRow("FeatureCount", "0")]
    [DataRow("FeatureCount", "4")]
    [DataRow("FeatureCount", "2147483647")]
    [DataRow("OptionsType", "\"AutoencoderOptions\"")]
    [DataRow("OptionsType", "\"String\"")]
    [DataRow("Options", "null")]
    [DataRow("Options", "[]")]
    [DataRow("Content", "null")]
    [DataRow("Content", "{}")]
    public void FromBytes_HeaderThatMakesNoSense_Throws(string property, string json) =>
        RefusalWith(header => header[property] = JsonNode.Parse(json));

    [TestMethod]
    [DataRow("[]")]
    [DataRow("null")]
    [DataRow("""[{"InputSize":5,"OutputSize":4,"Activation":"BatchNormLeakyRelu"},{"InputSize":3,"OutputSize":2,"Activation":"None"}]""")]
    [DataRow("""[{"InputSize":5,"OutputSize":2,"Activation":"Sigmoid"}]""")]
    [DataRow("""[{"InputSize":0,"OutputSize":2,"Activation":"None"}]""")]
    [DataRow("""[{"InputSize":5,"OutputSize":3,"Activation":"None"}]""")]
    [DataRow("""[{"InputSize":2000000000,"OutputSize":2000000000,"Activation":"None"}]""")]
    [DataRow("""[{"InputSize":1,"OutputSize":2000000000,"Activation":"None"}]""")]
    public void FromBytes_LayersThatMakeNoSense_Throws(string json) =>
        RefusalWith(header => header["Content"]!["Layers"] = JsonNode.Parse(json));

    [TestMethod]
    [DataRow("Contamination", "1e400", "Contamination is Infinity")]
    [DataRow("Contamination", "-0.1", "Contamination is -0.1")]
    [DataRow("BatchSize", "1", "BatchSize is 1")]
    [DataRow("LearningRate", "0", "LearningRate is 0")]
    [DataRow("Nu", "2", "Nu is 2")]
    [DataRow("CodeSize", "0", "CodeSize is 0")]
    public void FromBytes_OptionsOutOfTheirRange_ThrowsNamingThem(string option, string json, string expected) =>
        Assert.Contains(expected, RefusalWith(header => header["Options"]![option] = JsonNode.Parse(json)));

    [TestMethod]
    public void FromBytes_NegativeRunningVariance_Throws()
    {
        // The layer 5-4 has 20 weights and 4 means before its variances.
        var payload = ModelFile.Payload(Sample);
        BinaryPrimitives.WriteSingleLittleEndian(payload.AsSpan(4 * 24), -0.5f);
        Assert.Contains("running variance is -0.5", Refusal(ModelFile.Of(ModelFile.Header(Sample).ToJsonString(), payload)));
    }

    [TestMethod]
    [DataRow("-1")]
    [DataRow("1e39")]
    public void FromBytes_RadiusThatIsNone_Throws(string json)
    {
        var file = DetectorModelFormat.ToBytes(Models["Deep SVDD, soft boundary"].Value);
        var header = ModelFile.Header(file);
        header["Content"]!["Radius"] = JsonNode.Parse(json);
        Assert.Contains("radius is", Refusal(ModelFile.WithHeader(file, header.ToJsonString())));
    }

    [TestMethod]
    public void FromBytes_HeadThatTheOptionsDoNotSpeakOf_Throws()
    {
        var file = DetectorModelFormat.ToBytes(Models["NCE with a head"].Value);
        var header = ModelFile.Header(file);
        header["Options"]!.AsObject().Remove("UaiHead");
        Assert.Contains("UAI head", Refusal(ModelFile.WithHeader(file, header.ToJsonString())));
    }

    [TestMethod]
    [DataRow("Kind")]
    [DataRow("Name")]
    [DataRow("Seed")]
    [DataRow("Threshold")]
    [DataRow("FeatureCount")]
    [DataRow("OptionsType")]
    [DataRow("Options")]
    [DataRow("Content")]
    public void FromBytes_HeaderWithoutAProperty_Throws(string property) => RefusalWith(header => Assert.IsTrue(header.Remove(property)));

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{")]
    public void FromBytes_HeaderOfOtherJson_Throws(string json) => Refusal(ModelFile.WithHeader(Sample, json));

    [TestMethod]
    public void FromBytes_KindThatNobodyRegistered_NamesItAndWhatToDo()
    {
        var message = RefusalWith(header => header["Kind"] = "RoSAS");
        Assert.Contains("'RoSAS'", message);
        Assert.Contains("Register", message);
    }

    [TestMethod]
    public void FromBytes_NumbersLeftOver_Throws() => Assert.Contains(
        "4 bytes unread", Refusal(ModelFile.Of(ModelFile.Header(Sample).ToJsonString(), [.. ModelFile.Payload(Sample), 0, 0, 0, 0])));

    private static float[] CenterOf(NetworkModel model) => model is DeepOneClassModel oneClass ? oneClass.Center.ToArray() : [];

    private static float[] HeadOf(NetworkModel model) => model.Head is { } head ? head.Parameters.ToArray() : [];

    private static NetworkModel RoundTrip(string name) =>
        (NetworkModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(Models[name].Value));

    private static string Refusal(byte[] bytes) =>
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(bytes)).Message;

    private static string RefusalWith(Action<JsonObject> change)
    {
        var header = ModelFile.Header(Sample);
        change(header);
        return Refusal(ModelFile.WithHeader(Sample, header.ToJsonString()));
    }

    private static NetworkModel Fit(Detector detector) =>
        (NetworkModel)detector.Fit(new TrainingRequest(Pool.Rows, Pool.Labeled(5, 4)) { Stage = 2 }).Model;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void CanSave_ModelOfTheLibrary_IsTrue(string name) => Assert.IsTrue(DetectorModelFormat.CanSave(Models[name].Value, out _));

    public static IEnumerable<object[]> Containers =>
    [
        [static (Detector part) => part],
        [static Detector (Detector part) => EnsembleDetector.Create(new EnsembleOptions { MemberCount = 2 }, part.Options, _ => part)],
        [static Detector (Detector part) => new CombinedDetector(new IsolationForestDetector(), part)],
    ];

    /// <summary>What ToBytes would throw is said beforehand, of the parts of a model too.</summary>
    [TestMethod]
    [DynamicData(nameof(Containers))]
    public void CanSave_SomeModelWithoutACodec_SaysWhatToBytesWould(Func<Detector, Detector> around)
    {
        var model = around(new FirstFeatureDetector()).Fit(new TrainingRequest(Pool.Rows)).Model;

        Assert.IsFalse(DetectorModelFormat.CanSave(model, out var reason));
        Assert.Contains("DetectorModelFormat.Register", reason);
        Assert.AreEqual(Assert.ThrowsExactly<NotSupportedException>(() => DetectorModelFormat.ToBytes(model)).Message, reason);
    }

    private sealed class UnknownModel() : DetectorModel(1)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            scores.Clear();
    }
}
