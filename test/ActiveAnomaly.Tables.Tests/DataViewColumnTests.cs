using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables;

/// <summary>Vectors of every type that can be read, and texts as a data view has them.</summary>
[TestClass]
public sealed class DataViewColumnTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void ReadDataView_VectorsOfKnownSize_GiveAColumnForEachItem()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Vectors(1), new Vectors(2), new Vectors(3) });

        var table = TableReader.ReadDataView(data, new TableOptions { Dates = DateCells.Days });

        Assert.AreEqual(
            "Double.0|Double.1|Truth.0|Truth.1|Int.0|Int.1|Long.0|Long.1|Byte.0|Byte.1|Text.0|Text.1|Time.0|Time.1|Key.0|Key.1",
            table.Names());
        Assert.AreEqual("NNBBNNNNNNCCDDCC", table.Kinds());
        Assert.AreEqual(
            "0.1|-1|0|1|-1|7|1|10|1|200|t1|u|0|0|2|3"
            + "/0.2|-2|1|1|-2|14|2|20|2|200|t2|u|1|0|3|3"
            + "/0.3|-3|0|1|-3|21|3|30|3|200|t3|u|2|0|4|3",
            table.Cells());
        Assert.AreEqual("010", table.LabelText());
        Assert.IsEmpty(table.Notes.Where(note => note.Text.Contains("and left out:", StringComparison.Ordinal)));
        Assert.AreEqual(table.Cells(), TableReader.ReadDataViewAs(data, table.Schema).Cells());
        Assert.AreEqual("-1", TableReader.ReadDataViewCells(data, table)[0, 1]);
    }

    [TestMethod]
    public void ReadDataView_TypeThatNoFeatureIsMadeOf_IsLeftOutWithAWarning()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new Span { Number = 1 }, new Span { Number = 2, Label = true } });

        var table = TableReader.ReadDataView(data);

        Assert.AreEqual("Number", table.Names());
        Assert.Contains(
            "Warning: Column 'Length' is TimeSpan and left out: numbers, truth values, text, keys, dates, and vectors of them of known "
            + "size can be read.",
            table.Notes());
    }

    [TestMethod]
    public void ReadDataView_SpacesAroundTexts_ArePartOfCategoriesAsInAPipeline()
    {
        var data = Context.Data.LoadFromEnumerable(new[]
        {
            new Texts("c1 ", " 0"), new Texts("c1", "1 "), new Texts(" c2", " "), new Texts("  NA ", "0"), new Texts("c1 ", "0"),
        });

        var table = TableReader.ReadDataView(data, new TableOptions { Missing = MissingCells.DropRow });

        Assert.AreEqual("c1 /c1/ c2/c1 ", table.Cells());
        Assert.AreEqual("01-0", table.LabelText());
        Assert.Contains("Warning: 'Text' has categories that differ in the spaces around them only", table.Notes());
        var scored = TableReader.ReadDataViewAs(data, table.Schema);
        Assert.AreEqual(table.Cells(), scored.Cells());
        Assert.AreEqual(0, scored.Columns[0].UnknownCount);
        var coded = Context.Transforms.Categorical.OneHotEncoding("Coded", "Text").Fit(table.ToDataView()).Transform(data);
        Assert.AreEqual(
            "1,0,0/0,1,0/0,0,1/0,0,0/1,0,0",
            string.Join('/', coded.GetColumn<float[]>("Coded").Select(slots => string.Join(',', slots))));
    }

    [TestMethod]
    public void ReadDataViewAs_CategoryWithOtherSpacesThanInTraining_IsUnknown()
    {
        var schema = Given.Table("Text,label\n c1 ,0\nc2,1\n").Schema;
        var data = Context.Data.LoadFromEnumerable(new[] { new Texts("c1 ", "0"), new Texts("c1", "1") });

        Assert.AreEqual("/c1", TableReader.ReadDataViewAs(data, schema).Cells());
    }

    private sealed class Vectors(int i)
    {
        [VectorType(2)]
        public double[] Double { get; } = [i / 10.0, -i];

        [VectorType(2)]
        public bool[] Truth { get; } = [i == 2, true];

        [VectorType(2)]
        public long[] Int { get; } = [-i, i * 7];

        [VectorType(2)]
        public ulong[] Long { get; } = [(ulong)i, (ulong)i * 10];

        [VectorType(2)]
        public byte[] Byte { get; } = [(byte)i, 200];

        [VectorType(2)]
        public string[] Text { get; } = [$"t{i}", "u"];

        [VectorType(2)]
        public DateTime[] Time { get; } = [new(2024, 5, i), new(2024, 5, 1)];

        [VectorType(2)]
        [KeyType(9)]
        public ushort[] Key { get; } = [(ushort)(i + 1), 3];

        public bool Label { get; } = i == 2;
    }

    private sealed class Span
    {
        public float Number { get; set; }

        public TimeSpan Length { get; set; }

        public bool Label { get; set; }
    }

    private sealed class Texts(string text, string label)
    {
        public string Text { get; } = text;

        public string Label { get; } = label;
    }
}
