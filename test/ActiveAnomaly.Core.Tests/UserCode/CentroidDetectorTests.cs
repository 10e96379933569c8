using ActiveAnomaly;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Persistence;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace UserCode;

/// <summary>A detector from outside keeps the library's contract, and works in sessions, ensembles and files.</summary>
[TestClass]
public sealed class CentroidDetectorTests : DetectorContract<CentroidDetector>
{
    public CentroidDetectorTests() => DetectorModelFormat.Register(new CentroidCodec());

    protected override bool IsRandom => false;

    [TestMethod]
    public void Session_OfStages_LearnsFromItsAnswers()
    {
        var session = new ActiveLearningSession(Pool, Create(new DetectorSettings()), new HighConfidenceStrategy());
        session.Run(row => Truth[row.RowIndex] ? Answer.Abnormal : Answer.Normal, 2);
        Assert.HasCount(3, session.History);
        Assert.AreEqual(12, session.Labels.LabeledCount);
    }

    [TestMethod]
    public void Ensemble_SavedAndLoaded_ScoresWithTheSameBits()
    {
        var ensemble = EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 2 },
            new CentroidOptions { Seed = 1 },
            static options => new CentroidDetector(options));
        var model = ensemble.Fit(Request()).Model;
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Bits.AreEqual(model.Score(Pool), loaded.Score(Pool), "Scores");
        Assert.AreEqual(("centroid x 2", 2), (loaded.Name, ((EnsembleModel)loaded).Members.Count));
    }

    [TestMethod]
    public void FromBytes_OfToBytes_HasTheUsersTypeAndOptions()
    {
        var loaded = DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(Fit(new DetectorSettings { Contamination = 0.2 })));
        Assert.IsInstanceOfType<CentroidModel>(loaded);
        Assert.AreEqual(new CentroidOptions { Seed = 1, Contamination = 0.2 }, loaded.Options);
    }

    [TestMethod]
    public void Register_SameCodecAgain_ChangesNothing() => DetectorModelFormat.Register(new CentroidCodec());

    [TestMethod]
    public void Register_OtherCodecOfTheKind_Throws() =>
        Assert.Contains(
            "UserCode.Centroid",
            Assert.ThrowsExactly<ArgumentException>(() => DetectorModelFormat.Register(new SameKindCodec())).Message);

    [TestMethod]
    public void Register_OtherCodecOfTheModel_Throws() =>
        Assert.Contains(
            nameof(CentroidModel),
            Assert.ThrowsExactly<ArgumentException>(() => DetectorModelFormat.Register(new SameModelCodec())).Message);

    protected override CentroidDetector Create(DetectorSettings settings) =>
        new(new CentroidOptions { Seed = settings.Seed, Contamination = settings.Contamination, Threshold = settings.Threshold });

    private sealed class OtherModel() : DetectorModel(1)
    {
        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            scores.Clear();
    }

    private sealed class SameKindCodec : ModelCodec<OtherModel>
    {
        public override string Kind => "UserCode.Centroid";

        public override IReadOnlyList<Type> OptionsTypes => [];

        protected override void Write(OtherModel model, ModelWriter writer)
        {
        }

        protected override OtherModel Read(ref ModelReader reader) => new();
    }

    private sealed class SameModelCodec : ModelCodec<CentroidModel>
    {
        public override string Kind => "UserCode.Other";

        public override IReadOnlyList<Type> OptionsTypes => [];

        protected override void Write(CentroidModel model, ModelWriter writer)
        {
        }

        protected override CentroidModel Read(ref ModelReader reader) => new(new float[reader.FeatureCount]);
    }
}
