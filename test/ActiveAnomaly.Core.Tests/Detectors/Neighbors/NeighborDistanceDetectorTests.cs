using ActiveAnomaly.Data;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors.Neighbors;

[TestClass]
public sealed class NeighborDistanceDetectorTests : DetectorContract<NeighborDistanceDetector>
{
    protected override bool IsRandom => false;

    [TestMethod]
    public void Fit_RowsOnALine_ScoresTheMeanOfTheDistances()
    {
        var pool = FeatureMatrix.Copy([0, 1, 3, 7], 1);
        var trained = new NeighborDistanceDetector(new NeighborDistanceOptions { NeighborCount = 2 }).Fit(new TrainingRequest(pool));
        Assert.AreSequenceEqual([2f, 1.5f, 2.5f, 5f], trained.Scores.ToArray());

        // A row that was not there has all four to be measured from: 5 is 2 from 3 and from 7.
        Assert.AreEqual(2f, trained.Model.Score([5f]));
    }

    [TestMethod]
    public void Fit_FewerRowsThanNeighbours_TakesAllOthers()
    {
        var trained = new NeighborDistanceDetector().Fit(new TrainingRequest(FeatureMatrix.Copy([0, 1, 3], 1)));
        Assert.AreSequenceEqual([2f, 1.5f, 2.5f], trained.Scores.ToArray());
        var model = (NeighborDistanceModel)trained.Model;
        Assert.AreEqual((2, 3), (model.NeighborCount, model.ReferenceRowCount));
    }

    [TestMethod]
    public void Fit_MoreRowsThanMayBeKept_DrawsSome()
    {
        var options = new NeighborDistanceOptions { Seed = 1, MostReferenceRows = 100 };
        var (one, same) = (Fit(options), Fit(options));
        Assert.AreEqual(100, ((NeighborDistanceModel)one.Model).ReferenceRowCount);
        Bits.AreEqual(one.Scores.Span, same.Scores.Span, "Scores");
        Assert.IsFalse(one.Scores.Span.SequenceEqual(Fit(options with { Seed = 2 }).Scores.Span));
    }

    [TestMethod]
    public void Fit_ManyRows_ReportsTheirScoring()
    {
        // 9,000 rows are scored in three parts.
        var progress = new ProgressRecorder();
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 9000).Select(row => row % 97f)], 1);
        new NeighborDistanceDetector(new NeighborDistanceOptions { MostReferenceRows = 100 })
            .Fit(new TrainingRequest(pool) { Progress = progress, Stage = 4 });
        Assert.AreSequenceEqual([("scoring", 4, 0), ("scoring", 4, 1), ("scoring", 4, 2)], progress.Reports.Select(
            report => (report.Phase, report.Stage, report.EpochIndex)));
    }

    [TestMethod]
    public void Fit_OtherNeighborCount_ChangesScores() => Assert.IsFalse(
        Fit(new NeighborDistanceOptions()).Scores.Span.SequenceEqual(Fit(new NeighborDistanceOptions { NeighborCount = 5 }).Scores.Span));

    [TestMethod]
    [DataRow(0, 20_000, "NeighborCount")]
    [DataRow(1001, 20_000, "NeighborCount")]
    [DataRow(20, 1, "MostReferenceRows")]
    public void Constructor_OptionOutOfRange_ThrowsNamingIt(int neighborCount, int mostReferenceRows, string property) => Assert.AreEqual(
        "options." + property,
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NeighborDistanceDetector(
            new NeighborDistanceOptions { NeighborCount = neighborCount, MostReferenceRows = mostReferenceRows })).ParamName);

    [TestMethod]
    public void FromBytes_MoreNeighboursThanRows_Throws()
    {
        var model = Fit(new NeighborDistanceOptions()).Model;
        var damaged = new NeighborDistanceModel(((NeighborDistanceModel)model).Rows, 300);
        damaged.Complete(model.Origin);
        Assert.Contains(
            "300 rows and takes 300",
            Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(damaged))).Message);
    }

    protected override NeighborDistanceDetector Create(DetectorSettings settings) => new(new NeighborDistanceOptions
    {
        Seed = settings.Seed,
        Contamination = settings.Contamination,
        Threshold = settings.Threshold,
    });

    private static TrainedDetector Fit(NeighborDistanceOptions options) =>
        new NeighborDistanceDetector(options).Fit(new TrainingRequest(Pool));
}
