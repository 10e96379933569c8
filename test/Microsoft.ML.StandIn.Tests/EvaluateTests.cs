using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.StandIn.Tests;

[TestClass]
public sealed class EvaluateTests
{
    private const double Tolerance = 1e-12; // sums of halves and ratios of small integers in double

    private readonly MLContext _ml = new(1);

    private sealed class Scored
    {
        public float Label { get; set; }

        public bool Flag { get; set; }

        [KeyType(2)]
        public uint Key { get; set; }

        public double Wide { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private IDataView Data(params (float Label, float Score)[] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Scored
    {
        Label = row.Label, Flag = row.Label > 0, Key = row.Label > 0 ? 1u : 0, Wide = row.Label, Score = row.Score,
    }).ToArray());

    private AnomalyDetectionMetrics Evaluate(params (float Label, float Score)[] rows) => _ml.AnomalyDetection.Evaluate(Data(rows));

    [TestMethod]
    public void Auc_Ranking_IsTheShareOfOrderedPairs()
    {
        Assert.AreEqual(1, Evaluate((0, 1), (0, 2), (1, 3)).AreaUnderRocCurve, Tolerance);
        Assert.AreEqual(0, Evaluate((0, 3), (1, 1)).AreaUnderRocCurve, Tolerance);
        Assert.AreEqual(5 / 6.0, Evaluate((0, 1), (0, 2), (0, 4), (1, 3), (1, 5)).AreaUnderRocCurve, Tolerance);
    }

    [TestMethod]
    public void Auc_Ties_CountOneHalf()
    {
        Assert.AreEqual(0.5, Evaluate((0, 1), (1, 1)).AreaUnderRocCurve, Tolerance);
        // Pairs of the positive at 1: 1/2, 0, 1/2; of the one at 2: 1, 1/2, 1.
        Assert.AreEqual(3.5 / 6, Evaluate((0, 1), (0, 2), (0, 1), (1, 1), (1, 2)).AreaUnderRocCurve, Tolerance);
        Assert.AreEqual(0.75, Evaluate((0, 1), (0, 2), (1, 2)).AreaUnderRocCurve, Tolerance);
    }

    [TestMethod]
    public void Labels_AboveZero_AreAbnormal() =>
        Assert.AreEqual(1, Evaluate((-3, 1), (0, 2), (0.5f, 3), (7, 4)).AreaUnderRocCurve, Tolerance);

    [TestMethod]
    public void Rows_NaNLabelOrNonFiniteScore_AreSkipped() =>
        Assert.AreEqual(1, Evaluate((0, 1), (1, 2), (float.NaN, 9), (0, float.NaN), (0, float.PositiveInfinity), (1,
            float.NegativeInfinity)).AreaUnderRocCurve, Tolerance);

    [TestMethod]
    public void Labels_OfOneKind_Throw()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Evaluate((0, 1), (0, 2)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Evaluate((1, 1), (1, 2)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Evaluate());
    }

    [TestMethod]
    public void Label_KeyOfTwo_IsTaken() =>
        Assert.AreEqual(1, _ml.AnomalyDetection.Evaluate(Data((0, 1), (1, 2)), labelColumnName: "Key").AreaUnderRocCurve, Tolerance);

    [TestMethod]
    public void Columns_WrongOrMissing_Throw()
    {
        var data = Data((0, 1), (1, 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, labelColumnName: "Flag"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, labelColumnName: "Wide"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, scoreColumnName: "Wide"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, labelColumnName: "Absent"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, scoreColumnName: "Absent"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, predictedLabelColumnName: "Absent"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.AnomalyDetection.Evaluate(data, falsePositiveCount: 0));
    }

    [TestMethod]
    public void DetectionRate_AtACount_StopsAtOneFalsePositiveMore()
    {
        (float, float)[] rows = [(1, 10), (0, 9), (1, 8), (0, 7), (1, 6), (0, 5), (1, 4), (0, 3)];
        double Rate(int count) => _ml.AnomalyDetection.Evaluate(Data(rows), falsePositiveCount: count).DetectionRateAtFalsePositiveCount;
        Assert.AreEqual(0.5, Rate(1), Tolerance);
        Assert.AreEqual(0.75, Rate(2), Tolerance);
        Assert.AreEqual(1, Rate(3), Tolerance);
        Assert.AreEqual(1, Rate(10), Tolerance);
    }

    [TestMethod]
    public void DetectionRate_FewerAnomaliesThanTheCount_DependsOnTheOrderOfRows()
    {
        (float, float)[] rows = [(0, 5), (0, 4), (0, 3), (1, 2), (0, 1)];
        double Rate(params (float, float)[] ordered) => _ml.AnomalyDetection.Evaluate(Data(ordered),
            falsePositiveCount: 3).DetectionRateAtFalsePositiveCount;
        Assert.AreEqual(0, Rate(rows), Tolerance);
        Assert.AreEqual(1, Rate([.. rows.Reverse().Skip(1), rows[4]]), Tolerance);
    }

    private BinaryClassificationMetrics Binary(string label, params (float Label, float Score)[] rows) =>
        _ml.BinaryClassification.EvaluateNonCalibrated(Data(rows), label);

    [TestMethod]
    public void Binary_Counts_TakeScoresAboveZeroAsPositive()
    {
        var metrics = Binary("Flag", (1, 2), (1, -1), (0, 1), (0, -2), (0, 0));
        Assert.AreEqual(0.6, metrics.Accuracy, Tolerance);
        Assert.AreEqual(0.5, metrics.PositivePrecision, Tolerance);
        Assert.AreEqual(0.5, metrics.PositiveRecall, Tolerance);
        Assert.AreEqual(2 / 3.0, metrics.NegativePrecision, Tolerance);
        Assert.AreEqual(2 / 3.0, metrics.NegativeRecall, Tolerance);
        Assert.AreEqual(0.5, metrics.F1Score, Tolerance);
    }

    [TestMethod]
    public void Binary_Auc_IsThatOfTheRanking()
    {
        foreach (string label in new[] { "Flag", "Label", "Key", "Wide" })
            Assert.AreEqual(5 / 6.0, Binary(label, (0, 1), (0, 2), (0, 4), (1, 3), (1, 5)).AreaUnderRocCurve, Tolerance);
    }

    [TestMethod]
    public void Binary_AreaUnderPrecisionRecall_IsByTrapezoids()
    {
        // Down the ranking: + (recall 1/2, precision 1), -, + (recall 1, precision 2/3; before it 1/2).
        var metrics = Binary("Flag", (1, 3), (0, 2), (1, 1), (0, 0.5f));
        Assert.AreEqual(0.5 * (1 + 1) / 2 + 0.5 * (0.5 + 2 / 3.0) / 2, metrics.AreaUnderPrecisionRecallCurve, Tolerance);
    }

    [TestMethod]
    public void Binary_NothingPredictedPositive_HasPrecisionZero()
    {
        var metrics = Binary("Flag", (1, -1), (0, -2));
        Assert.AreEqual(0, metrics.PositivePrecision, Tolerance);
        Assert.AreEqual(0, metrics.F1Score, Tolerance);
    }

    [TestMethod]
    public void Binary_LabelsOfOneKind_Throw() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Binary("Flag", (1, -1), (1, -2)));
}
