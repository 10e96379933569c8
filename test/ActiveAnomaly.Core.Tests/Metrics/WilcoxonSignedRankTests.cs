namespace ActiveAnomaly.Metrics;

[TestClass]
public sealed class WilcoxonSignedRankTests
{
    /// <summary>Sums of at most 1,024 halves to the power of ten are exact.</summary>
    private const double Tolerance = 1e-15;

    /// <summary>
    /// Of the 2^n signs one puts every rank above, one every rank below: the p-value is twice 2^-n, and five data sets cannot give 0.05.
    /// </summary>
    [TestMethod]
    [DataRow(1, 1.0)]
    [DataRow(2, 0.5)]
    [DataRow(5, 0.0625)]
    [DataRow(6, 0.03125)]
    [DataRow(10, 0.001953125)]
    public void Of_AllAbove_IsTwiceOneOfAllSigns(int count, double expected) =>
        Assert.AreEqual(expected, WilcoxonSignedRank.Of([.. Enumerable.Range(1, count).Select(i => (double)i)]).PValue, Tolerance);

    /// <summary>
    /// The tables' critical value of ten pairs at 0.05, two-sided, is 8: 25 of the 1,024 signs have a sum of at most 8, 33 of at most 9.
    /// </summary>
    [TestMethod]
    [DataRow(8, 50.0 / 1024)]
    [DataRow(9, 66.0 / 1024)]
    public void Of_TenPairs_MatchesTheTables(int below, double expected)
    {
        double[] differences = [.. Enumerable.Range(1, 10).Select(i => i == below ? -i : (double)i)];
        var test = WilcoxonSignedRank.Of(differences);

        Assert.AreEqual(below, test.NegativeSum);
        Assert.AreEqual(55 - below, test.PositiveSum);
        Assert.AreEqual(expected, test.PValue, Tolerance);
    }

    [TestMethod]
    public void Of_Mirrored_SwapsTheSumsAndKeepsTheProbability()
    {
        double[] differences = [0.3, -0.1, 0.7, 0.2, -0.5, 0.4];
        var (one, other) = (WilcoxonSignedRank.Of(differences), WilcoxonSignedRank.Of([.. differences.Select(value => -value)]));

        Assert.AreEqual(one.PositiveSum, other.NegativeSum);
        Assert.AreEqual(one.PValue, other.PValue);
    }

    /// <summary>Ranks 1.5, 1.5, 3: the sums of the eight signs are 0, 1.5, 1.5, 3, 3, 4.5, 4.5, 6; three of them are at most 1.5.</summary>
    [TestMethod]
    public void Of_Ties_ShareTheMeanOfTheirRanks()
    {
        var test = WilcoxonSignedRank.Of([0.5, -0.5, 2]);

        Assert.AreEqual(1.5, test.NegativeSum);
        Assert.AreEqual(4.5, test.PositiveSum);
        Assert.AreEqual(2 * 3.0 / 8, test.PValue, Tolerance);
    }

    [TestMethod]
    public void Of_ManyDifferences_MatchesTheCountOfAllSigns()
    {
        var random = new Random(1);
        double[] differences = [.. Enumerable.Range(0, 12).Select(_ => random.Next(-6, 9) / 4.0)];
        Assert.AreEqual(ByCounting(differences), WilcoxonSignedRank.Of(differences).PValue, Tolerance);
    }

    [TestMethod]
    public void Of_Zeros_LeavesThemOut()
    {
        var test = WilcoxonSignedRank.Of([0, 1, 2, 0, 3]);

        Assert.AreEqual(3, test.Count);
        Assert.AreEqual(0.25, test.PValue, Tolerance);
    }

    [TestMethod]
    public void Of_NothingButZeros_SaysNothing() => Assert.AreEqual(1, WilcoxonSignedRank.Of([0, 0]).PValue);

    /// <summary>A normal approximation, which holds for many pairs to the third digit, is the oracle.</summary>
    [TestMethod]
    public void Of_AHundredPairs_NearsTheNormalDistribution()
    {
        // The rank sum below is 2,000 of 5,050: z = (2000 + 0.5 - 2525) / sqrt(n (n + 1) (2 n + 1) / 24) = -1.804, p = 0.0713.
        var below = 2000;
        var differences = new double[100];
        for (var i = 100; i >= 1; i--)
        {
            differences[i - 1] = i <= below ? -i : i;
            below -= i <= below ? i : 0;
        }

        Assert.AreEqual(0.0713, WilcoxonSignedRank.Of(differences).PValue, 1e-3);
    }

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void Of_NotFinite_ThrowsNamingThePlace(double value) =>
        Assert.Contains("Difference 1", Assert.ThrowsExactly<ArgumentException>(() => WilcoxonSignedRank.Of([1, value])).Message);

    [TestMethod]
    public void Of_Always_LeavesItsInputs()
    {
        double[] differences = [3, -1, 2];
        WilcoxonSignedRank.Of(differences);
        Assert.AreSequenceEqual(new double[] { 3, -1, 2 }, differences);
    }

    /// <summary>Every choice of signs by itself, with ranks by pairwise comparison.</summary>
    private static double ByCounting(double[] differences)
    {
        double[] kept = [.. differences.Where(value => value != 0)];
        double[] ranks =
        [
            .. kept.Select(value => kept.Count(other => Math.Abs(other) < Math.Abs(value))
                + ((1 + kept.Count(other => Math.Abs(other) == Math.Abs(value))) / 2.0)),
        ];
        var observed = Math.Abs(kept.Zip(ranks, (value, rank) => Math.Sign(value) * rank).Sum());
        var asFar = Enumerable.Range(0, 1 << kept.Length)
            .Count(signs => Math.Abs(ranks.Select((rank, i) => (signs >> i & 1) == 1 ? rank : -rank).Sum()) >= observed);
        return (double)asFar / (1 << kept.Length);
    }
}
