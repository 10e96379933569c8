using System.Text;
using System.Text.Json.Nodes;

namespace ActiveAnomaly.Tables;

/// <summary>A schema is the same after it was saved, and one that is damaged is refused.</summary>
[TestClass]
public sealed class TableSchemaTests
{
    private static readonly TableSchema Full = Given.Table(
        "n;c;b;t;o;label\n1,5;gr\u00fcn \U0001f600;true;31/05/2024;1;good\n"
        + "-2,5;\"x;\"\"y\";false;02/06/2024;2;bad\n9;;true;02/06/2024;3;?\n",
        new TableOptions
        {
            Missing = MissingCells.Median,
            OutOfRange = OutOfRangeCells.Clip,
            Dates = DateCells.Days,
            DateFormat = "dd/MM/yyyy",
            IgnoredColumns = ["o"],
            AbnormalValues = ["bad"],
            NormalValues = ["good"],
            UnlabeledValues = ["?"],
            MissingTexts = ["none"],
        }).Schema;

    [TestMethod]
    public void FromJson_ToJson_IsTheSame()
    {
        var read = TableSchema.FromJson(Full.ToJson());

        Assert.AreEqual(1, read.Version);
        Assert.AreEqual(Full.Dialect, read.Dialect);
        Assert.AreEqual((';', ',', "utf-8"), (read.Dialect.Separator, read.Dialect.DecimalSeparator, read.Dialect.EncodingName));
        Assert.AreEqual((MissingCells.Median, OutOfRangeCells.Clip), (read.Missing, read.OutOfRange));
        CollectionAssert.AreEqual(new[] { "none" }, read.MissingTexts.ToArray());
        CollectionAssert.AreEqual(new[] { "o" }, read.IgnoredColumns.ToArray());
        Assert.AreEqual("label", read.Label!.Name);
        Assert.AreEqual("good bad ?",
            $"{read.Label.NormalValues.Single()} {read.Label.AbnormalValues.Single()} {read.Label.UnlabeledValues.Single()}");
        Assert.AreEqual("n c b t", string.Join(' ', read.Columns.Select(column => column.Name)));
        var (n, c, b, t) = (read.Columns[0], read.Columns[1], read.Columns[2], read.Columns[3]);
        Assert.AreEqual((ColumnKind.Number, 1.5, -2.5, 9), (n.Kind, n.FillNumber, n.Smallest, n.Largest));
        Assert.AreEqual(ColumnKind.Category, c.Kind);
        CollectionAssert.AreEqual(new[] { "gr\u00fcn \U0001f600", "x;\"y" }, c.Categories.ToArray());
        Assert.AreEqual("gr\u00fcn \U0001f600", c.FillCategory);
        Assert.AreEqual((ColumnKind.Boolean, 1.0), (b.Kind, b.FillNumber));
        Assert.AreEqual((ColumnKind.Date, "dd/MM/yyyy"), (t.Kind, t.DateFormat));
        Assert.AreEqual(new DateTime(2024, 5, 31, 0, 0, 0, DateTimeKind.Utc), t.FirstDate);
        CollectionAssert.AreEqual(Full.ToJson(), read.ToJson());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"version\":\"x\"}")]
    [DataRow("\u00ff")]
    public void FromJson_OtherText_IsRefused(string json) => Assert.ThrowsExactly<TableException>(
        () => TableSchema.FromJson(Encoding.Latin1.GetBytes(json))).HasMessage("The saved description of the table is damaged:");

    [TestMethod]
    [DataRow("2")]
    [DataRow("0")]
    [DataRow("99999999999")]
    public void FromJson_OtherVersion_SaysSo(string version) => Assert.ThrowsExactly<TableException>(
        () => TableSchema.FromJson(Encoding.UTF8.GetBytes($"{{\"version\":{version},\"columns\":7}}")))
        .HasMessage($"has version {version}; versions 1 to 1 can be read", "newer release");

    [TestMethod]
    [DataRow("columns", "[]")]
    [DataRow("columns", "[null]")]
    [DataRow("columns", "null")]
    [DataRow("columns.0.name", "\"\"")]
    [DataRow("columns.0.name", "\"c\"")]
    [DataRow("columns.0.name", "\"label\"")]
    [DataRow("columns.0.kind", "\"other\"")]
    [DataRow("columns.0.kind", "77")]
    [DataRow("columns.0.kind", "\"category\"")]
    [DataRow("columns.0.fillNumber", "null")]
    [DataRow("columns.0.fillNumber", "1e999")]
    [DataRow("columns.0.smallest", "null")]
    [DataRow("columns.0.largest", "null")]
    [DataRow("columns.1.categories", "[]")]
    [DataRow("columns.1.categories", "[null]")]
    [DataRow("columns.1.categories", "[\"a\",\"a\"]")]
    [DataRow("columns.1.fillCategory", "null")]
    [DataRow("columns.1.fillCategory", "\"elsewhere\"")]
    [DataRow("columns.3.firstDate", "null")]
    [DataRow("columns.3.firstDate", "\"soon\"")]
    [DataRow("label.normalValues", "[null]")]
    [DataRow("label.name", "null")]
    [DataRow("missingTexts", "[null]")]
    [DataRow("ignoredColumns", "[null]")]
    [DataRow("dialect", "null")]
    [DataRow("dialect.separator", "\"e\"")]
    [DataRow("dialect.separator", "\"ab\"")]
    [DataRow("dialect.decimalSeparator", "\";\"")]
    [DataRow("missing", "3")]
    public void FromJson_BrokenValue_IsRefused(string path, string value)
    {
        var json = JsonNode.Parse(Full.ToJson())!;
        var parts = path.Split('.');
        var parent = parts[..^1].Aggregate(json, (node, part) => int.TryParse(part, out var index) ? node[index]! : node[part]!);
        parent[parts[^1]] = "here";
        var text = json.ToJsonString().Replace("\"here\"", value);

        Assert.ThrowsExactly<TableException>(() => TableSchema.FromJson(Encoding.UTF8.GetBytes(text)))
            .HasMessage("The saved description of the table is damaged:");
    }
}
