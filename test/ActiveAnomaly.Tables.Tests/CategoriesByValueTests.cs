using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet.Schema;

namespace ActiveAnomaly.Tables;

/// <summary>Categories of numbers, dates and truth values are the same in text and in Parquet, however a text writes them.</summary>
[TestClass]
public sealed class CategoriesByValueTests
{
    private const string Text = "n,t,b,c,label\n"
        + "1.0,2024-05-31 12:00,True,007,0\n0.50,2024-06-01T00:00:00Z,False,8,0\n1e3,2024-05-31,True,7,1\n";

    private static readonly TableOptions Options = new() { CategoryColumns = ["n", "t", "b", "c"] };

    [TestMethod]
    public async Task ReadAs_ParquetForAModelOfText_FindsCategoriesByTheirValue()
    {
        using var file = await Typed();

        var table = TableReader.ReadAs(file.Path, Given.Table(Text, Options).Schema);

        Assert.AreEqual("1.0|2024-05-31 12:00|True|8/0.50|2024-06-01T00:00:00Z|False|7/1e3|2024-05-31|True|", table.Cells());
    }

    [TestMethod]
    public async Task ReadAs_TextForAModelOfParquet_FindsCategoriesByTheirValue()
    {
        using var file = await Typed();

        var table = Given.Scored(Text, TableReader.Read(file.Path, Options).Schema);

        Assert.AreEqual("1|2024-05-31T12:00:00|true|/0.5|2024-06-01|false|8/1000|2024-05-31|true|7", table.Cells());
    }

    [TestMethod]
    public void ReadAs_TextForAModelOfText_FindsCategoriesLetterByLetter()
    {
        var table = Given.Scored(
            "n,t,b,c\n1,2024-05-31T12:00,true,7\n", Given.Table(Text, Options).Schema, new TableOptions { HasLabel = false });

        Assert.AreEqual("|||7", table.Cells());
    }

    [TestMethod]
    public async Task ReadAs_TwoCategoriesOfOneValue_AreNotGuessed()
    {
        using var file = await Typed();
        var schema = Given.Table("n,label\n1.0,0\n1.00,0\n0.5,1\n", new TableOptions { CategoryColumns = ["n"] }).Schema;

        Assert.AreEqual("/0.5/", TableReader.ReadAs(file.Path, schema).Cells());
    }

    [TestMethod]
    public async Task ReadAs_TextsOfParquetOrADataViewForAModelOfText_AreFoundLetterByLetter()
    {
        var schema = Given.Table("n,label\n1.10,0\n2,0\n0.5,1\n", new TableOptions { CategoryColumns = ["n"] }).Schema;
        using var file = new TemporaryFile(
            await ParquetTests.Write(new ParquetTests.Column<string>("n", ["1.1", "2.0", "0.5"])), "table.parquet");
        var data = new MLContext(1).Data.LoadFromEnumerable([new Named("1.1"), new Named("2.0"), new Named("0.5")]);

        Assert.AreEqual("//0.5", TableReader.ReadAs(file.Path, schema).Cells());
        Assert.AreEqual("//0.5", TableReader.ReadDataViewAs(data, schema).Cells());
    }

    [TestMethod]
    public async Task ReadAs_TextForAModelOfParquet_NotesWhatIsTakenForWhat()
    {
        using var file = await Typed();
        var schema = TableReader.Read(file.Path, Options).Schema;

        Assert.Contains(
            "Note: 'n' has '1.0' in line 2, which is taken for the category '1', being worth the same", Given.Scored(Text, schema).Notes());
        Assert.DoesNotContain("'b' has", Given.Scored(Text, schema).Notes());
        Assert.DoesNotContain("worth the same", TableReader.ReadAs(file.Path, Given.Table(Text, Options).Schema).Notes());
    }

    private sealed class Named(string text)
    {
        [ColumnName("n")]
        public string Text { get; } = text;
    }

    private static async Task<TemporaryFile> Typed() => new(
        await ParquetTests.Write(
            new ParquetTests.Column<double>("n", [1, 0.5, 1000]),
            new ParquetTests.Column<DateTime>("t", [Utc(5, 31, 12), Utc(6, 1, 0), Utc(5, 31, 0)], Unzoned),
            new ParquetTests.Column<bool>("b", [true, false, true]),
            new ParquetTests.Column<int>("c", [8, 7, 70]),
            new ParquetTests.Column<int>("label", [0, 0, 1])),
        "table.parquet");

    private static DateTimeDataField Unzoned => new("t", DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros);

    private static DateTime Utc(int month, int day, int hour) => new(2024, month, day, hour, 0, 0, DateTimeKind.Utc);
}
