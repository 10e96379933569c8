using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class ReviewGroupsTests
{
    [TestMethod]
    public void Of_RowsOfTwoKinds_AreTwoGroupsThatSayWhatTheyHaveInCommon()
    {
        // Rows 30 to 32 are one kind, 33 and 34 another, 35 is alone; all others lie far from them and from each other.
        var pool = Pool([(900, "X"), (910, "X"), (905, "X"), (500, "Y"), (500, "Y"), (700, "Z")]);
        var scores = Scores(pool, [6, 4, 5, 9, 3, 2]);

        var groups = Groups(pool).Of(pool.Marks(scores), 6);

        Assert.AreEqual("33 34/30 32 31/35", string.Join('/', groups.Select(group => string.Join(' ', group.Rows))));
        CollectionAssert.AreEqual(new[] { 9f, 6f, 2f }, groups.Select(group => group.HighestScore).ToArray());
        Assert.AreEqual("2 rows alike: amount = 500, merchant = Y", groups[0].Text);
        Assert.AreEqual("3 rows alike: amount from 900 to 910, merchant = X", groups[1].Text);
        Assert.AreEqual("1 row", groups[2].Text);
    }

    [TestMethod]
    public void Of_AnsweredRows_AreLeftOutAndOthersComeInTheirPlace()
    {
        var pool = Pool([(900, "X"), (910, "X"), (905, "X"), (500, "Y"), (500, "Y"), (700, "Z")]);
        var labels = new RowLabel[pool.RowCount];
        labels[33] = RowLabel.Normal;
        labels[30] = RowLabel.Abnormal;

        var groups = Groups(pool).Of(
            pool.Marks(
                Scores(pool, [6, 4, 5, 9, 3, 2]),
                PoolLabels.Copy(labels),
                new RowRecord { Row = 32, Decision = Sessions.Answer.Skip }),
            3);

        Assert.AreEqual("31/34/35", string.Join('/', groups.Select(group => string.Join(' ', group.Rows))));
    }

    /// <summary>
    /// The rows at 52 and 48 are farther apart than the radius and begin a group each; the one at 49.6 is within reach of both, and nearer
    /// to the second.
    /// </summary>
    [TestMethod]
    public void Of_RowWithinReachOfTwoGroups_JoinsTheNearer()
    {
        var pool = GivenPool.Of("n,m\n" + string.Concat(Enumerable.Range(0, 101).Select(i => $"{i},1\n")) + "52,1\n48,1\n49.6,1\n");
        var groups = Groups(pool);

        Assert.IsTrue(groups.Radius is > 0.024 and < 0.04, $"{groups.Radius}");
        Assert.AreEqual("101/102 103", string.Join('/', groups.Of(pool.Marks(Scores(pool, [3, 2, 1])), 3)
            .Select(group => string.Join(' ', group.Rows))));
    }

    [TestMethod]
    public void Of_BeforeTheFirstModelOrNoRows_IsEmpty()
    {
        var pool = Pool([(900, "X")]);

        Assert.IsEmpty(Groups(pool).Of(pool.Marks(), 5));
        Assert.IsEmpty(Groups(pool).Of(pool.Marks(Scores(pool, [1])), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Groups(pool).Of(pool.Marks(), -1));
    }

    /// <summary>By hand: 0, 1, 3, 7 have distances 1, 2, 3, 4, 6, 7 of a range of 7; at 5 % of 5, rounded down, is the first.</summary>
    [TestMethod]
    public void Radius_SmallPool_IsThatOfTheNearestPairs() => Assert.AreEqual(
        1 / 7.0, Groups(GivenPool.Of("n,m\n0,1\n1,1\n3,1\n7,1\n")).Radius, 1e-6);

    /// <summary>The oracle takes all pairs, sorts them, and reads off the twentieth part.</summary>
    [TestMethod]
    public void Radius_MoreRowsThanAreSampled_IsTheTwentiethOfTheSampledPairs()
    {
        var numbers = Enumerable.Range(0, 2000).Select(i => i * i % 997).ToArray();
        var pool = GivenPool.Of("n,m\n" + string.Concat(numbers.Select(number => FormattableString.Invariant($"{number},1\n"))));
        var sampled = Enumerable.Range(0, 512).Select(i => numbers[(long)i * 2000 / 512]).ToArray();
        var pairs = Enumerable.Range(0, 512).SelectMany(i => Enumerable.Range(0, i).Select(j => Math.Abs(sampled[i] - sampled[j])))
            .Order().ToArray();

        var range = (double)numbers.Max() - numbers.Min();
        Assert.AreEqual(pairs[(pairs.Length - 1) / 20] / range, Groups(pool).Radius, 1e-6);
    }

    [TestMethod]
    public void Radius_OneRow_IsNothing() => Assert.AreEqual(0, Groups(GivenPool.Of("n,m\n5,1\n")).Radius);

    /// <summary>What most rows have, and cells without a value, are not worth telling.</summary>
    [TestMethod]
    public void Of_RowsAlikeInWhatIsCommon_SaysNothingOfIt()
    {
        var pool = GivenPool.Of(
            "c,n,x\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"same,{i % 2},{(i is 0 or 2 ? "?" : i)}\n"))),
            new LabelingPoolOptions { Table = new TableOptions { Missing = MissingCells.Median } });
        var scores = new float[40];
        (scores[0], scores[2]) = (2, 1);

        Assert.AreEqual("2 rows alike", Groups(pool).Of(pool.Marks(scores), 2).Single().Text);
    }

    private static LabelingPool Pool((int Amount, string Merchant)[] last)
    {
        var common = Enumerable.Range(0, 30).Select(i => ((i * 37) % 100, $"m{i % 3}"));
        return GivenPool.Of("amount,merchant\n" + string.Concat(common.Concat(last)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Item1},{row.Item2}\n"))));
    }

    private static float[] Scores(LabelingPool pool, float[] last) => [.. new float[pool.RowCount - last.Length], .. last];

    private static ReviewGroups Groups(LabelingPool pool) => new(pool, new SimilarRows(pool.Features), new RowTails(pool));
}
