using System.Globalization;
using System.Text;
using CsCheck;

namespace ActiveAnomaly.Tables;

/// <summary>Texts of a file are found again, whatever they mean.</summary>
[TestClass]
public sealed class TableSearchTests
{
    private static readonly TableOptions Header = new() { HasHeader = true };

    [TestMethod]
    [DataRow("EUR", "0,2")]
    [DataRow("eur", "0,2")]
    [DataRow("5", "0,1")]
    [DataRow("x", "")]
    [DataRow("", "0,1,2")]
    [DataRow("1.5EUR", "")]
    public void Find_Text_GivesTheRowsWithACellThatHasIt(string text, string expected)
    {
        var cells = Texts("a,b\n1.5,EUR\n25,usd\n3,neurone\n");

        Assert.AreEqual(expected, string.Join(',', cells.Find(text)));
    }

    [TestMethod]
    public void Find_InSomeColumns_LooksAtNoOther()
    {
        var cells = Texts("a,b,c\nx,y,z\ny,z,x\n");

        CollectionAssert.AreEqual(new[] { 1 }, cells.Find("x", [2]));
        CollectionAssert.AreEqual(new[] { 0, 1 }, cells.Find("z", [1, 2]));
        Assert.IsEmpty(cells.Find("x", []));
    }

    [TestMethod]
    public void Find_NoSuchColumn_SaysWhichThereAre() => Assert.Contains(
        "The columns of these cells are 0 to 1.",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Texts("a,b\n1,2\n").Find("1", [2])).Message,
        StringComparison.Ordinal);

    [TestMethod]
    public void Find_Cancelled_Throws()
    {
        var cells = Texts("a,b\n1,2\n");

        Assert.ThrowsExactly<OperationCanceledException>(() => cells.Find("1", cancellationToken: new CancellationToken(canceled: true)));
    }

    /// <summary>The oracle is string.Contains on the texts that were written.</summary>
    [TestMethod]
    public void Find_AnyTexts_IsContainsInWhateverCase()
    {
        string[] all =
        [
            "a", "A", "b", "B", "k", "K", "s", "S", "i", "I", "1", "-", "ä", "Ä", "ß", "é", "\u017f", "\u212a", "\u0131",
            "\u0130", "Ω", "ω", "😀",
        ];
        var letters = Gen.Int[0, all.Length - 1].Select(i => all[i]);
        var text = letters.Array[0, 6].Select(string.Concat);
        Gen.Select(text.Array[2].Array[1, 40], letters.Array[1, 3].Select(string.Concat)).Sample((rows, needle) =>
        {
            var cells = Texts("a,b\n" + string.Concat(rows.Select(row => $"\"{row[0]}\",\"{row[1]}\"\n")));

            var expected = Enumerable.Range(0, rows.Length)
                .Where(i => rows[i].Any(cell => cell.Contains(needle, StringComparison.OrdinalIgnoreCase)));
            CollectionAssert.AreEqual(expected.ToArray(), cells.Find(needle));
        }, iter: 300);
    }

    /// <summary>A search of ASCII compares bytes: no other letter may be the other case of one.</summary>
    [TestMethod]
    public void OrdinalIgnoreCase_LettersBeyondAscii_AreNoCaseOfOneWithin()
    {
        var ascii = Enumerable.Range(0, 128).Select(letter => ((char)letter).ToString()).ToArray();
        for (var letter = 128; letter <= char.MaxValue; letter++)
        {
            var text = ((char)letter).ToString();
            Assert.IsFalse(Array.Exists(ascii, other => other.Equals(text, StringComparison.OrdinalIgnoreCase)), $"{letter:x4}");
        }
    }

    [TestMethod]
    public void Find_HalvesOfSurrogatePairs_AreFoundToo()
    {
        using var file = new TemporaryFile(Encoding.Unicode.GetBytes("\uFEFFa,b\nxy\ud83dz,1\nxyz,2\n"), "t.csv");
        var cells = TableReader.ReadTexts(file.Path, Header with { EncodingName = "utf-16" });

        CollectionAssert.AreEqual(new[] { 0, 1 }, cells.Find("XY"));
    }

    [TestMethod]
    public void Find_ManyRows_AreSearchedInParts()
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{(i % 4999 == 7 ? "Needle" : "hay")}\n");
        }

        CollectionAssert.AreEqual(new[] { 7, 5006, 10005, 15004 }, Texts(text.ToString()).Find("nEEDLE"));
    }

    [TestMethod]
    public void TextsOf_Row_AreItsCells()
    {
        var cells = Texts("a,b,c\n1, x ,\"p,\"\"q\"\n2,,z\n");

        CollectionAssert.AreEqual(new[] { "1", " x ", "p,\"q" }, cells.TextsOf(0));
        CollectionAssert.AreEqual(new[] { "2", string.Empty, "z" }, cells.TextsOf(1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cells.TextsOf(2));
    }

    [TestMethod]
    public void TextsOf_RowsInAnotherOrder_AreThoseOfTheTable()
    {
        using var file = new TemporaryFile("n,t\n1,a\n2,b\n3,c\n"u8.ToArray(), "t.csv");
        var table = TableReader.Read(file.Path, new TableOptions { HasLabel = false }).Select([2, 0, 1]);
        var cells = TableReader.ReadCells(file.Path, table);

        CollectionAssert.AreEqual(new[] { "3", "c" }, cells.TextsOf(0));
        CollectionAssert.AreEqual(new[] { 2 }, cells.Find("b"));
        Assert.AreEqual(4, cells.LineOf(0));
    }

    [TestMethod]
    public void ReadTexts_HeaderAlone_HasNoRows()
    {
        var cells = Texts("id,answer\n");

        Assert.AreEqual(0, cells.RowCount);
        CollectionAssert.AreEqual(new[] { "id", "answer" }, cells.ColumnNames.ToArray());
    }

    [TestMethod]
    public void ReadTexts_QuotedLineBreaks_CountAsLines()
    {
        var cells = Texts("id,note\n1,\"two\nlines\"\n2,x\n");

        Assert.AreEqual("two\nlines", cells[0, 1]);
        Assert.AreEqual(2, cells.LineOf(0));
        Assert.AreEqual(4, cells.LineOf(1));
    }

    [TestMethod]
    [DataRow("a,b\n1,2,3\n", "Line 2 of 't.csv' has 3 fields, the header has 2")]
    [DataRow("a,b\n1,\"2\n", "a quote is not closed")]
    [DataRow("", "is empty")]
    public void ReadTexts_DamagedFile_NamesTheLine(string text, string expected) => Assert.Contains(
        expected, Assert.ThrowsExactly<TableException>(() => Texts(text)).Message, StringComparison.Ordinal);

    [TestMethod]
    public void ReadColumnNames_Text_AreThoseOfTheTable()
    {
        using var file = new TemporaryFile("a;b;a\n1;2;3\n"u8.ToArray(), "t.csv");

        CollectionAssert.AreEqual(new[] { "a", "b", "a (2)" }, TableReader.ReadColumnNames(file.Path).ToArray());
        CollectionAssert.AreEqual(
            new[] { "column1", "column2", "column3" },
            TableReader.ReadColumnNames(file.Path, new TableOptions { HasHeader = false }).ToArray());
    }

    [TestMethod]
    public void IsFilled_MissingCells_AreThose()
    {
        var table = Given.Table(
            "n,c\n1,x\n?,y\n3,\n", new TableOptions { HasLabel = false, Missing = MissingCells.Median });

        Assert.AreEqual("0,1,0", string.Join(',', Enumerable.Range(0, 3).Select(row => table.Columns[0].IsFilled(row) ? 1 : 0)));
        Assert.AreEqual("0,0,1", string.Join(',', Enumerable.Range(0, 3).Select(row => table.Columns[1].IsFilled(row) ? 1 : 0)));

        var selected = table.Select([1, 2, 1]);
        Assert.AreEqual("1,0,1", string.Join(',', Enumerable.Range(0, 3).Select(row => selected.Columns[0].IsFilled(row) ? 1 : 0)));
        Assert.AreEqual(1, selected.Columns[0].FilledCount);
    }

    [TestMethod]
    public void IsFilled_RowsThatAreLeftOut_MoveTheOthersUp()
    {
        var table = Given.Table(
            "n,m\n1,1\n?,2\n3,1e99\n4,4\n",
            new TableOptions { HasLabel = false, Missing = MissingCells.DropRow, OutOfRange = OutOfRangeCells.Clip });

        Assert.AreEqual(3, table.RowCount);
        Assert.IsFalse(Enumerable.Range(0, 3).Any(row => table.Columns[0].IsFilled(row) || table.Columns[1].IsFilled(row)));
    }

    private static TableCells Texts(string text)
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(text), "t.csv");
        return TableReader.ReadTexts(file.Path, Header);
    }
}
