using System.Globalization;
using ActiveAnomaly.Tables;
using CsCheck;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class RowTailsTests
{
    private static readonly LabelingPoolOptions Filling = new()
    {
        Table = new TableOptions { Missing = MissingCells.Median, IgnoredColumns = ["note"] },
    };

    /// <summary>By hand: of 1, 2, 2, 5 the 1 has 2 * 1/4, a 2 has 2 * min(3/4, 3/4), at most 1, the 5 has 2 * 1/4.</summary>
    [TestMethod]
    public void TailOf_Numbers_IsTheTwoSidedShare()
    {
        var tails = new RowTails(GivenPool.Of("n,m\n2,1\n1,1\n5,1\n2,1\n"));

        CollectionAssert.AreEqual(new double?[] { 1, 0.5, 0.5, 1 }, Enumerable.Range(0, 4).Select(row => tails.TailOf(row, 0)).ToArray());
        Assert.AreEqual(1, tails.TailOf(0, 1));
    }

    [TestMethod]
    public void TailOf_CategoriesAndTruthValues_IsTheShareOfRowsWithTheSame()
    {
        var tails = new RowTails(GivenPool.Of("c,b\nx,true\ny,TRUE\nx,false\nx,true\n"));

        CollectionAssert.AreEqual(new double?[] { 0.75, 0.25, 0.75, 0.75 }, Column(0));
        CollectionAssert.AreEqual(new double?[] { 0.75, 0.75, 0.25, 0.75 }, Column(1));

        double?[] Column(int column) => [.. Enumerable.Range(0, 4).Select(row => tails.TailOf(row, column))];
    }

    /// <summary>By hand: of four rows two have no code, one has x: a quarter of all rows, however few have any.</summary>
    [TestMethod]
    public void TailOf_KindsBesideMissingCells_AreTheShareOfAllRows()
    {
        var tails = new RowTails(GivenPool.Of("c,b\nx,true\n,\ny,false\n,true\n", Filling with
        {
            Table = new TableOptions { Missing = MissingCells.Median },
        }));

        Assert.AreEqual(0.25, tails.TailOf(0, 0));
        Assert.AreEqual(0.5, tails.TailOf(0, 1));
        Assert.AreEqual(0.25, tails.TailOf(2, 1));
    }

    [TestMethod]
    public void TailsOf_MissingCellsAndOtherColumns_HaveNone()
    {
        var tails = new RowTails(GivenPool.Of("n,c,note,label\n?,x,a,0\n1,,b,1\n2,y,c,0\n3,x,d,0\n", Filling));

        CollectionAssert.AreEqual(new double?[] { null, 0.5, null, null }, tails.TailsOf(0).ToArray());
        CollectionAssert.AreEqual(new double?[] { 2 / 3.0, null, null, null }, tails.TailsOf(1).ToArray());
        CollectionAssert.AreEqual(new double?[] { 1, 0.25, null, null }, tails.TailsOf(2).ToArray());
    }

    [TestMethod]
    public void TailOf_NoSuchRowOrColumn_SaysWhichThereAre()
    {
        var tails = new RowTails(GivenPool.Of("n,m\n1,2\n3,4\n"));

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => tails.TailOf(2, 0)).HasMessage("0 to 1");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => tails.TailOf(0, 2)).HasMessage("no column 2", "0 to 1");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => tails.TailsOf(-1));
    }

    /// <summary>The oracle counts every row for every row.</summary>
    [TestMethod]
    public void TailOf_AnyNumbers_IsWhatCountingGives() => Gen.Int[-3, 3].Array[1, 30].Sample(numbers =>
    {
        var tails = new RowTails(GivenPool.Of(
            "n,m\n" + string.Concat(numbers.Select(number => string.Create(CultureInfo.InvariantCulture, $"{number},0\n")))));

        for (var row = 0; row < numbers.Length; row++)
        {
            var upTo = numbers.Count(number => number <= numbers[row]);
            var from = numbers.Count(number => number >= numbers[row]);
            Assert.AreEqual(Math.Min(1, 2.0 * Math.Min(upTo, from) / numbers.Length), tails.TailOf(row, 0));
        }
    }, iter: 60);
}
