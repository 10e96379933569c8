using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.ML;

namespace ActiveAnomaly.Tables;

/// <summary>
/// The cells of all columns are given as the file has them, row by row of the table; a file that is not what it was stops.
/// </summary>
[TestClass]
public sealed class TableCellsTests
{
    private const int SampleCount = 200;

    private const string Text = "id,n,link,c,label\n"
        + "a1,1.0,\"http://x/?q=1,2\", x ,0\n"
        + "a2,?,\"say \"\"yes\"\"\nor no\",y,1\n"
        + "a3,3,,x,0\n"
        + "a4,4,\u4e2d\U0001f600,y,\n";

    private static readonly TableOptions Options = new() { IgnoredColumns = ["id", "link"], Missing = MissingCells.DropRow };

    private static readonly string[] Fragments =
        ["a", " ", ",", ";", "\"", "\n", "\r\n", "\u00e4", "\u4e2d", "\U0001f600", "'", "0", "1.50", "NA", "\u0001", "?"];

    private static readonly Gen<string> Texts =
        Gen.Int[0, Fragments.Length - 1].Array[0, 40].Select(parts => string.Concat(parts.Select(i => Fragments[i])));

    [TestMethod]
    public void ReadCells_IgnoredColumnsQuotesAndADroppedRow_GivesTheTextsOfTheTablesRows()
    {
        using var file = Written(Text);
        var table = TableReader.Read(file.Path, Options);

        var cells = TableReader.ReadCells(file.Path, table);

        Assert.AreEqual("id|n|link|c|label", string.Join('|', cells.ColumnNames));
        Assert.AreEqual(3, cells.RowCount);
        Assert.AreEqual(
            "a1|1.0|http://x/?q=1,2| x |0 / a3|3||x|0 / a4|4|\u4e2d\U0001f600|y|", Rows(cells));
        Assert.AreEqual("2,5,6", table.Lines());
    }

    [TestMethod]
    public void ReadCells_NothingDropped_GivesMissingTextsAndQuotedLinesAsTheyStand()
    {
        using var file = Written(Text);
        var table = TableReader.Read(file.Path, Options with { Missing = MissingCells.Median });

        var cells = TableReader.ReadCells(file.Path, table);

        Assert.AreEqual("?", cells[1, 1]);
        Assert.AreEqual("say \"yes\"\nor no", cells[1, 2]);
    }

    [TestMethod]
    public void IndexOf_AName_IsItsColumnLetterByLetter()
    {
        using var file = Written(Text);
        var cells = TableReader.ReadCells(file.Path, TableReader.Read(file.Path, Options));

        Assert.AreEqual((0, 4, -1, -1), (cells.IndexOf("id"), cells.IndexOf("label"), cells.IndexOf("Label"), cells.IndexOf(string.Empty)));
        Assert.ThrowsExactly<ArgumentNullException>(() => cells.IndexOf(null!));
    }

    [TestMethod]
    [DataRow(-1, 0, "row", "0 to 2")]
    [DataRow(3, 0, "row", "0 to 2")]
    [DataRow(0, -1, "column", "0 to 4")]
    [DataRow(0, 5, "column", "0 to 4")]
    public void Item_NoSuchCell_Throws(int row, int column, string name, string allowed)
    {
        using var file = Written(Text);
        var cells = TableReader.ReadCells(file.Path, TableReader.Read(file.Path, Options));

        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cells[row, column]);
        Assert.AreEqual(name, exception.ParamName);
        Assert.Contains(allowed, exception.Message);
    }

    [TestMethod]
    public void ReadCells_WhateverIsWritten_IsReadBackExactly()
    {
        var samples =
            from columnCount in Gen.Int[1, 6]
            from rowCount in Gen.Int[2, 30]
            from texts in Texts.Array[columnCount * rowCount]
            from numbers in Gen.Int[-99, 99].Array[rowCount]
            from encoding in Gen.OneOf("utf-8", "utf-16", "utf-16BE")
            select (columnCount, rowCount, texts, numbers, encoding);
        Samples.Try(samples, SampleCount, sample =>
        {
            var (columnCount, rowCount, texts, numbers, encoding) = sample;
            string[] names = [.. Enumerable.Range(0, columnCount).Select(k => $"t{k}")];
            var text = new StringBuilder(string.Join(';', [.. names, "n", "label"]));
            for (var i = 0; i < rowCount; i++)
            {
                var fields = texts.Skip(i * columnCount).Take(columnCount).Select(field => $"\"{field.Replace("\"", "\"\"")}\"");
                text.Append(CultureInfo.InvariantCulture, $"\n{string.Join(';', fields)};{numbers[i]};{i % 2}");
            }

            var written = Encoding.GetEncoding(encoding);
            using var file = new TemporaryFile([.. written.GetPreamble(), .. written.GetBytes(text.ToString())], "t.csv");
            var table = TableReader.Read(
                file.Path, new TableOptions { Separator = ';', HasHeader = true, IgnoredColumns = names });

            var cells = TableReader.ReadCells(file.Path, table);

            Assert.AreEqual(rowCount, cells.RowCount);
            for (var i = 0; i < rowCount; i++)
            {
                for (var k = 0; k < columnCount; k++)
                {
                    Assert.AreEqual(texts[(i * columnCount) + k], cells[i, k]);
                }

                Assert.AreEqual(numbers[i].ToString(CultureInfo.InvariantCulture), cells[i, columnCount]);
            }
        });
    }

    [TestMethod]
    public void ReadCells_MostRows_AreThoseOfTheTable()
    {
        using var file = Written(Numbered(5000));
        var table = TableReader.Read(file.Path, new TableOptions { MostRows = 700, IgnoredColumns = ["id"] });

        var cells = TableReader.ReadCells(file.Path, table);

        Assert.AreEqual(700, cells.RowCount);
        for (var i = 0; i < 700; i++)
        {
            // Line 2 is row 0.
            Assert.AreEqual($"r{table.LineOf(i) - 2}", cells[i, 0]);
        }
    }

    [TestMethod]
    public void ReadCells_SelectedRows_AreInTheOrderOfTheTable()
    {
        using var file = Written(Numbered(3000));
        var all = TableReader.Read(file.Path, new TableOptions { IgnoredColumns = ["id"] });
        Samples.Try(Gen.Int[0, 2999].Array[0, 200], 20, rows =>
        {
            var cells = TableReader.ReadCells(file.Path, all.Select(rows));

            Assert.AreEqual(string.Join(',', rows.Select(row => $"r{row}")), string.Join(',', Column(cells, 0)));
        });
    }

    [TestMethod]
    public void ReadCells_RowsThatComeTwice_AreTheSame()
    {
        using var file = Written(Numbered(5));
        var table = TableReader.Read(file.Path, new TableOptions { IgnoredColumns = ["id"] }).Select([1, 1, 3, 3, 4]);

        CollectionAssert.AreEqual(new[] { "r1", "r1", "r3", "r3", "r4" }, Column(TableReader.ReadCells(file.Path, table), 0));
    }

    [TestMethod]
    public void ReadCells_LongCellsAndManyRows_AreKeptAcrossBlocks()
    {
        // Blocks are 1 MB at most; a cell of 3 MB needs one of its own, and rows follow it.
        string[] long3 = [new('x', 3_000_000), new('\u4e2d', 1000), "z"];
        var text = new StringBuilder("t,n,label\n");
        for (var i = 0; i < 3000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 1500 ? long3[0] : i % 2 == 0 ? long3[1] : long3[2] + i)},{i % 7},{i % 2}\n");
        }

        using var file = Written(text.ToString());
        var cells = TableReader.ReadCells(file.Path, TableReader.Read(file.Path, new TableOptions { IgnoredColumns = ["t"] }));

        for (var i = 0; i < 3000; i++)
        {
            Assert.AreEqual(i == 1500 ? long3[0] : i % 2 == 0 ? long3[1] : long3[2] + i, cells[i, 0]);
            Assert.AreEqual($"{i % 2}", cells[i, 2]);
        }
    }

    [TestMethod]
    [DataRow("id,n,label\na,1,0\nb,2,1\nc,9,0\n", "line 4 has other cells", 4L)]
    [DataRow("id,n,label\na,1,0\nx,2,1\nc,3,0\n", "line 3 has other cells", 3L)]
    [DataRow("id,n,label\na,1,0\nb,2,0\nc,3,0\n", "line 3 has other cells", 3L)]
    [DataRow("id,n,label\na,1.0,0\nb,2,1\nc,3,0\n", "line 2 has other cells", 2L)]
    [DataRow("id,n,label\nb,2,1\na,1,0\nc,3,0\n", "line 2 has other cells", 2L)]
    [DataRow("id,n,label\na,1,0\nb,2,1\n", "it has 2 rows, and had 3", null)]
    [DataRow("id,n,label\na,1,0\nb,2,1\nc,3,0\nd,4,1\n", "it has 4 rows, and had 3", null)]
    [DataRow("id,m,label\na,1,0\nb,2,1\nc,3,0\n", "its columns are 'id', 'm', 'label', and were 'id', 'n', 'label'", null)]
    [DataRow("id,n,label\n\"a\n\",1,0\nb,2,1\nc,3,0\n", "line 2 has other cells", 2L)]
    public void ReadCells_FileThatChanged_Stops(string changed, string how, long? line)
    {
        using var file = Written("id,n,label\na,1,0\nb,2,1\nc,3,0\n");
        var table = TableReader.Read(file.Path, new TableOptions { IgnoredColumns = ["id"] });
        File.WriteAllText(file.Path, changed);

        var exception = Assert.ThrowsExactly<TableException>(() => TableReader.ReadCells(file.Path, table));

        exception.HasMessage("'table.csv' is not what it was when the table was read: " + how, "Read the table again");
        Assert.AreEqual(line, exception.Line);
    }

    [TestMethod]
    public void ReadCells_RowThatTheTableLeavesOutChanged_Stops()
    {
        using var file = Written("n,label\n1,0\n?,1\n3,0\n");
        var table = TableReader.Read(file.Path, new TableOptions { Missing = MissingCells.DropRow });
        File.WriteAllText(file.Path, "n,label\n1,0\n2,1\n3,0\n");

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadCells(file.Path, table))
            .HasMessage("a row that the table leaves out has other cells");
    }

    [TestMethod]
    public void ReadCells_RowThatBeginsInAnotherLine_Stops()
    {
        // The remark has a line end more in the first row and one less in the second: both rows below begin where they did.
        using var file = Written("t,n,label\n\"a\nb\",1,0\nc,2,1\nd,3,0\n");
        var table = TableReader.Read(file.Path, new TableOptions { IgnoredColumns = ["t"] }).Select([1]);
        File.WriteAllText(file.Path, "t,n,label\na b,1,0\nc,2,1\nd,3,0\n");

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadCells(file.Path, table)).HasMessage("line 4 has other cells");
    }

    [TestMethod]
    public void ReadCells_TheSameContentWrittenAgain_IsRead()
    {
        using var file = Written(Text);
        var table = TableReader.Read(file.Path, Options);
        File.WriteAllText(file.Path, Text);

        Assert.AreEqual("a4", TableReader.ReadCells(file.Path, table)[2, 0]);
    }

    [TestMethod]
    public void ReadCells_DialectThatWasSaid_IsTakenAgain()
    {
        var encoding = TableOptions.Encoding("windows-1252");
        using var file = new TemporaryFile(encoding.GetBytes("\"gr\u00f6\u00dfe\"|1,5|0\n\"z\"|2,5|1\n"), "t.txt");
        var table = TableReader.Read(file.Path, new TableOptions
        {
            Separator = '|', HasHeader = false, EncodingName = "windows-1252", ReadsQuotes = false, DecimalSeparator = ',',
        });

        var cells = TableReader.ReadCells(file.Path, table);

        Assert.AreEqual("column1|column2|column3", string.Join('|', cells.ColumnNames));
        Assert.AreEqual("\"gr\u00f6\u00dfe\"|1,5|0 / \"z\"|2,5|1", Rows(cells));
    }

    [TestMethod]
    public void ReadCells_TableReadAs_HasTheColumnsOfItsOwnFile()
    {
        var schema = Given.Table("n,label\n1,0\n2,1\n").Schema;
        using var file = Written("who;n\nx;1\ny;2\n");
        var table = TableReader.ReadAs(file.Path, schema, new TableOptions { Separator = ';' });

        Assert.AreEqual("x|1 / y|2", Rows(TableReader.ReadCells(file.Path, table)));
    }

    [TestMethod]
    public async Task ReadCells_Parquet_GivesInvariantTexts()
    {
        var bytes = await ParquetTests.Write(
            2,
            new ParquetTests.Column<long?>("id", [1234567890123456, null, long.MaxValue]),
            new ParquetTests.Column<double>("n", [0.1, -2, 1e300]),
            new ParquetTests.Column<float>("f", [0.1f, 3, 1e20f]),
            new ParquetTests.Column<string>("t", [" x ", null!, ""]),
            new ParquetTests.Column<DateTime>("d", [new(2024, 5, 31), new(2024, 6, 1, 12, 0, 0), new(2024, 6, 2)]),
            new ParquetTests.Column<bool>("label", [true, false, true]));
        using var file = new TemporaryFile(bytes, "t.parquet");
        var table = TableReader.Read(file.Path, new TableOptions
        {
            IgnoredColumns = ["id", "d", "t"], AbnormalValues = ["true"], OutOfRange = OutOfRangeCells.Clip,
        });

        var cells = TableReader.ReadCells(file.Path, table);

        Assert.AreEqual("id|n|f|t|d|label", string.Join('|', cells.ColumnNames));
        Assert.AreEqual(
            "1234567890123456|0.1|0.1| x |2024-05-31|true / |-2|3||2024-06-01T12:00:00|false"
            + " / 9223372036854775807|1E+300|1E+20||2024-06-02|true",
            Rows(cells));
    }

    [TestMethod]
    public void ReadCells_AnotherKindOfSource_SaysWhich()
    {
        var view = Given.Table("n,label\n1,0\n2,1\n").ToDataView();
        var ofView = TableReader.ReadDataView(view);
        using var file = Written("n,label\n1,0\n2,1\n");
        var ofText = TableReader.Read(file.Path);

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadCells(file.Path, ofView))
            .HasMessage("The table was read from a data view", "is delimited text", "ReadDataViewCells");
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataViewCells(view, ofText))
            .HasMessage("The table was read from delimited text and not from a data view", "TableReader.ReadCells");
    }

    [TestMethod]
    public void ReadDataViewCells_TextsOfAnySort_AreTheirOwn()
    {
        // Half of a pair of surrogates is no text that UTF-8 can hold.
        var rows = new[] { new Row("a\ud800", 1, 0), new Row("\udc00", 2, 1), new Row(string.Empty, 2.5f, 0), new Row("\u4e2d", -0f, 1) };
        var data = new MLContext(seed: 1).Data.LoadFromEnumerable(rows);
        var table = TableReader.ReadDataView(data, new TableOptions { IgnoredColumns = ["Text"], LabelColumn = "Label" });

        var cells = TableReader.ReadDataViewCells(data, table);

        CollectionAssert.AreEqual(rows.Select(row => row.Text).ToArray(), Column(cells, 0));
        CollectionAssert.AreEqual(new[] { "1", "2", "2.5", "-0" }, Column(cells, 1));
    }

    [TestMethod]
    public void ReadDataViewCells_RowsInAnotherOrder_Stop()
    {
        var context = new MLContext(seed: 1);
        Row[] rows = [.. Enumerable.Range(0, 50).Select(i => new Row($"t{i}", i, i & 1))];
        var table = TableReader.ReadDataView(
            context.Data.LoadFromEnumerable(rows), new TableOptions { IgnoredColumns = ["Text"], LabelColumn = "Label" });
        (rows[7], rows[9]) = (rows[9], rows[7]);

        Assert.ThrowsExactly<TableException>(
            () => TableReader.ReadDataViewCells(context.Data.LoadFromEnumerable(rows), table))
            .HasMessage("'the data view' is not what it was", "row 7 has other cells", "in the same order each time");
    }

    [TestMethod]
    public void ReadCells_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var file = Written(Text);
        var table = TableReader.Read(file.Path, Options);
        var view = table.ToDataView();
        var ofView = TableReader.ReadDataView(view);

        Assert.ThrowsExactly<OperationCanceledException>(() => TableReader.ReadCells(file.Path, table, cancelled.Token));
        Assert.ThrowsExactly<OperationCanceledException>(() => TableReader.ReadDataViewCells(view, ofView, cancelled.Token));
    }

    [TestMethod]
    public async Task ReadCells_CancelledInsideARowGroup_StopsWithinAFewThousandRows()
    {
        var bytes = await ParquetTests.Write(
            new ParquetTests.Column<int>("n", [.. Enumerable.Range(0, 20_000)]),
            new ParquetTests.Column<int>("label", [.. Enumerable.Range(0, 20_000).Select(i => i % 2)]));
        using var file = new TemporaryFile(bytes, "t.parquet");
        var table = TableReader.Read(file.Path);
        using var cancelled = new CancellationTokenSource();
        var source = Sources.ParquetSource.Open(Sources.FileContent.Of(file.Path), CancellationToken.None);
        var counted = new CancellingSource(source, cancelled, cancelAt: 5000);
        var layout = Understanding.TableLayout.Of(counted, new TableOptions(), hasHeader: false, CancellationToken.None);

        Assert.ThrowsExactly<OperationCanceledException>(() => Understanding.CellLoader.Load(layout, table, cancelled.Token));
        Assert.IsLessThan(8000, counted.RowCount);
    }

    [TestMethod]
    public void ReadCells_NoPathOrTable_Throws()
    {
        var table = Given.Table(Text, Options);

        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadCells(null!, table));
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadCells("x", null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadDataViewCells(null!, table));
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadDataViewCells(table.ToDataView(), null!));
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadCells("no-such-file.csv", table)).HasMessage("There is no file");
    }

    internal static TemporaryFile Written(string text) => new(Encoding.UTF8.GetBytes(text), "table.csv");

    internal static string Numbered(int rowCount) =>
        "id,n,label\n" + string.Concat(Enumerable.Range(0, rowCount).Select(i => $"r{i},{i % 13},{i % 2}\n"));

    private static string[] Column(TableCells cells, int column) =>
        [.. Enumerable.Range(0, cells.RowCount).Select(row => cells[row, column])];

    private static string Rows(TableCells cells) => string.Join(" / ", Enumerable.Range(0, cells.RowCount).Select(
        row => string.Join('|', Enumerable.Range(0, cells.ColumnNames.Count).Select(column => cells[row, column]))));

    private sealed record Row(string Text, float Number, float Label);
}
