namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Six rows, with ties, ranked by hand.</summary>
[TestClass]
public sealed class PriorRanksTests
{
    /// <summary>Features are rounded to Single.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>Standard normal quantiles of i / 12, from tables.</summary>
    private static readonly double[] Twelfths =
    [
        double.NaN, -1.38299412710064, -0.967421566101701, -0.674489750196082, -0.430727299295457, -0.210428394247925, 0,
        0.210428394247925, 0.430727299295457, 0.674489750196082, 0.967421566101701, 1.38299412710064,
    ];

    /// <summary>A row each: forest, iNNE, nearest 5, nearest 20, tails.</summary>
    private static readonly float[] Scores =
    [
        1, 10, 6, 3, 7,
        2, 20, 5, 3, 7,
        2, 30, 4, 3, 7,
        3, 40, 3, 5, 7,
        4, 50, 2, 5, 7,
        5, 60, 1, 9, 8,
    ];

    // Twice the ranks from 0, ties the mean of theirs: (rows below) + (rows not above).
    private static readonly int[] Forest = [1, 4, 4, 7, 9, 11];
    private static readonly int[] Inne = [1, 3, 5, 7, 9, 11];
    private static readonly int[] NearestFew = [11, 9, 7, 5, 3, 1];
    private static readonly int[] Tails = [5, 5, 5, 5, 5, 11];

    // The sums 1 + 1 + 3 = 5, 4 + 3 + 3 = 10, 4 + 5 + 3 = 12, 7 + 7 + 8 = 22, 9 + 9 + 8 = 26, 11 + 11 + 11 = 33: in order, without ties.
    private static readonly int[] Sum = [1, 3, 5, 7, 9, 11];

    [TestMethod]
    public void Prior_RowsOfThePool_MatchesHandArithmetic()
    {
        var ranks = PriorRanks.Learn(Scores);
        for (var row = 0; row < 6; row++)
        {
            RequirePrior(
                ranks, Scores[(5 * row)..((5 * row) + 5)], Sum[row], Forest[row], Inne[row], NearestFew[row], Tails[row], $"Row {row}");
        }
    }

    [TestMethod]
    public void Prior_SumsThatTie_ShareTheirRank()
    {
        // Twice the ranks: forest 1 3, iNNE 3 1, nearest 20 2 2: both sums are 6.
        var linear = new float[PriorRanks.LinearCount];
        Assert.AreEqual(-1, PriorRanks.Learn([1, 2, 0, 5, 0, 2, 1, 0, 5, 0]).Prior([1, 2, 0, 5, 0], linear));
        Assert.AreEqual(0f, linear[0]);
    }

    [TestMethod]
    public void Prior_BelowAllOfThePool_IsThatOfHalfARow() =>
        RequirePrior(PriorRanks.Learn(Scores), [0, 0, 0, 0, 0], 1, 1, 1, 1, 1, "Below");

    [TestMethod]
    public void Prior_AboveAllOfThePool_IsThatOfHalfARowLess() =>
        RequirePrior(PriorRanks.Learn(Scores), [99, 99, 99, 99, 99], 11, 11, 11, 11, 11, "Above");

    [TestMethod]
    public void Prior_BetweenRowsOfThePool_HasTheRankBetween() =>
        // Forest 3.5: 4 rows below, twice that is 8; iNNE 35: 6; nearest 20 4: 6. The sum 20 has three rows below: 6.
        RequirePrior(PriorRanks.Learn(Scores), [3.5f, 35, 3.5f, 4, 7.5f], 6, 8, 6, 6, 10, "Between");

    [TestMethod]
    public void Distributions_Learned_AreFiveAndTheSum()
    {
        var distributions = PriorRanks.Learn(Scores).Distributions.ToArray();
        Assert.HasCount(6, distributions);
        Assert.AreSequenceEqual([5f, 10f, 12f, 22f, 26f, 33f], distributions[5].Points.ToArray());
        Assert.AreSequenceEqual([7f, 8f], distributions[4].Points.ToArray());
    }

    private static void RequirePrior(
        PriorRanks ranks, float[] scores, int sum, int forest, int inne, int nearestFew, int tails, string what)
    {
        var linear = new float[PriorRanks.LinearCount];
        Assert.AreEqual(-1 + (0.5 * Twelfths[sum]), ranks.Prior(scores, linear), Tolerance, what);
        double[] expected =
        [
            Math.Sqrt(0.1) * Twelfths[sum],
            Math.Sqrt(0.1),
            Math.Sqrt(0.03) * Twelfths[forest],
            Math.Sqrt(0.03) * Twelfths[inne],
            Math.Sqrt(0.03) * Twelfths[nearestFew],
            Math.Sqrt(0.03) * Twelfths[tails],
        ];
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], linear[k], Tolerance, $"{what}, feature {k}");
        }
    }
}
