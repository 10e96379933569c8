using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables;

/// <summary>Data views and DataFrames give the same values by the same rules as text.</summary>
[TestClass]
public sealed class DataViewTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void ReadDataView_MissingTextThatIsANumber_IsComparedByValue()
    {
        var data = new MLContext(1).Data.LoadFromEnumerable([new Measured(-999, true), new Measured(5, false), new Measured(7, false)]);
        var options = new TableOptions { MissingTexts = ["-999"], Missing = MissingCells.Median, LabelColumn = nameof(Measured.IsFaulty) };

        Assert.AreEqual("6/5/7", TableReader.ReadDataView(data, options).Cells());
    }

    [TestMethod]
    public void ReadDataView_EveryKindOfColumn_GivesItsValues()
    {
        var data = Context.Data.LoadFromEnumerable(new[]
        {
            new Row(1), new Row(2), new Row(3),
        });

        var table = TableReader.ReadDataView(data, new TableOptions { Dates = DateCells.Days });

        Assert.AreEqual(
            "SByte|Byte|Short|UShort|Int|UInt|Long|ULong|Single|Double|Truth|Text|Time|Offset|Vector.0|Vector.1", table.Names());
        Assert.AreEqual("NNNNNNNNNNBCDDNN", table.Kinds());
        Assert.AreEqual(
            "-1|1|-1|1|-1|1|-1|1|0.10000000149011612|0.1|0|t1|0|0|1|10"
            + "/-2|2|-2|2|-2|2|-2|2|0.20000000298023224|0.2|1|t2|1|1|2|20"
            + "/-3|3|-3|3|-3|3|-3|3|0.30000001192092896|0.3|0|t3|2|2|3|30",
            table.Cells());
        Assert.AreEqual("010", table.LabelText());
        Assert.AreEqual("0,1,2", table.Lines());
        Assert.AreEqual("row", table.PlaceWord);
        Assert.AreEqual("the data view: 3 rows; a data view.", table.Describe()[0]);
    }

    [TestMethod]
    public void ReadDataView_MissingValues_AreMissing()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Gaps(1, "x", "0"), new Gaps(float.NaN, "", "1"), new Gaps(3, "x", "") });

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data))
            .HasMessage("'the data view' has 2 cells without a value", "row 1, column 'Number': empty", "row 1, column 'Text': empty");
        var table = TableReader.ReadDataView(data, new TableOptions { Missing = MissingCells.Median });
        Assert.AreEqual("1|x/2|x/3|x", table.Cells());
        Assert.AreEqual("01-", table.LabelText());
    }

    [TestMethod]
    public void ReadDataView_KeysOfText_AreTheirTexts()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Gaps(1, "x", "0"), new Gaps(2, "y", "1"), new Gaps(4, "x", "0") });
        var keyed = Context.Transforms.Conversion.MapValueToKey("Text").Append(Context.Transforms.Conversion.MapValueToKey("Label"))
            .Fit(data).Transform(data);

        var table = TableReader.ReadDataView(keyed);

        Assert.AreEqual("1|x/2|y/4|x", table.Cells());
        Assert.AreEqual("010", table.LabelText());
    }

    [TestMethod]
    public void ReadDataView_KeysWithoutValues_AreCategoriesByTheirNumbersFromOne()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Keyed { Key = 3, Label = 0 }, new Keyed { Key = 0, Label = 1 } });

        var table = TableReader.ReadDataView(data, new TableOptions { LabelColumn = "Label" });

        Assert.AreEqual("4/1", table.Cells());
        Assert.AreEqual("C", table.Kinds());
    }

    [TestMethod]
    public void ReadDataView_SlotNames_AreTheColumnsNames()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Gaps(1, "x", "0"), new Gaps(2, "y", "1") });
        var encoded = Context.Transforms.Categorical.OneHotEncoding("Coded", "Text").Fit(data).Transform(data);

        var table = TableReader.ReadDataView(encoded, new TableOptions { LabelColumn = "Label" });

        Assert.AreEqual("Number|Text|x|y", table.Names());
        Assert.AreEqual("1|x|1|0/2|y|0|1", table.Cells());
    }

    [TestMethod]
    [DataRow(null, "has 0 values in column 'Values', as null has; its type says 2")]
    [DataRow(new[] { 7f }, "has 1 values in column 'Values'; its type says 2")]
    [DataRow(new[] { 7f, 8, 9 }, "has 3 values in column 'Values'; its type says 2")]
    public void ReadDataView_VectorOfAnotherLength_IsRefusedWithItsRow(float[] values, string message)
    {
        var data = Context.Data.LoadFromEnumerable(
            new[] { new Vectors { Values = [1, 2] }, new Vectors { Values = values }, new Vectors { Values = [3, 4] } });

        var refusal = Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data, new TableOptions { HasLabel = false }));

        refusal.HasMessage("Row 1 of the data view " + message, "(DropColumns)");
        Assert.AreEqual((1L, "Values"), (refusal.Line, refusal.ColumnName));
    }

    [TestMethod]
    public void ReadDataView_ColumnThatCannotBeRead_IsLeftOutWithAWarning()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Odd { Number = 1, Label = 0 }, new Odd { Number = 2, Label = 1 } });

        var table = TableReader.ReadDataView(data);

        Assert.AreEqual("Number", table.Names());
        Assert.Contains("Warning: Column 'Any' is ", table.Notes());
        Assert.Contains(" and left out: numbers, truth values, text", table.Notes());
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(Context.Data.LoadFromEnumerable(new[] { new Unreadable() })))
            .HasMessage("The data view has no column that can be read");
    }

    [TestMethod]
    public void ReadDataView_DataFrame_GivesTheSameAsText()
    {
        var frame = new DataFrame(
            new PrimitiveDataFrameColumn<int>("int", new int?[] { 1, null, 4, 9 }),
            new PrimitiveDataFrameColumn<long>("long", new long?[] { 1, null, 4, 9 }),
            new PrimitiveDataFrameColumn<double>("double", new double?[] { 1.5, null, 2.5, 9 }),
            new PrimitiveDataFrameColumn<float>("single", new float?[] { 1.5f, null, 2.5f, 9 }),
            new PrimitiveDataFrameColumn<bool>("truth", new bool?[] { true, null, true, false }),
            new StringDataFrameColumn("text", new[] { "x", null!, "y", "x" }),
            new PrimitiveDataFrameColumn<DateTime>("date", new DateTime?[] { new(2024, 5, 31), null, new(2024, 6, 2), new(2024, 6, 2) }),
            new PrimitiveDataFrameColumn<int>("label", new int?[] { 0, 1, 0, null }));
        var options = new TableOptions { Dates = DateCells.Days, Missing = MissingCells.Median };

        var table = TableReader.ReadDataView(frame, options);

        var text = Given.Table(
            "int,long,double,single,truth,text,date,label\n1,1,1.5,1.5,true,x,2024-05-31,0\n,,,,,,,1\n4,4,2.5,2.5,true,y,2024-06-02,0\n"
            + "9,9,9,9,false,x,2024-06-02,\n",
            options);
        Assert.AreEqual("4|4|2.5|2.5|1|x|2", table.Cells().Split('/')[1]);
        Assert.AreEqual(text.Cells(), table.Cells());
        Assert.AreEqual(text.Kinds(), table.Kinds());
        Assert.AreEqual("010-", table.LabelText());
    }

    [TestMethod]
    public void ReadDataView_EmptyCellsOfADataFrameBehindAnotherView_AreRefusedWhereTheyAreRead()
    {
        var frame = new DataFrame(
            new SingleDataFrameColumn("single", [1.5f, null, 2.5f, 9]), new Int32DataFrameColumn("int", [1, null, 4, 9]));
        var taken = Context.Data.TakeRows(frame, 3);
        var options = new TableOptions { HasLabel = false, Missing = MissingCells.Median };

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(taken, options)).HasMessage(
            "Column 'int' of the data view comes from a DataFrame, where it has empty cells, the first in row 1; "
            + "the steps between get them as 0.");
        Assert.AreEqual("1.5/2/2.5", TableReader.ReadDataView(taken, options with { IgnoredColumns = ["int"] }).Cells());
    }

    [TestMethod]
    public void ReadDataView_OptionsOfText_AreRefused()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Gaps(1, "x", "0"), new Gaps(2, "y", "1") });
        var schema = TableReader.ReadDataView(data).Schema;

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data, new TableOptions { Separator = ',' }))
            .HasMessage("A data view has types, and so nothing can be said of the separator");
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataViewAs(data, schema, new TableOptions { HasHeader = true }))
            .HasMessage("A data view has types, and so nothing can be said of the header");
    }

    [TestMethod]
    public void ReadDataViewAs_SchemaOfText_GivesTheSameAsText()
    {
        var schema = Given.Table("Text,Number,Label\nx,1,0\ny,3,1\n", new TableOptions { Missing = MissingCells.Median }).Schema;
        var data = Context.Data.LoadFromEnumerable(new[] { new Gaps(float.NaN, "z", "1"), new Gaps(0.5f, "x", "") });

        var table = TableReader.ReadDataViewAs(data, schema);

        Assert.AreEqual("|2/x|0.5", table.Cells());
        Assert.AreEqual("1-", table.LabelText());
    }

    [TestMethod]
    public void ReadDataView_NoData_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadDataView(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadDataViewAs(null!, Given.Table("a,label\n1,0\n").Schema));
        Assert.ThrowsExactly<ArgumentNullException>(() =>
            TableReader.ReadDataViewAs(Context.Data.LoadFromEnumerable(new[] { new Odd() }), null!));
    }

    [TestMethod]
    public void ReadDataView_ViewThatChanges_Stops()
    {
        var calls = 0;
        IEnumerable<Gaps> Rows()
        {
            yield return new Gaps(1, "x", "0");
            yield return new Gaps(2, "y", "1");
            if (++calls > 1)
            {
                yield return new Gaps(3, "y", "1");
            }
        }

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(Context.Data.LoadFromEnumerable(Rows())))
            .HasMessage("'the data view' changed while it was read");
    }

    [TestMethod]
    public void ReadDataView_CellThatIsLostAtTheSecondPass_Stops()
    {
        var calls = 0;
        IEnumerable<Gaps> Rows()
        {
            yield return new Gaps(1, "x", "0");
            yield return new Gaps(++calls > 1 ? float.NaN : 2, "y", "1");
        }

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(Context.Data.LoadFromEnumerable(Rows())))
            .HasMessage("'the data view' changed while it was read");
    }

    [TestMethod]
    public void ReadDataView_KeyOfNoValue_IsMissing()
    {
        var some = Context.Data.LoadFromEnumerable(new[] { new Gaps(1, "x", "0"), new Gaps(2, "y", "1") });
        var more = Context.Data.LoadFromEnumerable(new[] { new Gaps(1, "x", "0"), new Gaps(2, "z", "1"), new Gaps(5, "x", "0") });
        var keyed = Context.Transforms.Conversion.MapValueToKey("Text").Fit(some).Transform(more);

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(keyed)).HasMessage("row 1, column 'Text': empty");
    }

    [TestMethod]
    public void ReadDataView_ViewThatGetsShorter_Stops()
    {
        var calls = 0;
        IEnumerable<Gaps> Rows()
        {
            yield return new Gaps(1, "x", "0");
            if (++calls == 1)
            {
                yield return new Gaps(2, "y", "1");
            }
        }

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(Context.Data.LoadFromEnumerable(Rows())))
            .HasMessage("'the data view' changed while it was read");
    }

    private sealed class Row(int i)
    {
        public sbyte SByte { get; } = (sbyte)-i;

        public byte Byte { get; } = (byte)i;

        public short Short { get; } = (short)-i;

        public ushort UShort { get; } = (ushort)i;

        public int Int { get; } = -i;

        public uint UInt { get; } = (uint)i;

        public long Long { get; } = -i;

        public ulong ULong { get; } = (ulong)i;

        public float Single { get; } = i * 0.1f;

        public double Double { get; } = i / 10.0;

        public bool Truth { get; } = i == 2;

        public string Text { get; } = $"t{i}";

        public DateTime Time { get; } = new(2024, 5, i);

        public DateTimeOffset Offset { get; } = new(2024, 5, i, 0, 0, 0, TimeSpan.Zero);

        [VectorType(2)]
        public float[] Vector { get; } = [i, 10 * i];

        public bool Label { get; } = i == 2;
    }

    private sealed class Gaps(float number, string text, string label)
    {
        public float Number { get; } = number;

        public string Text { get; } = text;

        public string Label { get; } = label;
    }

    private sealed class Vectors
    {
        [VectorType(2)]
        public float[]? Values { get; set; }

        public float Other { get; set; } = 5;
    }

    private sealed class Keyed
    {
        [KeyType(5)]
        public uint Key { get; set; }

        public float Label { get; set; }
    }

    private sealed class Odd
    {
        public float Number { get; set; }

        public float[] Any { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Unreadable
    {
        public float[] Any { get; set; } = [];
    }

    private sealed record Measured(float Value, bool IsFaulty);
}
