using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables;

/// <summary>Keys are categories by the values that they stand for, and labels by these or by their order.</summary>
[TestClass]
public sealed class DataViewKeyTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    [DataRow("Int", "90210/10115/90210")]
    [DataRow("Long", "9007199254740993/-1/9007199254740993")]
    [DataRow("Byte", "7/200/7")]
    [DataRow("Single", "0.1/2.5/0.1")]
    [DataRow("Double", "0.1/-1E-05/0.1")]
    [DataRow("Truth", "true/false/true")]
    [DataRow("Digits", "07/8/07")]
    [DataRow("Day", "2024-05-31/2024-06-01T12:30:00/2024-05-31")]
    public void ReadDataView_KeysOfAnyValues_AreCategoriesByTheirTexts(string column, string cells)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(string.Empty)
            {
                NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" },
            };
            var keyed = Keyed(column);

            var table = TableReader.ReadDataView(keyed);

            Assert.AreEqual("C", table.Kinds());
            Assert.AreEqual(cells, table.Cells());
            Assert.AreEqual("010", table.LabelText());
            Assert.AreEqual(cells, TableReader.ReadDataViewAs(keyed, table.Schema).Cells());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [TestMethod]
    public void ReadDataView_KeysOfAnyRawType_AreRead()
    {
        // ML.NET counts the keys of objects from 0, and what is above the last is none.
        var data = Context.Data.LoadFromEnumerable(
            new[] { new FiveKeys { Label = 3 }, new FiveKeys { Label = 0 }, new FiveKeys { Label = 9 } });
        var keys = Context.Transforms.Conversion.ConvertType("Byte", "Label", DataKind.Byte)
            .Append(Context.Transforms.Conversion.ConvertType("Short", "Label", DataKind.UInt16))
            .Append(Context.Transforms.Conversion.ConvertType("Int", "Label", DataKind.UInt32))
            .Append(Context.Transforms.Conversion.ConvertType("Long", "Label", DataKind.UInt64))
            .Append(Context.Transforms.SelectColumns("Byte", "Short", "Int", "Long")).Fit(data).Transform(data);

        var table = TableReader.ReadDataView(keys, new TableOptions { Missing = MissingCells.Median, HasLabel = false });

        Assert.AreEqual("Byte UInt16 UInt32 UInt64", string.Join(' ', keys.Schema.Select(column => column.Type.RawType.Name)));
        Assert.AreEqual("Byte|Short|Int|Long", table.Names());
        Assert.AreEqual("CCCC", table.Kinds());
        Assert.AreEqual("4|4|4|4/1|1|1|1/1|1|1|1", table.Cells());
        Assert.AreEqual(4, table.Columns.Sum(column => column.FilledCount));
    }

    [TestMethod]
    [DataRow("Truth", "101")]
    [DataRow("Zero", "010")]
    public void ReadDataView_LabelOfKeysWithValues_TakesTheirWords(string column, string labels)
    {
        var table = TableReader.ReadDataView(Keyed(column, dropsLabel: true), new TableOptions { LabelColumn = column });

        Assert.AreEqual(labels, table.LabelText());
    }

    [TestMethod]
    public void ReadDataView_LabelOfTwoKeysWithoutValues_IsNormalAbnormalOrUnlabelled()
    {
        var data = Context.Data.LoadFromEnumerable(new[] { new TwoKeys(1, 0), new TwoKeys(2, 1), new TwoKeys(3, 9), new TwoKeys(5, 0) });

        var table = TableReader.ReadDataView(data);

        Assert.AreEqual("01-0", table.LabelText());
        Assert.Contains("Note: The label 'Label' is a key of two that stand for no known values: the first is normal", table.Notes());
        Assert.AreEqual("01-0", TableReader.ReadDataViewAs(data, table.Schema).LabelText());
        Assert.AreEqual("01-0", TableReader.ReadDataViewAs(data, Given.Table("Number,Label\n1,normal\n3,abnormal\n").Schema).LabelText());
        Assert.AreEqual("01", Given.Scored("Number,Label\n1,0\n2,1\n", table.Schema).LabelText());
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data, new TableOptions { AbnormalValues = ["1"] }))
            .HasMessage("The label column 'Label' of 'the data view' is a key of two", "Leave out what its values mean");
    }

    [TestMethod]
    public void ReadDataView_LabelMappedToKeys_IsOneWithoutValues()
    {
        var data = Context.Data.LoadFromEnumerable(
            new[] { new Worded("good", 1), new Worded("bad", 2), new Worded("?", 3), new Worded("good", 5) });
        var keyed = Context.Transforms.Conversion.MapValue(
                "Label", [KeyValuePair.Create("good", 1u), KeyValuePair.Create("bad", 2u)], "Word", treatValuesAsKeyType: true)
            .Append(Context.Transforms.DropColumns("Word")).Fit(data).Transform(data);

        Assert.AreEqual("01-0", TableReader.ReadDataView(keyed).LabelText());
    }

    [TestMethod]
    public void ReadDataView_LabelOfOtherKeysWithoutValues_IsRefused()
    {
        var data = Context.Data.LoadFromEnumerable(
            new[] { new FiveKeys { Number = 1, Label = 1 }, new FiveKeys { Number = 3, Label = 2 } });
        var schema = Given.Table("Number,Label\n1,0\n3,1\n").Schema;

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataView(data)).HasMessage(
            "The label column 'Label' of 'the data view' is a key of 5 that stand for no known values", "TableOptions.LabelColumn");
        Assert.ThrowsExactly<TableException>(() => TableReader.ReadDataViewAs(data, schema)).HasMessage("is a key of 5");
        Assert.AreEqual("1/3", TableReader.ReadDataViewAs(data, schema, new TableOptions { HasLabel = false }).Cells());
    }

    /// <summary>Gives a column as keys, and the label.</summary>
    private static IDataView Keyed(string column, bool dropsLabel = false)
    {
        var data = Context.Data.LoadFromEnumerable(
            new[] { new Values(isFirst: true), new Values(isFirst: false), new Values(isFirst: true) });
        var keyed = Context.Transforms.Conversion.MapValueToKey(column).Fit(data).Transform(data);
        return Context.Transforms.SelectColumns(dropsLabel ? [column, "Number"] : [column, "Label"]).Fit(keyed).Transform(keyed);
    }

    private sealed class Values(bool isFirst)
    {
        public int Int { get; } = isFirst ? 90210 : 10115;

        public long Long { get; } = isFirst ? 9007199254740993 : -1;

        public byte Byte { get; } = (byte)(isFirst ? 7 : 200);

        public float Single { get; } = isFirst ? 0.1f : 2.5f;

        public double Double { get; } = isFirst ? 0.1 : -1e-5;

        public bool Truth { get; } = isFirst;

        public string Digits { get; } = isFirst ? "07" : "8";

        public DateTime Day { get; } = isFirst ? new DateTime(2024, 5, 31) : new DateTime(2024, 6, 1, 12, 30, 0);

        public int Zero { get; } = isFirst ? 0 : 1;

        public float Number { get; } = isFirst ? 1 : 2;

        public bool Label { get; } = !isFirst;
    }

    private sealed class Worded(string word, float number)
    {
        public string Word { get; } = word;

        public float Number { get; } = number;
    }

    private sealed class TwoKeys(float number, uint label)
    {
        public float Number { get; } = number;

        [KeyType(2)]
        public uint Label { get; } = label;
    }

    private sealed class FiveKeys
    {
        public float Number { get; set; }

        [KeyType(5)]
        public uint Label { get; set; }
    }
}
