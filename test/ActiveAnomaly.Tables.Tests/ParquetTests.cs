using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace ActiveAnomaly.Tables;

/// <summary>Parquet files give the same values by the same rules as text.</summary>
[TestClass]
public sealed class ParquetTests
{
    private static readonly TableOptions Median = new() { Missing = MissingCells.Median };

    [TestMethod]
    public async Task Read_ColumnsOfNumbers_GivesTheirValues()
    {
        var bytes = await Write(
            new Column<sbyte>("sbyte", [-128, 127]),
            new Column<byte>("byte", [0, 255]),
            new Column<short>("short", [-32768, 32767]),
            new Column<ushort>("ushort", [0, 65535]),
            new Column<int>("int", [int.MinValue, int.MaxValue]),
            new Column<uint>("uint", [0, uint.MaxValue]),
            new Column<long>("long", [-5, 1L << 40]),
            new Column<ulong>("ulong", [5, 1UL << 40]),
            new Column<float>("float", [0.1f, -1.5f]),
            new Column<double>("double", [0.1, 1e-30]),
            new Column<decimal>("decimal", [1.25m, -3m]),
            new Column<bool>("bool", [true, false]),
            new Column<int>("label", [0, 1]));

        var table = Given.Table(bytes, name: "table.parquet");

        Assert.AreEqual("NNNNNNNNNNNB", table.Kinds());
        Assert.AreEqual(
            "-128|0|-32768|0|-2147483648|0|-5|5|0.10000000149011612|0.1|1.25|1"
            + "/127|255|32767|65535|2147483647|4294967295|1099511627776|1099511627776|-1.5|1E-30|-3|0",
            table.Cells());
        Assert.AreEqual("01", table.LabelText());
        Assert.AreEqual("0,1", table.Lines());
        Assert.AreEqual("row", table.PlaceWord);
        Assert.AreEqual("table.parquet: 2 rows; Parquet.", table.Describe()[0]);
        Assert.AreEqual(TableFormat.Parquet, table.Schema.Dialect.Format);
    }

    [TestMethod]
    public async Task Read_TextsAndDates_FollowTheSameRules()
    {
        var bytes = await Write(
            new Column<string>("text", ["x", " y ", "x"]),
            new Column<string>("numbers", ["1.5", "2", "-3e2"]),
            new Column<DateTime>("date", [new(2024, 5, 31), new(2024, 6, 1, 12, 0, 0), new(2024, 6, 2)]),
            new Column<string>("label", ["normal", "outlier", ""]));

        Given.Refusal(bytes).HasMessage("Column 'date' of 'table.csv' holds dates ('2024-05-31' in row 0)", "--dates days");
        foreach (var format in new[] { null, "dd/MM/yyyy" })
        {
            var table = Given.Table(bytes, new TableOptions { Dates = DateCells.Days, DateFormat = format });
            Assert.AreEqual("x|1.5|0/y|2|1.5/x|-300|2", table.Cells());
            Assert.AreEqual("01-", table.LabelText());
        }
    }

    [TestMethod]
    public async Task Read_Nulls_AreMissing()
    {
        var bytes = await Write(
            new Column<int?>("int", [1, null, 4]),
            new Column<long?>("long", [1, null, 4]),
            new Column<double?>("double", [1, null, double.NaN]),
            new Column<bool?>("bool", [true, null, true]),
            new Column<string>("text", ["x", null!, "x"]),
            new Column<DateTime?>("date", [new(2024, 5, 31), null, new(2024, 5, 31)]),
            new Column<int?>("label", [0, null, 1]));

        var refusal = Given.Refusal(bytes, new TableOptions { Dates = DateCells.Days });
        Assert.AreEqual(1, refusal.Line);
        refusal.HasMessage("has 7 cells without a value", "row 1, column 'int': empty");
        var table = Given.Table(bytes, Median with { Dates = DateCells.Days });
        Assert.AreEqual("1|1|1|1|x|0/2.5|2.5|1|1|x|0/4|4|1|1|x|0", table.Cells());
        Assert.AreEqual("0-1", table.LabelText());
    }

    [TestMethod]
    public async Task Read_WholeNumbersThatDoublePrecisionRounds_StayApartAsCategories()
    {
        var bytes = await Write(
            new Column<long>("id", [9007199254740992, 9007199254740993, -9007199254740993]),
            new Column<ulong>("big", [ulong.MaxValue, ulong.MaxValue - 1, 1]),
            new Column<int>("label", [0, 0, 1]));

        Assert.AreEqual(
            "9007199254740992|18446744073709551615/9007199254740993|18446744073709551614/-9007199254740993|1",
            Given.Table(bytes, new TableOptions { CategoryColumns = ["id", "big"] }).Cells());
        Given.Refusal(bytes, new TableOptions { IgnoredColumns = ["id"] }, "table.parquet").HasMessage(
            "'18446744073709551615' in row 0 and '18446744073709551614' in row 1, for two, become the same");
    }

    [TestMethod]
    public async Task Read_SinglesAsCategories_HaveTheDigitsOfSinglePrecision() => Assert.AreEqual(
        "0.1/2",
        Given.Table(
            await Write(new Column<float>("a", [0.1f, 2]), new Column<float>("label", [0, 1])),
            new TableOptions { CategoryColumns = ["a"] }).Cells());

    [TestMethod]
    public async Task Read_SeveralRowGroups_GivesAllRowsInOrder()
    {
        var bytes = await Write(
            3,
            new Column<int>("a", [.. Enumerable.Range(0, 10).Select(i => i * i)]),
            new Column<int>("label", [.. Enumerable.Range(0, 10).Select(i => i % 2)]));

        var table = Given.Table(bytes);

        Assert.AreEqual("0/1/4/9/16/25/36/49/64/81", table.Cells());
        Assert.AreEqual("0,1,2,3,4,5,6,7,8,9", table.Lines());
        Assert.AreEqual("0101010101", table.LabelText());
    }

    [TestMethod]
    public async Task Read_ColumnsThatCannotBeRead_AreLeftOutWithAWarning()
    {
        var bytes = await Write(
            new Column<int>("a", [1, 2]),
            new Column<int>("time", [1, 2], new TimeDataField("time", TimeUnitPrecision.Millis)),
            new Column<int>("label", [0, 1]));

        var table = Given.Table(bytes);

        Assert.AreEqual("a", table.Names());
        Assert.Contains(
            "Warning: Column 'time' is a time of day and left out: numbers, truth values, dates and text can be read.", table.Notes());
        Given.Refusal(await Write(new Column<int>("time", [1], new TimeDataField("time", TimeUnitPrecision.Millis))))
            .HasMessage("has no column that can be read: numbers, truth values, dates and text can be, nested columns cannot.");
    }

    [TestMethod]
    public async Task Read_NestedColumn_IsLeftOutWithAWarning()
    {
        var bytes = await WriteNested();

        var table = Given.Table(bytes, new TableOptions { HasLabel = false });

        Assert.AreEqual("a", table.Names());
        Assert.AreEqual("1/2", table.Cells());
        Assert.Contains("Warning: Column 'list' is nested and left out", table.Notes());
    }

    [TestMethod]
    public async Task Read_Infinity_IsOutOfRange() =>
        Given.Refusal(await Write(new Column<double>("a", [1, double.NegativeInfinity, 1e39]), new Column<int>("label", [0, 0, 1])))
            .HasMessage("2 cells that single precision cannot hold", "row 1, column 'a': '-Infinity'", "row 2, column 'a': '1E+39'");

    [TestMethod]
    public async Task Read_DecimalSeparatorSaid_IsForTextsOnly()
    {
        var bytes = await Write(
            new Column<double>("a", [1.5, 2.5]), new Column<string>("b", ["1,5", "2,5"]), new Column<int>("label", [0, 1]));

        Assert.AreEqual("1.5|1.5/2.5|2.5", Given.Table(bytes, new TableOptions { DecimalSeparator = ',' }).Cells());
        Given.Refusal(bytes).HasMessage("column 'b'", "'1,5' in row 0", "--decimal ,");
    }

    [TestMethod]
    public async Task Read_OptionsOfText_AreRefused()
    {
        var bytes = await Write(new Column<double>("a", [1.5, 2.5]), new Column<int>("label", [0, 1]));
        var options = new TableOptions { Separator = ';', HasHeader = true, EncodingName = "utf-8", ReadsQuotes = false };

        Given.Refusal(bytes, options, "t.parquet")
            .HasMessage("'t.parquet' is Parquet, and so nothing can be said of the separator, the header, the encoding, quotes");
    }

    [TestMethod]
    public async Task Read_FileCutAnywhere_IsRefused()
    {
        var bytes = await Write(new Column<double>("a", [1.5, 2.5]), new Column<string>("b", ["x", "y"]), new Column<int>("label", [0, 1]));
        for (var length = 5; length < bytes.Length; length += 7)
        {
            Given.Refusal(bytes[..length]).HasMessage("cannot be read as Parquet", "copy it again");
        }
    }

    [TestMethod]
    public async Task Read_TextThatIsNotUtf8_IsRefusedWithItsRowUnlessLeftOut()
    {
        var bytes = await Write(
            new Column<string>("t", ["fine", "m\u00fcde"]), new Column<int>("a", [1, 5]), new Column<int>("label", [0, 1]));

        // The values, and what the file says of their range.
        for (int place; (place = bytes.AsSpan().IndexOf("m\u00fcde"u8)) >= 0;)
        {
            bytes[place + 1] = (byte)'!';
        }

        var refusal = Given.Refusal(bytes);
        refusal.HasMessage(", row 1, column 't': a text that is not UTF-8", "--ignore");
        Assert.AreEqual((1L, "t"), (refusal.Line, refusal.ColumnName));
        Assert.AreEqual("1/5", Given.Table(bytes, new TableOptions { IgnoredColumns = ["t"] }).Cells());
    }

    [TestMethod]
    public async Task Read_NoRows_SaysSo() =>
        Given.Refusal(await Write(new Column<double>("a", []), new Column<int>("label", []))).HasMessage("has no rows");

    [TestMethod]
    public async Task Read_NamesWithSpaces_AreTrimmed() => Assert.AreEqual(
        "a", Given.Table(await Write(new Column<int>(" a ", [1, 5]), new Column<int>("label", [0, 1]))).Names());

    internal static Task<byte[]> Write(params IColumn[] columns) => Write(int.MaxValue, columns);

    /// <summary>Writes columns, in groups of so many rows.</summary>
    internal static async Task<byte[]> Write(int groupLength, params IColumn[] columns)
    {
        using var stream = new MemoryStream();
        var schema = new ParquetSchema(columns.Select(column => (Field)column.Field));
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            for (var start = 0; start < Math.Max(1, columns[0].Count); start += Math.Min(groupLength, int.MaxValue - start))
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in columns)
                {
                    await column.Write(group, start, Math.Min(groupLength, column.Count - start));
                }
            }
        }

        return stream.ToArray();
    }

    private static async Task<byte[]> WriteNested()
    {
        using var stream = new MemoryStream();
        var (item, a) = (new DataField<int>("item"), new DataField<int>("a"));
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(a, new ListField("list", item)), stream))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(a, new[] { 1, 2 }.AsMemory());
            await group.WriteAllPartsAsync<int>(
                item, new[] { 1, 2, 3 }.AsMemory(), new[] { 2, 2, 2 }.AsMemory(), new[] { 0, 1, 0 }.AsMemory(), CancellationToken.None);
        }

        return stream.ToArray();
    }

    /// <summary>A column to write.</summary>
    internal interface IColumn
    {
        DataField Field { get; }

        int Count { get; }

        Task Write(ParquetRowGroupWriter group, int start, int count);
    }

    internal sealed record Column<T>(string Name, T[] Values, DataField? Written = null) : IColumn
    {
        private readonly DataField _field = Written ?? (typeof(T) == typeof(decimal)
            ? new DecimalDataField(Name, 20, 4)
            : new DataField(Name, typeof(T)));

        public DataField Field => _field;

        public int Count => Values.Length;

        public Task Write(ParquetRowGroupWriter group, int start, int count)
        {
            var values = Values[start..(start + count)];
            return values switch
            {
                string[] texts => group.WriteAsync(Field, texts),
                int?[] => Nullable<int>(),
                long?[] => Nullable<long>(),
                double?[] => Nullable<double>(),
                bool?[] => Nullable<bool>(),
                DateTime?[] => Nullable<DateTime>(),
                _ when typeof(T) == typeof(sbyte) => Plain<sbyte>(),
                _ when typeof(T) == typeof(byte) => Plain<byte>(),
                _ when typeof(T) == typeof(short) => Plain<short>(),
                _ when typeof(T) == typeof(ushort) => Plain<ushort>(),
                _ when typeof(T) == typeof(int) => Plain<int>(),
                _ when typeof(T) == typeof(uint) => Plain<uint>(),
                _ when typeof(T) == typeof(long) => Plain<long>(),
                _ when typeof(T) == typeof(ulong) => Plain<ulong>(),
                float[] => Plain<float>(),
                double[] => Plain<double>(),
                decimal[] => Plain<decimal>(),
                bool[] => Plain<bool>(),
                DateTime[] => Plain<DateTime>(),
                Guid[] => Plain<Guid>(),
                BigDecimal[] => Plain<BigDecimal>(),
                _ => throw new NotSupportedException(),
            };

            Task Plain<TValue>()
                where TValue : struct => group.WriteAsync<TValue>(Field, ((TValue[])(object)values).AsMemory());

            Task Nullable<TValue>()
                where TValue : struct => group.WriteAsync<TValue>(Field, ((TValue?[])(object)values).AsMemory());
        }
    }
}
