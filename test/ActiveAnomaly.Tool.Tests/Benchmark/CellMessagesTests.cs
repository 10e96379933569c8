using System.Text.Json;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Tool.Reporting;

namespace ActiveAnomaly.Tool.Benchmark;

[TestClass]
public sealed class CellMessagesTests
{
    private static readonly BenchmarkCell Cell = new("ä,\"b\"", "nce", "abs", true, 7);

    [TestMethod]
    public void ReadOrder_OfWhatWasWritten_HasEverySetting()
    {
        var order = new BatchOrder(
            [Cell, Cell with { Seed = 8 }],
            [false, true],
            new CellSettings
            {
                PollutionRatio = 0.1,
                StageCount = 3,
                BudgetPerStage = 9,
                Detector = new DetectorSettings
                {
                    Preset = BenchmarkPreset.Authors,
                    Contamination = 1 / 3.0,
                    ReusePretraining = true,
                    EnsembleSize = 4,
                    Combination = EnsembleCombination.RankAverage,
                    Engine = EngineChoice.Managed,
                    GpuDeviceId = 2,
                    Schedule = new NetworkSchedule(5, 6, 7),
                },
            });
        var read = CellMessages.ReadOrder(CellMessages.Write(order));

        // Records: equal where every property is. None of these has its default.
        Assert.AreEqual(order.Settings, read.Settings);
        CollectionAssert.AreEqual(order.Cells.ToArray(), read.Cells.ToArray());
        CollectionAssert.AreEqual(order.Maps.ToArray(), read.Maps.ToArray());
    }

    [TestMethod]
    public void ReadOutcome_OfWhatWasWritten_HasEveryBit()
    {
        var near = NearBoundary.Of([0.1f, 0.2f, 0.3f], [true, false, false], 2);
        BenchmarkRow[] rows =
        [
            Row(double.NaN, -0.0) with { Q = 0.1, R = null, Radius = double.NegativeInfinity, NearBoundary = near },
            Row(1 / 3.0, double.Epsilon) with { Stage = 1, Q = null, R = 5e-324, Radius = 0.30000000000000004, NearBoundary = null },
        ];
        CodePoint[] points = [new(1 / 7.0, -0.0, true, false, true), new(-1e300, 4, false, true, false)];

        var outcome = CellMessages.ReadOutcome(CellMessages.Write(
            new BatchOutcome([new CellResult(Cell, rows, new CodeMap("a", "nce", "abs", 1, points))], Failure: null)));
        var read = outcome.Results.Single();

        Assert.IsNull(outcome.Failure);
        Assert.AreEqual(Cell, read.Cell);
        CollectionAssert.AreEqual(rows, read.Rows.ToArray());
        Assert.IsTrue(double.IsNegative(read.Rows[0].AucUnasked));
        CollectionAssert.AreEqual(points, read.Map!.Points.ToArray());
        Assert.IsTrue(double.IsNegative(read.Map.Points[0].Y));
        Assert.AreEqual("a nce abs 1", $"{read.Map.Dataset} {read.Map.Loss} {read.Map.Query} {read.Map.Stage}");
    }

    [TestMethod]
    public void ReadOutcome_OfAFailure_HasItsMessage()
    {
        var read = CellMessages.ReadOutcome(CellMessages.Write(new BatchOutcome([], "It diverged: NaN.")));

        Assert.AreEqual("It diverged: NaN.", read.Failure);
        Assert.IsEmpty(read.Results);
    }

    [TestMethod]
    [DataRow("""{"Results":[]}""")]
    [DataRow("""{"Results":[],"Failure":null,"Other":1}""")]
    public void ReadOutcome_OfAnotherVersion_Throws(string text) =>
        Assert.ThrowsExactly<JsonException>(() => CellMessages.ReadOutcome(System.Text.Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void ReadCounts_OfAReport_AreThoseWrittenWithWhatIsFinished()
    {
        var report = CellMessages.WriteReport(70000, 300, CellMessages.Write(new BatchOutcome([new CellResult(Cell, [], null)], null)));

        Assert.AreEqual((70000, 300), CellMessages.ReadCounts(report));
        Assert.AreEqual(Cell, CellMessages.ReadFinished(report).Results.Single().Cell);
    }

    private static BenchmarkRow Row(double auc, double unasked) => new()
    {
        Dataset = Cell.Dataset,
        Loss = "nce",
        Query = "abs",
        PseudoAbnormal = true,
        Seed = 7,
        Stage = 0,
        Auc = auc,
        AucUnasked = unasked,
        AveragePrecision = 0.1,
        LabelledNormal = 1,
        LabelledAbnormal = 2,
        PseudoCount = 3,
        Seconds = 0.25,
    };
}
