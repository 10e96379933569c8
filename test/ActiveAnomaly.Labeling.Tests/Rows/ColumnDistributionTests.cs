using System.Globalization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class ColumnDistributionTests
{
    [TestMethod]
    public void Of_Numbers_CountsInBinsOfEqualWidth()
    {
        var pool = GivenPool.Of("n,m\n" + string.Concat(Enumerable.Range(0, 129).Select(i => $"{i},1\n")));

        var distribution = ColumnDistribution.Of(pool, 0)!;

        // 0 to 128 in 64 bins of width 2: two numbers in each, and the largest in the last.
        CollectionAssert.AreEqual(Enumerable.Repeat(2, 63).Append(3).ToArray(), distribution.Counts!.ToArray());
        Assert.AreEqual(0, distribution.Minimum);
        Assert.AreEqual(128, distribution.Maximum);
        Assert.IsNull(distribution.Categories);
    }

    [TestMethod]
    public void Of_NumbersThatDoNotVary_AreInTheFirstBin()
    {
        var distribution = ColumnDistribution.Of(GivenPool.Of("n,m\n1,7\n2,7\n"), 1)!;

        CollectionAssert.AreEqual(new[] { 2 }.Concat(Enumerable.Repeat(0, 63)).ToArray(), distribution.Counts!.ToArray());
        Assert.AreEqual(distribution.Minimum, distribution.Maximum);
    }

    [TestMethod]
    public void Of_NumbersFarApart_AreInTheEnds()
    {
        var distribution = ColumnDistribution.Of(GivenPool.Of("n,m\n-3e38,1\n3e38,1\n0,1\n"), 0)!;

        Assert.AreEqual("1,1,1", $"{distribution.Counts![0]},{distribution.Counts[32]},{distribution.Counts[63]}");
    }

    [TestMethod]
    public void Of_MissingNumbers_AreCountedApartAndNotAsWhatTheyWereFilledWith()
    {
        var pool = GivenPool.Of(
            "n,m\n1,1\n?,1\n3,1\n", new LabelingPoolOptions { Table = new TableOptions { Missing = MissingCells.Median } });

        var distribution = ColumnDistribution.Of(pool, 0)!;

        Assert.AreEqual(2, distribution.Counts!.Sum());
        Assert.AreEqual(0, distribution.Counts![32]);
        Assert.AreEqual(1, distribution.MissingCount);
    }

    [TestMethod]
    public void Of_Dates_AreNumbersWithTheCellsOfTheEnds()
    {
        var pool = GivenPool.Of(
            "d,m\n2024-06-30,1\n2024-05-01,2\n2024-05-31,3\n",
            new LabelingPoolOptions { Table = new TableOptions { Dates = DateCells.Days } });

        var distribution = ColumnDistribution.Of(pool, 0)!;

        Assert.AreEqual("0 2024-05-01, 60 2024-06-30", string.Create(
            CultureInfo.InvariantCulture,
            $"{distribution.Minimum} {distribution.MinimumText}, {distribution.Maximum} {distribution.MaximumText}"));
        Assert.AreEqual(1, distribution.Counts![32]);
    }

    [TestMethod]
    public void Of_Categories_AreTheMostFrequentFirst()
    {
        var text = "c,m\n" + string.Concat(Enumerable.Range(0, 33).SelectMany(i => Enumerable.Repeat($"c{i:00},1\n", i < 3 ? 3 - i : 1)));
        var distribution = ColumnDistribution.Of(GivenPool.Of(text), 0)!;

        Assert.HasCount(30, distribution.Categories!);
        Assert.AreEqual(
            "c00 3,c01 2,c02 1,c03 1", string.Join(',', distribution.Categories!.Take(4).Select(count => $"{count.Text} {count.Count}")));
        Assert.AreEqual("c29", distribution.Categories![29].Text);
        Assert.AreEqual(3, distribution.OtherCount);
        Assert.AreEqual(33, distribution.TextCount);
        Assert.IsNull(distribution.Counts);
    }

    [TestMethod]
    public void Of_TruthValues_AreTwoTextsInWhateverCase() => Assert.AreEqual(
        "true 2,false 1",
        Text(ColumnDistribution.Of(GivenPool.Of("b,m\ntrue,1\nfalse,2\nTRUE,3\n"), 0)));

    [TestMethod]
    public void Of_OtherColumns_AreTextsOfAFewKinds()
    {
        var options = new LabelingPoolOptions { IdColumn = "id", Table = new TableOptions { IgnoredColumns = ["link", "kind"] } };
        var pool = GivenPool.Of(
            "id,n,link,kind,label\n"
            + string.Concat(Enumerable.Range(0, 101).Select(i => $"r{i},{i},l{i},{(i == 5 ? string.Empty : "k")},{i % 2}\n")),
            options);

        Assert.IsNull(ColumnDistribution.Of(pool, 0));
        Assert.IsNull(ColumnDistribution.Of(pool, 2));
        Assert.AreEqual("k 100", Text(ColumnDistribution.Of(pool, 3)));
        Assert.AreEqual(1, ColumnDistribution.Of(pool, 3)!.MissingCount);
        Assert.AreEqual("0 51,1 50", Text(ColumnDistribution.Of(pool, 4)));
        Assert.IsNull(ColumnDistribution.Of(pool.HideLabels(), 4));
    }

    [TestMethod]
    public void Of_NoSuchColumn_SaysWhichThereAre() => Assert
        .ThrowsExactly<ArgumentOutOfRangeException>(() => ColumnDistribution.Of(GivenPool.Of("n,m\n1,2\n3,4\n"), 2)).HasMessage("0 to 1");

    private static string Text(ColumnDistribution? distribution) =>
        string.Join(',', distribution!.Categories!.Select(count => $"{count.Text} {count.Count}"));
}
