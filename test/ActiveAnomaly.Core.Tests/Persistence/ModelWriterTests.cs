using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Persistence;

/// <summary>What cannot be read again is refused when it is written, and not when somebody loads it.</summary>
[TestClass]
public sealed class ModelWriterTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy([0, 1, 2, 3, 4], 1);

    [TestMethod]
    [DataRow(float.NaN, "Number 2 is NaN")]
    [DataRow(float.PositiveInfinity, "Number 2 is Infinity")]
    [DataRow(float.NegativeInfinity, "Number 2 is -Infinity")]
    public void Write_NumberThatIsNotFinite_ThrowsNamingIt(float value, string expected)
    {
        var writer = new ModelWriter();
        Assert.Contains(expected, Assert.ThrowsExactly<ArgumentException>(() => writer.Write([1f, 2f, value])).Message);
        Assert.Contains(expected, Assert.ThrowsExactly<ArgumentException>(() => writer.Write([1.0, 2.0, value])).Message);
        writer.Write([float.MaxValue, float.Epsilon]);
        writer.Write([double.MinValue]);
        Assert.AreEqual(16, writer.Payload.Length);
    }

    [TestMethod]
    public void WriteContent_NothingThatReadingCouldSet_Throws()
    {
        Assert.Contains(
            "properties that cannot be set",
            Assert.ThrowsExactly<ArgumentException>(() => new ModelWriter().WriteContent(new { A = 1.0 })).Message);
        Assert.ThrowsExactly<ArgumentException>(() => new ModelWriter().WriteContent((1, 2)));
        Assert.ThrowsExactly<ArgumentException>(() => new ModelWriter().WriteContent<object>(new { A = 1.0 }));
    }

    [TestMethod]
    public void WriteContent_FactsThatAreAllNull_AreWritten()
    {
        var writer = new ModelWriter();
        writer.WriteContent(new Facts());
        Assert.AreEqual("{}", writer.Content!.Value.GetRawText());
    }

    [TestMethod]
    public void WriteContent_FactsThatCanBeSet_AreWritten()
    {
        var writer = new ModelWriter();
        writer.WriteContent(new Facts { Count = 3 });
        Assert.AreEqual("{\"Count\":3}", writer.Content!.Value.GetRawText());
    }

    [TestMethod]
    public void ToBytes_OptionsOfATypeThatTheCodecLacks_ThrowsNamingBoth()
    {
        DetectorModelFormat.Register(new KnownCodec());
        var known = new GivenDetector(new KnownOptions { Seed = 1 }, () => new KnownModel());
        var derived = new GivenDetector(new DerivedOptions { Seed = 1 }, () => new KnownModel());
        Assert.AreEqual("given", DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(Fit(known))).Name);
        var message = Assert.ThrowsExactly<NotSupportedException>(() => DetectorModelFormat.ToBytes(Fit(derived))).Message;
        Assert.Contains("options of the type DerivedOptions", message);
        Assert.Contains("reads KnownOptions", message);
        Assert.Contains("the OptionsTypes of KnownCodec", message);
    }

    [TestMethod]
    public void ToBytes_CodecWithoutOptionsAndATypeOfNoOther_Throws()
    {
        DetectorModelFormat.Register(new AnyCodec());
        var detector = new GivenDetector(new DerivedOptions { Seed = 1 }, () => new AnyModel());
        Assert.Contains(
            "the OptionsTypes of a registered codec",
            Assert.ThrowsExactly<NotSupportedException>(() => DetectorModelFormat.ToBytes(Fit(detector))).Message);
    }

    [TestMethod]
    public void ToBytes_OptionThatJsonCannotHold_ThrowsNamingIt()
    {
        DetectorModelFormat.Register(new KnownCodec());
        var detector = new GivenDetector(new KnownOptions { Seed = 1, Bound = double.PositiveInfinity }, () => new KnownModel());
        Assert.Contains(
            "The option Bound of KnownOptions cannot be written, for models and sessions keep options as JSON, and it is Infinity",
            Assert.ThrowsExactly<NotSupportedException>(() => DetectorModelFormat.ToBytes(Fit(detector))).Message);
    }

    [TestMethod]
    public void Session_OptionThatJsonCannotHold_ThrowsNamingIt()
    {
        var detector = new GivenDetector(new KnownOptions { Seed = 1, Bound = double.NaN }, () => new KnownModel());
        Assert.Contains(
            "The option Bound of KnownOptions cannot be written",
            Assert.ThrowsExactly<NotSupportedException>(
                () => new ActiveLearningSession(Pool, detector, new RandomStrategy())).Message);
    }

    private static DetectorModel Fit(Detector detector) => detector.Fit(new TrainingRequest(Pool)).Model;

    private record KnownOptions : DetectorOptions
    {
        public double Bound { get; init; } = 1;

        public string Own => "computed";
    }

    private sealed record DerivedOptions : KnownOptions;

    private sealed record Facts
    {
        public int? Count { get; init; }
    }

    private sealed class GivenDetector(KnownOptions options, Func<DetectorModel> model) : Detector(options)
    {
        public override string Name => "given";

        public override bool UsesLabels => true;

        protected override TrainedDetector Train(TrainingRequest request) => Scored(model(), request);
    }

    private sealed class KnownModel() : LinearModel(1f);

    private sealed class AnyModel() : LinearModel(1f);

    private sealed class KnownCodec : ModelCodec<KnownModel>
    {
        public override string Kind => "Tests.Known";

        public override IReadOnlyList<Type> OptionsTypes => [typeof(KnownOptions)];

        protected override void Write(KnownModel model, ModelWriter writer)
        {
        }

        protected override KnownModel Read(ref ModelReader reader) => new();
    }

    private sealed class AnyCodec : ModelCodec<AnyModel>
    {
        public override string Kind => "Tests.Any";

        public override IReadOnlyList<Type> OptionsTypes => [];

        protected override void Write(AnyModel model, ModelWriter writer)
        {
        }

        protected override AnyModel Read(ref ModelReader reader) => new();
    }
}
