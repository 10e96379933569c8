using System.Globalization;
using CsCheck;

namespace ActiveAnomaly.Tables;

/// <summary>The rows of two tables are matched by id or by content, and what is said of it counts right.</summary>
[TestClass]
public sealed class RowMatchingTests
{
    private const int SampleCount = 200;

    private static readonly TableOptions Options = new() { IgnoredColumns = ["id"], HasLabel = false, MostCategories = 1000 };

    [TestMethod]
    public void Compare_ByContent_MatchesEqualRowsInOrderOfAppearance()
    {
        var matching = Compare("n\n1\n2\n1\n3\n1\n", "n\n1\n5\n3\n1\n", null);

        CollectionAssert.AreEqual(new[] { 0, -1, 3, 2, -1 }, matching.LaterOf.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 4 }, matching.Vanished.ToArray());
        CollectionAssert.AreEqual(new[] { 1 }, matching.New.ToArray());
        Assert.IsEmpty(matching.Edited);
        Assert.IsFalse(matching.IsSame || matching.IsPermutation);
        Assert.AreEqual("3 rows of 5 are the same by content; 1 new, 2 gone.|New: line 3.|Gone: lines 3, 6 of the earlier table.",
            string.Join('|', matching.Describe()));
    }

    [TestMethod]
    public void Compare_ById_FindsWhatWasEdited()
    {
        var matching = Compare("id,n\na,1\nb,2\nc,3\n", "id,n\nc,3\nd,2\na,7\n", "id");

        CollectionAssert.AreEqual(new[] { 2, -1, 0 }, matching.LaterOf.ToArray());
        CollectionAssert.AreEqual(new[] { new RowPair(0, 2) }, matching.Edited.ToArray());
        CollectionAssert.AreEqual(new[] { 1 }, matching.Vanished.ToArray());
        CollectionAssert.AreEqual(new[] { 1 }, matching.New.ToArray());
        Assert.IsFalse(matching.IsSame || matching.IsPermutation);
        Assert.AreEqual(
            "1 row of 3 is the same by 'id' and content; 1 edited, 1 new, 1 gone.|Edited: 'a' (line 4).|New: 'd' (line 3)."
            + "|Gone: 'b' (line 3) of the earlier table.",
            string.Join('|', matching.Describe()));
    }

    [TestMethod]
    public void Compare_IdsOnOneSideOnly_GoesByContent()
    {
        var earlier = RowKeysTests.Keys("id,n\na,1\nb,2\n", Options, "id");
        var later = RowKeysTests.Keys("id,n\nb,1\na,2\n", Options);

        Assert.IsTrue(RowKeys.Compare(earlier, later).IsSame);
        Assert.IsTrue(RowKeys.Compare(later, earlier).IsSame);
    }

    [TestMethod]
    public void Compare_IdsOfColumnsOfOtherNames_Throws()
    {
        var earlier = RowKeysTests.Keys("id,n\na,1\nb,2\n", Options, "id");
        var later = RowKeysTests.Keys("nr,n\na,1\nb,2\n", Options with { IgnoredColumns = ["nr"] }, "nr");

        var message = Assert.ThrowsExactly<ArgumentException>(() => RowKeys.Compare(earlier, later)).Message;
        Assert.Contains("named by the column 'id', the later ones by 'nr'", message);
        Assert.ThrowsExactly<ArgumentNullException>(() => RowKeys.Compare(null!, later));
        Assert.ThrowsExactly<ArgumentNullException>(() => RowKeys.Compare(later, null!));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("id")]
    public void Compare_SameRows_IsSameAndNoPermutation(string? idColumn)
    {
        var matching = Compare("id,n\na,1\nb,2\nc,1\n", "id,n\na,1\nb,2\nc,1\n", idColumn);

        Assert.IsTrue(matching.IsSame);
        Assert.IsFalse(matching.IsPermutation);
        Assert.AreEqual("Both tables have the same 3 rows in the same order.", string.Join('|', matching.Describe()));
    }

    [TestMethod]
    public void Compare_LaterTableIsLonger_IsNeitherSameNorPermutation()
    {
        var matching = Compare("n\n1\n2\n", "n\n1\n2\n2\n", null);

        Assert.IsFalse(matching.IsSame || matching.IsPermutation);
        CollectionAssert.AreEqual(new[] { 2 }, matching.New.ToArray());
        var back = Compare("n\n1\n2\n2\n", "n\n1\n2\n", null);
        Assert.IsFalse(back.IsSame || back.IsPermutation);
        CollectionAssert.AreEqual(new[] { 2 }, back.Vanished.ToArray());
    }

    [TestMethod]
    public void Compare_EditedInPlaceOrMoved_IsNeitherSameNorPermutation()
    {
        var inPlace = Compare("id,n\na,1\nb,2\n", "id,n\na,1\nb,3\n", "id");
        var moved = Compare("id,n\na,1\nb,2\n", "id,n\nb,3\na,1\n", "id");

        Assert.IsFalse(inPlace.IsSame || inPlace.IsPermutation || moved.IsSame || moved.IsPermutation);
        CollectionAssert.AreEqual(new[] { new RowPair(1, 1) }, inPlace.Edited.ToArray());
        CollectionAssert.AreEqual(new[] { new RowPair(1, 0) }, moved.Edited.ToArray());
    }

    [TestMethod]
    public void Compare_AnyPermutation_IsFoundRowByRow()
    {
        const int RowCount = 40;
        using var file = TableCellsTests.Written(TableCellsTests.Numbered(RowCount));
        var table = TableReader.Read(file.Path, Options with { HasLabel = true });
        var cells = TableReader.ReadCells(file.Path, table);
        var (byId, byContent) = (RowKeys.Of(table, cells, "id"), RowKeys.Of(table));
        Samples.Try(Gen.Shuffle(Enumerable.Range(0, RowCount).ToArray()), SampleCount, order =>
        {
            var isOrdered = order.SequenceEqual(Enumerable.Range(0, RowCount));
            var shuffled = table.Select(order);
            var ids = RowKeys.Compare(byId, RowKeys.Of(shuffled, TableReader.ReadCells(file.Path, shuffled), "id"));
            for (var i = 0; i < RowCount; i++)
            {
                Assert.AreEqual(Array.IndexOf(order, i), ids.LaterOf[i]);
            }

            Assert.AreEqual((isOrdered, !isOrdered), (ids.IsSame, ids.IsPermutation));
            if (!isOrdered)
            {
                Assert.AreEqual("Both tables have the same 40 rows, in another order.", string.Join('|', ids.Describe()));
            }

            // Features repeat every 13 rows: the k-th of equal rows goes with the k-th.
            var contents = RowKeys.Compare(byContent, RowKeys.Of(shuffled));
            for (var value = 0; value < 13; value++)
            {
                var earlier = Enumerable.Range(0, RowCount).Where(i => i % 13 == value);
                var later = Enumerable.Range(0, RowCount).Where(j => order[j] % 13 == value);
                CollectionAssert.AreEqual(later.ToArray(), earlier.Select(i => contents.LaterOf[i]).ToArray());
            }

            Assert.IsEmpty(contents.Vanished.Concat(contents.New));
        });
    }

    [TestMethod]
    public void Compare_AnyTwoTables_CountsAsAMultisetDoes()
    {
        var rows = Gen.Int[0, 8].Array[1, 25];
        Samples.Try(Gen.Select(rows, rows), SampleCount, sample =>
        {
            var (before, after) = sample;
            var matching = Compare(Column(before), Column(after), null);

            var common = Enumerable.Range(0, 9).Sum(v => Math.Min(before.Count(x => x == v), after.Count(x => x == v)));
            Assert.AreEqual(before.Length - common, matching.Vanished.Count);
            Assert.AreEqual(after.Length - common, matching.New.Count);
            Assert.AreEqual(common, matching.LaterOf.Where(row => row >= 0).Distinct().Count());
            for (var i = 0; i < before.Length; i++)
            {
                Assert.IsTrue(matching.LaterOf[i] < 0 || after[matching.LaterOf[i]] == before[i]);
            }
        });

        static string Column(int[] values) =>
            "n\n" + string.Concat(values.Select(value => value.ToString(CultureInfo.InvariantCulture) + "\n"));
    }

    [TestMethod]
    public void Describe_ManyRows_ShowsTheFirstFiveOfEach()
    {
        var earlier = "id,n\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"r{i},{i}\n"));
        var later = "id,n\n" + string.Concat(Enumerable.Range(7, 20).Select(i => $"r{i},{(i < 14 ? 100 + i : i)}\n"));

        Assert.AreEqual(
            "6 rows of 20 are the same by 'id' and content; 7 edited, 7 new, 7 gone."
            + "|Edited: 'r7' (line 2), 'r8' (line 3), 'r9' (line 4), 'r10' (line 5), 'r11' (line 6) and 2 more."
            + "|New: 'r20' (line 15), 'r21' (line 16), 'r22' (line 17), 'r23' (line 18), 'r24' (line 19) and 2 more."
            + "|Gone: 'r0' (line 2), 'r1' (line 3), 'r2' (line 4), 'r3' (line 5), 'r4' (line 6) and 2 more of the earlier table.",
            string.Join('|', Compare(earlier, later, "id").Describe()));
    }

    [TestMethod]
    public void Describe_OtherColumns_SaysSo()
    {
        var matching = Compare("id,a,b,c\nx,1,1,1\ny,2,2,2\n", "id,a,c,d\nx,1,u,1\ny,2,v,2\n", "id");

        Assert.AreEqual(
            "The tables differ in the columns that are features, and so in the content of every row: 'd' is new; 'b' is gone; 'c' is of "
            + "another kind. Read the later table as the earlier one was (TableReader.ReadAs).",
            matching.Describe()[0]);
        Assert.HasCount(2, matching.Edited);
    }

    [TestMethod]
    public void Compare_MoreRowsThatMoveTheMedian_KeepsTheFilledRowsTheSame()
    {
        const string Earlier = "id,n\na,1\nb,?\nc,3\n";
        var options = Options with { Missing = MissingCells.Median };
        var earlier = Given.Table(Earlier, options);
        using var file = TableCellsTests.Written(Earlier + "d,9\ne,9\n");

        var readAs = RowKeys.Compare(RowKeys.Of(earlier), RowKeys.Of(TableReader.ReadAs(file.Path, earlier.Schema)));
        var readAnew = RowKeys.Compare(RowKeys.Of(earlier), RowKeys.Of(TableReader.Read(file.Path, options)));

        Assert.IsEmpty(readAs.Vanished);
        Assert.IsEmpty(readAnew.Vanished);
    }

    [TestMethod]
    public void Compare_MissingCellThatGetsTheNumberItWasFilledWith_IsAnotherContent()
    {
        var options = Options with { Missing = MissingCells.Median };
        var (earlier, later) = (Given.Table("id,n\na,1\nb,?\nc,3\n", options), Given.Table("id,n\na,1\nb,2\nc,3\n", options));

        var matching = RowKeys.Compare(RowKeys.Of(earlier), RowKeys.Of(later));

        CollectionAssert.AreEqual(new[] { 1 }, matching.Vanished.ToArray());
    }

    private static RowMatching Compare(string earlier, string later, string? idColumn) =>
        RowKeys.Compare(Keys(earlier, idColumn), Keys(later, idColumn));

    private static RowKeys Keys(string text, string? idColumn) => RowKeysTests.Keys(
        text, text.StartsWith("id,", StringComparison.Ordinal) ? Options : Options with { IgnoredColumns = [] }, idColumn);
}
