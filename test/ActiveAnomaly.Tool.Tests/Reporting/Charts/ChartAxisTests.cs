namespace ActiveAnomaly.Tool.Reporting.Charts;

[TestClass]
public sealed class ChartAxisTests
{
    private const double Tolerance = 1e-12;

    /// <summary>From 0.5 to 0.75, and 4 % of the 0.25 between on either side.</summary>
    [TestMethod]
    public void Covering_Values_LeavesAMargin()
    {
        var axis = ChartAxis.Covering("auc", [0.75, double.NaN, 0.5, 0.6, double.PositiveInfinity]);

        Assert.AreEqual(0.49, axis.Min, Tolerance);
        Assert.AreEqual(0.76, axis.Max, Tolerance);
        Assert.AreEqual("auc", axis.Title);
    }

    /// <summary>One value in the middle of a frame of 0.02, and its margins.</summary>
    [TestMethod]
    public void Covering_OneValue_StandsInTheMiddle()
    {
        var axis = ChartAxis.Covering("auc", [0.9, 0.9]);

        Assert.AreEqual(0.9, (axis.Min + axis.Max) / 2, Tolerance);
        Assert.AreEqual(0.0216, axis.Max - axis.Min, Tolerance);
    }

    [TestMethod]
    public void Covering_Nothing_IsTheUnit() => Assert.AreEqual(ChartAxis.Unit("x"), ChartAxis.Covering("x", [double.NaN]));

    [TestMethod]
    [DataRow("0 1 2 3 4 5", "0 1 2 3 4 5")]
    [DataRow("0 20 7", "0 2 4 6 8 10 12 14 16 18 20")]
    [DataRow("3 14", "3 5 7 9 11 13")]
    [DataRow("4", "4")]
    [DataRow("", "")]
    public void OfIntegers_Values_HasTicksAtWholeNumbers(string values, string ticks)
    {
        var axis = ChartAxis.OfIntegers("stage", values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));

        Assert.AreEqual(ticks, string.Join(' ', axis.Ticks!));
    }

    [TestMethod]
    public void OfIntegers_Values_StandBetweenTheLimits()
    {
        var axis = ChartAxis.OfIntegers("stage", [0, 5]);

        Assert.AreEqual(-0.2, axis.Min, Tolerance);
        Assert.AreEqual(5.2, axis.Max, Tolerance);
    }

    /// <summary>From 10 to 1,000 are two powers of ten; a margin of 0.08 powers on either side.</summary>
    [TestMethod]
    public void Logarithmic_Values_CoversTheirPowers()
    {
        var axis = ChartAxis.Logarithmic("rows", [1000, 0, -5, 10, double.NaN]);

        Assert.AreEqual(0.92, axis.Place(axis.Min), Tolerance);
        Assert.AreEqual(3.08, axis.Place(axis.Max), Tolerance);
        Assert.AreEqual(2, axis.Place(100), Tolerance);
    }
}
