using ActiveAnomaly.Data;

namespace ActiveAnomaly.Metrics;

[TestClass]
public sealed class TailProbabilitiesTests
{
    /// <summary>Sums of logarithms below 10, rounded to Single.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Column 0 has its longer tail on the right, column 1 on the left, column 2 does not vary.</summary>
    private static readonly FeatureMatrix Pool = FeatureMatrix.FromRows([[0, 9, 5], [1, 9, 5], [1, 8, 5], [2, 7, 5], [9, 0, 5]]);

    [TestMethod]
    public void Learn_Columns_FindsTheLongerTails() => Assert.AreSequenceEqual([false, true, false], Learned().IsLeftSkewed);

    [TestMethod]
    public void Score_RowsOfThePool_MatchesHandArithmetic()
    {
        // -ln of the shares: at most 0, at least 0; the side of the longer tail, or the mean of both where that is larger.
        double[] expected =
        [
            Column(left: 1, right: 5, isLeft: false) + Column(left: 5, right: 2, isLeft: true) + 0,
            Column(left: 3, right: 4, isLeft: false) + Column(left: 5, right: 2, isLeft: true) + 0,
            Column(left: 3, right: 4, isLeft: false) + Column(left: 3, right: 3, isLeft: true) + 0,
            Column(left: 4, right: 2, isLeft: false) + Column(left: 2, right: 4, isLeft: true) + 0,
            Column(left: 5, right: 1, isLeft: false) + Column(left: 1, right: 5, isLeft: true) + 0,
        ];
        var scores = new float[5];
        Learned().Score(Pool.Values, scores, CancellationToken.None);
        for (var row = 0; row < 5; row++)
        {
            Assert.AreEqual(expected[row], scores[row], Tolerance, $"Row {row}");
        }
    }

    [TestMethod]
    public void Score_BeyondAllOthers_CountsHalfARow()
    {
        var scores = new float[2];
        Learned().Score([10, 9.5f, 5, -1, -1, 4], scores, CancellationToken.None);
        Assert.AreEqual(Column(5, 0.5, isLeft: false) + Column(5, 0.5, isLeft: true), scores[0], Tolerance);
        Assert.AreEqual(
            Column(0.5, 5, isLeft: false) + Column(0.5, 5, isLeft: true) + Column(0.5, 5, isLeft: false), scores[1], Tolerance);
    }

    [TestMethod]
    public void Score_Cancelled_Throws() => Assert.ThrowsExactly<OperationCanceledException>(
        () => Learned().Score(Pool.Values, new float[5], new CancellationToken(canceled: true)));

    private static TailProbabilities Learned() => TailProbabilities.Learn(Pool, CancellationToken.None);

    private static double Column(double left, double right, bool isLeft)
    {
        var (l, r) = (-Math.Log(left / 5), -Math.Log(right / 5));
        return Math.Max(isLeft ? l : r, (l + r) / 2);
    }
}
