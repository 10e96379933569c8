using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using CsCheck;

namespace ActiveAnomaly.Labeling.Rows;

[TestClass]
public sealed class RowTableTests
{
    private const string Text =
        "id,amount,currency,paid,note\n"
        + "9,20,usd,true,first\n"
        + "10,3,EUR,false,Refund asked\n"
        + "2,100,EUR,true,\n"
        + "1,,GBP,false,refund\n"
        + "33,3,eur,true,Zebra\n";

    private static readonly LabelingPoolOptions Options = new()
    {
        IdColumn = "id",
        Table = new TableOptions { Missing = MissingCells.Median, IgnoredColumns = ["note"] },
    };

    [TestMethod]
    [DataRow("row", false, "0,1,2,3,4")]
    [DataRow("row", true, "4,3,2,1,0")]
    [DataRow("id", false, "3,2,0,1,4")]
    [DataRow("id", true, "4,1,0,2,3")]
    [DataRow("column:0", false, "3,2,0,1,4")]
    [DataRow("column:1", false, "1,4,0,2,3")]
    [DataRow("column:1", true, "2,0,1,4,3")]
    [DataRow("column:2", false, "1,2,4,3,0")]
    [DataRow("column:2", true, "0,3,4,1,2")]
    [DataRow("column:3", false, "1,3,0,2,4")]
    [DataRow("column:4", false, "0,3,1,4,2")]
    [DataRow("column:4", true, "4,1,3,0,2")]
    [DataRow("score", false, "2,0,4,1,3")]
    [DataRow("score", true, "3,1,0,4,2")]
    public void Find_Sorted_IsInOrderWithTiesAsInTheFileAndMissingLast(string sort, bool descending, string expected)
    {
        var pool = GivenPool.Of(Text, Options);

        Assert.IsTrue(RowSort.TryParse(sort, out var order));
        var page = new RowTable(pool).Find(
            new RowQuery { Sort = order, Descending = descending }, pool.Marks(scores: [0.2f, 0.5f, 0.1f, 0.9f, 0.2f]));

        Assert.AreEqual(expected, string.Join(',', page.Rows));
        Assert.AreEqual(5, page.Total);
        Assert.AreEqual(sort, order.ToString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Find_SortedByScoreBeforeTheFirstModel_IsInTheOrderOfTheFile(bool descending)
    {
        var pool = GivenPool.Of(Text, Options);

        var page = new RowTable(pool).Find(new RowQuery { Sort = RowSort.Score, Descending = descending }, pool.Marks());

        Assert.AreEqual("0,1,2,3,4", string.Join(',', page.Rows));
    }

    [TestMethod]
    public void Find_SortedByIdWithoutIds_IsInTheOrderOfTheFile()
    {
        var pool = GivenPool.Of("n,m\n5,1\n4,2\n3,3\n");

        Assert.AreEqual(
            "2,1,0", string.Join(',', new RowTable(pool).Find(new RowQuery { Sort = RowSort.Id, Descending = true }, pool.Marks()).Rows));
    }

    [TestMethod]
    public void Find_SortedByTextsThatAreNumbersWithADecimalComma_AreNumbers()
    {
        var pool = GivenPool.Of(
            "n;extra\n1,5;10,5\n2,5;9,75\n3,5;-1\n4,5;NA\n",
            new LabelingPoolOptions { Table = new TableOptions { IgnoredColumns = ["extra"] } });

        Assert.AreEqual(
            "2,1,0,3", string.Join(',', new RowTable(pool).Find(new RowQuery { Sort = RowSort.OfColumn(1) }, pool.Marks()).Rows));
    }

    [TestMethod]
    [DataRow("REFUND", "1,3")]
    [DataRow("eur", "1,2,4")]
    [DataRow("33", "4")]
    [DataRow("3", "1,4")]
    [DataRow(" 33\t", "4")]
    [DataRow("nowhere", "")]
    [DataRow(" ", "0,1,2,3,4")]
    [DataRow("", "0,1,2,3,4")]
    [DataRow(null, "0,1,2,3,4")]
    public void Find_Search_IsInAnyCellInWhateverCase(string? search, string expected)
    {
        var pool = GivenPool.Of(Text, Options);
        var table = new RowTable(pool);

        // Twice: the second comes from what was kept.
        for (var i = 0; i < 2; i++)
        {
            Assert.AreEqual(expected, string.Join(',', table.Find(new RowQuery { Search = search }, pool.Marks()).Rows));
        }
    }

    [TestMethod]
    public void Find_HiddenLabels_CannotBeSearchedOrSortedBy()
    {
        var pool = GivenPool.Of("n,label\n1,normal\n2,abnormal\n", new LabelingPoolOptions { HidesLabels = true });
        var table = new RowTable(pool);

        Assert.AreEqual(0, table.Find(new RowQuery { Search = "abnormal" }, pool.Marks()).Total);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => table.Find(new RowQuery { Sort = RowSort.OfColumn(1) }, pool.Marks())).HasMessage("'label' is hidden");
    }

    [TestMethod]
    [DataRow(RowFilter.All, "0,1,2,3,4")]
    [DataRow(RowFilter.Unlabeled, "3,4")]
    [DataRow(RowFilter.Normal, "0")]
    [DataRow(RowFilter.Abnormal, "1")]
    [DataRow(RowFilter.Skipped, "2")]
    [DataRow(RowFilter.Flagged, "4")]
    [DataRow(RowFilter.Disagreed, "0")]
    [DataRow(RowFilter.Noted, "3")]
    public void Find_Filter_GivesTheRowsOfThatKind(RowFilter filter, string expected)
    {
        var pool = GivenPool.Of(Text, Options);
        var time = DateTimeOffset.UnixEpoch;
        var marks = pool.Marks(
            [0, 0, 0, 0, 9],
            PoolLabels.Copy([RowLabel.Normal, RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Unlabeled, RowLabel.Unlabeled]),
            new RowRecord
            {
                Row = 0,
                Decision = Answer.Normal,
                Answers = [new GivenAnswer("a", Answer.Abnormal, time), new GivenAnswer("b", Answer.Normal, time)],
            },
            new RowRecord { Row = 2, Decision = Answer.Skip, Answers = [new GivenAnswer("a", Answer.Skip, time)] },
            new RowRecord { Row = 3, Notes = [new RowNote("a", "text", [], time)] });

        var page = new RowTable(pool).Find(new RowQuery { Filter = filter }, marks);

        Assert.AreEqual(expected, string.Join(',', page.Rows));
        Assert.AreEqual(page.Rows.Count, page.Total);
    }

    [TestMethod]
    public void Find_OtherMarks_AreNotThoseThatWereKept()
    {
        var pool = GivenPool.Of(Text, Options);
        var table = new RowTable(pool);
        var query = new RowQuery { Sort = RowSort.Score, Descending = true };

        Assert.AreEqual("0,1,2,3,4", string.Join(',', table.Find(query, pool.Marks([5, 4, 3, 2, 1])).Rows));
        Assert.AreEqual("4,3,2,1,0", string.Join(',', table.Find(query, pool.Marks([1, 2, 3, 4, 5])).Rows));
        Assert.AreEqual("0,1,2,3,4", string.Join(',', table.Find(query with { Descending = false }, pool.Marks([1, 2, 3, 4, 5])).Rows));
    }

    [TestMethod]
    public void Find_Pages_AreTogetherAll()
    {
        var pool = GivenPool.Of(Text, Options);
        var table = new RowTable(pool);

        var pages = new[] { 0, 2, 4, 6 }.Select(offset => table.Find(new RowQuery { Offset = offset, Count = 2 }, pool.Marks())).ToArray();

        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, pages.SelectMany(page => page.Rows).ToArray());
        Assert.IsTrue(pages.All(page => page.Total == 5));
        Assert.IsEmpty(table.Find(new RowQuery { Count = 0 }, pool.Marks()).Rows);
    }

    [TestMethod]
    public void Find_BadQuery_SaysWhatIsAllowed()
    {
        var pool = GivenPool.Of(Text, Options);

        Refusal(new RowQuery { Count = 201 }).HasMessage("from 0 to 200");
        Refusal(new RowQuery { Count = -1 }).HasMessage("from 0 to 200");
        Refusal(new RowQuery { Offset = -1 }).HasMessage("Offset");
        Refusal(new RowQuery { Filter = (RowFilter)99 }).HasMessage("Unlabeled");
        Refusal(new RowQuery { Sort = RowSort.OfColumn(5) }).HasMessage("no column 5", "0 to 4");
        Assert.ThrowsExactly<ArgumentException>(
            () => new RowTable(pool).Find(new RowQuery(), GivenPool.Of("n,m\n1,2\n").Marks())).HasMessage("1 rows, 'rows.csv' has 5");

        ArgumentOutOfRangeException Refusal(RowQuery query) =>
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new RowTable(pool).Find(query, pool.Marks()));
    }

    [TestMethod]
    [DataRow("column:")]
    [DataRow("column:-1")]
    [DataRow("column:x")]
    [DataRow("column:2147483647")]
    [DataRow("Row")]
    [DataRow("")]
    [DataRow(null)]
    public void TryParse_OtherText_IsNoOrder(string? text) => Assert.IsFalse(RowSort.TryParse(text, out _));

    [TestMethod]
    public void RowSort_Orders_AreDifferent()
    {
        RowSort[] all = [RowSort.Row, RowSort.Score, RowSort.Id, RowSort.OfColumn(0), RowSort.OfColumn(1)];

        Assert.HasCount(5, all.Distinct());
        Assert.AreEqual(0, RowSort.OfColumn(0).Column);
        Assert.IsNull(RowSort.Score.Column);
        Assert.AreEqual(RowSort.Row, default);
    }

    /// <summary>The oracle sorts, filters and pages with LINQ.</summary>
    [TestMethod]
    public void Find_AnyQuery_IsWhatFilteringAndSortingGives() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 25], Gen.Int[0, 4], Gen.Bool, Gen.Int[0, 10], Gen.Int[0, 10]).Sample(
            (numbers, digit, descending, offset, count) =>
            {
                var pool = GivenPool.Of("n,m\n" + string.Concat(numbers.Select((number, i) => $"{number},{i % 3}\n")));
                var query = new RowQuery
                {
                    Search = digit.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Sort = RowSort.OfColumn(0),
                    Descending = descending,
                    Offset = offset,
                    Count = count,
                };

                var page = new RowTable(pool).Find(query, pool.Marks());

                var all = Enumerable.Range(0, numbers.Length).Where(row => numbers[row] == digit || row % 3 == digit)
                    .OrderBy(row => descending ? -numbers[row] : numbers[row]).ThenBy(row => row).ToArray();
                Assert.AreEqual(all.Length, page.Total);
                CollectionAssert.AreEqual(all.Skip(offset).Take(count).ToArray(), page.Rows.ToArray());
            },
            iter: 100);
}
