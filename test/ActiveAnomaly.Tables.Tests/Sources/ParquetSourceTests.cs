using System.Numerics;
using Parquet.Data;
using Parquet.Schema;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>What other writers write is read as it is meant, or refused by the column's name and with a way out.</summary>
[TestClass]
public sealed class ParquetSourceTests
{
    private static readonly TableOptions Days = new() { Dates = DateCells.Days };
    private static readonly ParquetTests.Column<int> Label = new("label", [0, 1]);

    [TestMethod]
    public async Task Read_TimesWithoutAZone_AreTheirClockWhateverTheMachinesZone()
    {
        var times = new DateTime[] { new(2024, 7, 1, 12, 0, 0), new(2024, 7, 2) };
        foreach (var (isUtc, texts) in new[] { (true, "2024-07-01T12:00:00Z/2024-07-02"), (false, "2024-07-01T12:00:00/2024-07-02") })
        {
            foreach (var unit in Enum.GetValues<DateTimeTimeUnit>())
            {
                var bytes = await ParquetTests.Write(
                    new ParquetTests.Column<DateTime>(
                        "t",
                        [.. times.Select(time => DateTime.SpecifyKind(time, DateTimeKind.Utc))],
                        new DateTimeDataField("t", DateTimeFormat.Timestamp, isAdjustedToUTC: isUtc, unit: unit)),
                    Label);

                Assert.AreEqual(texts, Given.Table(bytes, new TableOptions { Dates = DateCells.Category }).Cells(), $"{unit}");
                Assert.AreEqual("0.5/1", Given.Table(bytes, Days).Cells(), $"{unit}");
            }
        }
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task IsNeeded_AskedOnSeveralThreads_NotesEveryColumnThatIsNot()
    {
        const int Count = 2000;
        using var file = new TemporaryFile(
            await ParquetTests.Write(
                [.. Enumerable.Range(0, Count).Select(k => new ParquetTests.Column<int>($"c{k}", [1]))]), "table.parquet");
        var source = ParquetSource.Open(FileContent.Of(file.Path), CancellationToken.None);
        source.Expect(_ => false, []);

        Parallel.For(0, Count, column => source.IsNeeded(column));

        Assert.HasCount(Count, source.Notes);
    }

    [TestMethod]
    public void Read_TruthValuesInRuns_AreRefusedUnlessLeftOut()
    {
        foreach (var bytes in new[] { ForeignParquet.RunLengths1, ForeignParquet.RunLengths2 })
        {
            Given.Refusal(bytes, Days).HasMessage(
                "Column 'b' of '", "has truth values in the encoding RLE", "with data pages of version 1, or with 0 and 1", "--ignore");
            var table = Given.Table(bytes, Days with { IgnoredColumns = ["b"] });
            Assert.AreEqual("19875/19876/0/19878", table.Cells());
            Assert.AreEqual("0011", table.LabelText());
            Assert.Contains("Note: 'b' is left out, and cannot be read: where rows are shown its cells are empty.", table.Notes());
        }
    }

    [TestMethod]
    public void ReadBatchesAs_ColumnsThatTheModelDoesNotTake_AreNotRead()
    {
        using var file = new TemporaryFile(ForeignParquet.RunLengths2, "table.parquet");
        var table = TableReader.Read(file.Path, Days with { IgnoredColumns = ["b"] });

        var batches = TableReader.ReadBatchesAs(file.Path, table.Schema, 10);

        Assert.AreEqual(4, batches.Sum(batch => batch.RowCount));
        Assert.IsFalse(batches.Notes.Any(note => note.Text.Contains("cannot be read", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Read_TruthValuesThatMayBeMissing_AreReadWhereTheyAreNoRuns() => Assert.AreEqual(
        "1/0", Given.Table(await ParquetTests.Write(new ParquetTests.Column<bool?>("b", [true, false]), Label)).Cells());

    [TestMethod]
    public void ReadCells_ColumnThatCannotBeReadAndIsLeftOut_HasEmptyCells()
    {
        using var file = new TemporaryFile(ForeignParquet.RunLengths2, "table.parquet");
        var table = TableReader.Read(file.Path, Days with { IgnoredColumns = ["b"] });

        var cells = TableReader.ReadCells(file.Path, table);
        Assert.AreEqual(string.Empty, cells[0, cells.IndexOf("b")].ToString());
        Assert.AreEqual("2024-05-31", cells[0, cells.IndexOf("d")].ToString());
        Assert.AreEqual(table.Cells(), TableReader.ReadAs(file.Path, table.Schema).Cells());
        var texts = TableReader.ReadTexts(file.Path, new TableOptions { IgnoredColumns = ["b"] });
        Assert.AreEqual("2024-05-31", texts[0, texts.IndexOf("d")].ToString());
    }

    [TestMethod]
    public void Read_TwoColumnsOfOneName_AreRefused() =>
        Given.Refusal(ForeignParquet.TwoNames).HasMessage("has 2 columns called 'a', which Parquet tells apart by their names alone");

    [TestMethod]
    public void Read_ColumnWithoutAName_IsRefused() => Given.Refusal(ForeignParquet.NoName).HasMessage("A column of", "has no name");

    [TestMethod]
    public void Read_GroupsWithoutRows_AreNoRows()
    {
        var table = Given.Table(ForeignParquet.EmptyGroups);

        Assert.AreEqual("5/5/6", table.Cells());
        Assert.AreEqual("0,1,2", table.Lines());
    }

    [TestMethod]
    public void Read_Lz4InHadoopsFrames_IsRefused() =>
        Given.Refusal(ForeignParquet.HadoopLz4).HasMessage("Column 'a' of", "is packed with LZ4 in Hadoop's frames", "Snappy or Zstandard");

    [TestMethod]
    public void Read_EncryptedColumn_IsRefusedUnlessLeftOut()
    {
        Given.Refusal(ForeignParquet.Encrypted).HasMessage("Column 'a' of", "is encrypted, which cannot be read");
        Assert.AreEqual("3/4", Given.Table(ForeignParquet.Encrypted, new TableOptions { IgnoredColumns = ["a"] }).Cells());
    }

    [TestMethod]
    public void Read_HalfPrecision_IsReadInTheEncodingsThatAreKnown()
    {
        Assert.AreEqual(
            "0.0999755859375/-2", Given.Table(ForeignParquet.Halves, new TableOptions { IgnoredColumns = ["s"] }).Cells());
        Given.Refusal(ForeignParquet.Halves).HasMessage(
            "Column 's' of", "has values in the encoding BYTE_STREAM_SPLIT, which cannot be read for its type", "--ignore");
    }

    [TestMethod]
    public void Read_TextsByWhatTheyHaveInCommon_AreTheirOwn() => Assert.AreEqual(
        "grünlich/grünlos/größe",
        Given.Table(ForeignParquet.Prefixes, new TableOptions { Missing = MissingCells.DropRow, CategoryColumns = ["c"] }).Cells());

    [TestMethod]
    public void Read_Json_IsText() => Assert.AreEqual(
        """{"a":1}""", Given.Table(ForeignParquet.Json, new TableOptions { Missing = MissingCells.DropRow }).Cells());

    [TestMethod]
    public void Read_DateThatCannotBeHeld_IsRefusedByRowAndColumn()
    {
        var refusal = Given.Refusal(ForeignParquet.FarDates, Days);

        refusal.HasMessage("row 1, column 'd': a date that is not in the years 1 to 9999");
        Assert.AreEqual((1L, "d"), (refusal.Line, refusal.ColumnName));
        Assert.AreEqual("3/4", Given.Table(ForeignParquet.FarDates, new TableOptions { IgnoredColumns = ["d"] }).Cells());
    }

    [TestMethod]
    [DataRow(9, 3)]
    [DataRow(18, 3)]
    [DataRow(28, 3)]
    [DataRow(38, 20)]
    [DataRow(38, 25)]
    public async Task Read_Decimals_AreTheNumbersThatTheirTextsAre(int precision, int scale)
    {
        var bytes = await ParquetTests.Write(
            new ParquetTests.Column<decimal>("a", [0.123m, -0.007m], new DecimalDataField("a", precision, scale)), Label);

        Assert.AreEqual("0.123/-0.007", Given.Table(bytes).Cells());
    }

    [TestMethod]
    public async Task Read_DecimalsOfMoreDigitsThanDotNets_AreTheNearestNumbers()
    {
        var bytes = await ParquetTests.Write(
            new ParquetTests.Column<BigDecimal>(
                "a",
                [new(BigInteger.Pow(10, 37) + 1, 38, 38), new(-3 * BigInteger.Pow(10, 36), 38, 38)],
                new BigDecimalDataField("a", 38, 38)),
            Label);

        Assert.AreEqual("0.1/-0.03", Given.Table(bytes).Cells());
    }

    [TestMethod]
    public void Read_DifferencesOf33Bits_AreRead() => Assert.AreEqual(
        "2147483647/-2147483648/5/2147483647/-7", Given.Table(ForeignParquet.Differences).Cells());

    [TestMethod]
    public async Task Read_TimesOfDay_AreLeftOutWithAWarning()
    {
        var bytes = await ParquetTests.Write(
            new ParquetTests.Column<int>("ms", [1, 2], new TimeDataField("ms", TimeUnitPrecision.Millis)),
            new ParquetTests.Column<long>("us", [1, 2], new TimeDataField("us", TimeUnitPrecision.Micros)),
            new ParquetTests.Column<int>("a", [3, 4]),
            Label);

        var table = Given.Table(bytes);
        Assert.AreEqual("a", table.Names());
        Assert.Contains("Warning: Column 'ms' is a time of day and left out", table.Notes());
        Assert.Contains("Warning: Column 'us' is a time of day and left out", table.Notes());
    }

    [TestMethod]
    public async Task Read_Uuids_AreTextAndNameRows()
    {
        var uuid = Guid.Parse("01234567-89ab-cdef-fedc-ba9876543210");
        var bytes = await ParquetTests.Write(
            new ParquetTests.Column<Guid>("id", [uuid, default]), new ParquetTests.Column<int>("a", [3, 4]), Label);
        var table = Given.Table(bytes);
        using var file = new TemporaryFile(bytes, "table.parquet");

        var cells = TableReader.ReadCells(file.Path, table);

        Assert.AreEqual("01234567-89ab-cdef-fedc-ba9876543210", cells[0, cells.IndexOf("id")]);
        Assert.AreEqual(Guid.Empty.ToString(), RowKeys.Of(table, cells, "id").IdOf(1));
    }

    [TestMethod]
    public async Task Read_OptionOfAColumnThatCannotBeRead_SaysWhy()
    {
        var bytes = await ParquetTests.Write(
            new ParquetTests.Column<int>("x", [1, 2], new TimeDataField("x", TimeUnitPrecision.Millis)),
            new ParquetTests.Column<int>("a", [3, 4]),
            Label);

        Given.Refusal(bytes, new TableOptions { LabelColumn = "x" })
            .HasMessage("Column 'x' of", "(label column, --label) is a time of day, and cannot be used");
        Given.Refusal(bytes, new TableOptions { CategoryColumns = ["x"] }).HasMessage("--category) is a time of day, and cannot be used");
        var table = Given.Table(bytes, new TableOptions { IgnoredColumns = [" x "] });
        Assert.AreEqual("a", table.Names());
        Assert.DoesNotContain("time of day", table.Notes());
        Assert.Contains("Left out: 'x' (as asked).", table.Describe());
        using var file = new TemporaryFile(bytes, "table.parquet");
        Assert.ThrowsExactly<TableException>(() => RowKeys.Of(table, TableReader.ReadCells(file.Path, table), "x"))
            .HasMessage("Column 'x' of", "is a time of day, which cannot be read, and so it cannot name the rows");
        var schema = Given.Table("x,a,label\n1,3,0\n2,4,1\n").Schema;
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadAs(file.Path, schema))
            .HasMessage("lacks a column that the model was trained on: 'x'", "'x' is a time of day here, which cannot be read");
    }

    [TestMethod]
    public async Task Open_FileThatChangedOrIsGone_SaysSo()
    {
        var bytes = await ParquetTests.Write(new ParquetTests.Column<int>("a", [3, 4]), Label);
        using var file = new TemporaryFile(bytes, "table.parquet");
        var source = ParquetSource.Open(FileContent.Of(file.Path), CancellationToken.None);

        File.WriteAllBytes(file.Path, bytes[..^20]);
        Assert.ThrowsExactly<TableException>(() => source.Open(CancellationToken.None))
            .HasMessage("'table.parquet' changed while it was read. Read it again when nobody writes to it");
        File.Delete(file.Path);
        Assert.ThrowsExactly<TableException>(() => source.Open(CancellationToken.None))
            .HasMessage("table.parquet' is gone: it was deleted or moved while it was read");
    }
}
