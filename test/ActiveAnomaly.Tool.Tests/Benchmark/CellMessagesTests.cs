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
        var order = new CellOrder(
            Cell,
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
            },
            WithMap: true);

        // Records: equal where every property is. None of these has its default.
        Assert.AreEqual(order, CellMessages.ReadOrder(CellMessages.Write(order)));
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

        var read = CellMessages.ReadOutcome(CellMessages.Write(
            new CellOutcome(new CellResult(Cell, rows, new CodeMap("a", "nce", "abs", 1, points)), Failure: null)));

        Assert.IsNull(read.Failure);
        Assert.AreEqual(Cell, read.Result!.Cell);
        CollectionAssert.AreEqual(rows, read.Result.Rows.ToArray());
        Assert.IsTrue(double.IsNegative(read.Result.Rows[0].AucUnasked));
        CollectionAssert.AreEqual(points, read.Result.Map!.Points.ToArray());
        Assert.IsTrue(double.IsNegative(read.Result.Map.Points[0].Y));
        Assert.AreEqual("a nce abs 1", $"{read.Result.Map.Dataset} {read.Result.Map.Loss} {read.Result.Map.Query} {read.Result.Map.Stage}");
    }

    [TestMethod]
    public void ReadOutcome_OfAFailure_HasItsMessage()
    {
        var read = CellMessages.ReadOutcome(CellMessages.Write(new CellOutcome(Result: null, "It diverged: NaN.")));

        Assert.AreEqual("It diverged: NaN.", read.Failure);
        Assert.IsNull(read.Result);
    }

    [TestMethod]
    [DataRow("""{"Result":null}""")]
    [DataRow("""{"Result":null,"Failure":null,"Other":1}""")]
    public void ReadOutcome_OfAnotherVersion_Throws(string text) =>
        Assert.ThrowsExactly<JsonException>(() => CellMessages.ReadOutcome(System.Text.Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void ReadStageCount_OfWhatWasWritten_IsIt() =>
        Assert.AreEqual(70000, CellMessages.ReadStageCount(CellMessages.WriteStageCount(70000)));

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
