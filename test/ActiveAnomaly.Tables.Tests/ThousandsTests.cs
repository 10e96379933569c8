namespace ActiveAnomaly.Tables;

/// <summary>Points that may separate thousands are asked about, and those that do are refused.</summary>
[TestClass]
public sealed class ThousandsTests
{
    private static readonly TableOptions Point = new() { DecimalSeparator = '.' };
    private static readonly TableOptions Median = new() { Missing = MissingCells.Median };

    [TestMethod]
    [DataRow("950,1.234,12.500,780", "'1.234'", 3, "whole numbers below 1000, as '950' in line 2")]
    [DataRow("-12.500,0", "'-12.500'", 2, "whole numbers below 1000, as '0' in line 3")]
    [DataRow("+1.234,-7,,NA", "'+1.234'", 2, "whole numbers below 1000, as '-7' in line 3")]
    [DataRow("1.234,2.345,1.234.567", "'1.234'", 2, "'1.234.567' in line 4 has several")]
    [DataRow("1.234,2345,1.234.567", "'1.234'", 2, "'1.234.567' in line 4 has several")]
    public void Read_PointsThatMaySeparateThousands_Ask(string cells, string cell, int line, string sign)
    {
        foreach (var separator in new[] { ';', '\t', '|' })
        {
            var text = Text(cells, separator);

            var refusal = Given.Refusal(text, Median with { Separator = separator });

            Assert.AreEqual(line, refusal.Line);
            Assert.AreEqual("a", refusal.ColumnName);
            refusal.HasMessage(
                $"Line {line} of 'table.csv', column 'a': is {cell} a number with a decimal point or with a thousands separator?",
                sign,
                "--decimal .",
                "TableOptions.DecimalSeparator",
                "write them without");
        }
    }

    [TestMethod]
    [DataRow("950,1.234,12.500,780", "950/1.234/12.5/780")]
    public void Read_PointsSaidToBeDecimal_AreRead(string cells, string read)
    {
        Assert.AreEqual(read, Column(Given.Table(Text(cells), Median with { DecimalSeparator = '.' })));
    }

    [TestMethod]
    public void Read_PointsSaidToBeDecimalBesideANumberWithSeveral_AreRefused() => Given.Refusal(
        Text("950,1.234,1.234.567"), Median with { DecimalSeparator = '.' })
        .HasMessage("1 number of column 'a' of 'table.csv' is not written as numbers are read, '1.234.567' in line 4");

    [TestMethod]
    [DataRow("1.234,2.500,12.750", "1.234/2.5/12.75")]
    [DataRow("1.234,2.5,7", "1.234/2.5/7")]
    [DataRow("1.234,0.500,7", "1.234/0.5/7")]
    [DataRow("1.234,1000,7", "1.234/1000/7")]
    [DataRow("1.234,1234.5,7", "1.234/1234.5/7")]
    [DataRow("1.2345,7,8", "1.2345/7/8")]
    [DataRow("1234.567,7,8", "1234.567/7/8")]
    [DataRow("1.234e0,7,8", "1.234/7/8")]
    public void Read_DecimalPoints_AreNotAskedAbout(string cells, string read) =>
        Assert.AreEqual(read, Column(Given.Table(Text(cells))));

    [TestMethod]
    public void Read_PointsBesideCommasThatSeparateFields_AreDecimalPoints() =>
        Assert.AreEqual("950/1.234", Column(Given.Table(Text("950,1.234", ','))));

    [TestMethod]
    public void Read_PointsInColumnsOfCategoriesOrTexts_AreNotAskedAbout()
    {
        Assert.AreEqual(
            "950/1.234", Column(Given.Table(Text("950,1.234"), new TableOptions { CategoryColumns = ["a"] })));
        Assert.AreEqual("950/1.234/x/y", Column(Given.Table(Text("950,1.234,x,y"))));
    }

    [TestMethod]
    [DataRow("a;b;label\n950;1,5;0\n1.234;2,5;1\n780;3,5;0\n")]
    [DataRow("a;b;c;label\n2.345;1,5;7.890;0\n1.234;2,5;3.456;1\n1.780;3,5;4.444;0\n")]
    public void Read_PointsBesideDecimalCommas_SeparateThousandsAndAreRefused(string text)
    {
        foreach (var options in new[] { new TableOptions(), Median, new TableOptions { DecimalSeparator = ',' } })
        {
            Given.Refusal(text, options).HasMessage(
                "Column 'a' of 'table.csv' has '",
                "and the decimal separator is a comma ('1,5' in line 2, column 'b'): the point separates thousands",
                "write them without",
                "--decimal .");
        }
    }

    [TestMethod]
    public void Read_CommaInATextBesideThreeDecimals_IsNoDecimalComma() => Assert.AreEqual(
        "1.234/2.345/3.456", Column(Given.Table("a;b;label\n1.234;x;0\n2.345;1,5;1\n3.456;y;0\n")));

    [TestMethod]
    [DataRow("1,950,780", "950,1.234", "whole numbers below 1000, as '950' in line 2")]
    [DataRow("1,950,12500", "1.234", "the model was trained on whole numbers there, up to 12500")]
    [DataRow("1,2,-1500,7", "1.234", "the model was trained on whole numbers there, up to 1500")]
    [DataRow("1,2,7", "1.234.567,1.234", "'1.234.567' in line 2 has several")]
    public void ReadAs_PointsThatMaySeparateThousands_Ask(string training, string cells, string sign)
    {
        var schema = Given.Table(Text(training), Median).Schema;

        Given.ScoringRefusal(Text(cells), schema).HasMessage("a decimal point or with a thousands separator?", sign, "--decimal .");
        if (cells.Contains("1.234.567", StringComparison.Ordinal))
        {
            Given.ScoringRefusal(Text(cells), schema, Point).HasMessage("is not written as numbers are read, '1.234.567' in line 2");
        }
        else
        {
            Assert.Contains("1.234", Column(Given.Scored(Text(cells), schema, Point)));
        }
    }

    [TestMethod]
    [DataRow("1,950,780", "1.234")]
    [DataRow("0.5,950,12500", "950,1.234")]
    [DataRow("1,1.25,12500", "950,1.234")]
    [DataRow("1,950,12500", "5000,1.234")]
    [DataRow("1,950,12500", "1.5,1.234")]
    public void ReadAs_DecimalPoints_AreNotAskedAbout(string training, string cells) => Assert.AreEqual(
        cells.Replace(',', '/'), Column(Given.Scored(Text(cells), Given.Table(Text(training), Median).Schema)));

    [TestMethod]
    public void ReadAs_PointsWhereTrainingHadDecimalCommas_AreRefused()
    {
        var schema = Given.Table("a;label\n1,5;0\n2,5;1\n", Median).Schema;

        Given.ScoringRefusal("a\n950\n1.234\n780\n", schema).HasMessage(
            "Column 'a' of 'new.csv' has '1.234' in line 3, and the decimal separator is a comma: the point separates thousands");
        Assert.AreEqual("950/1.234", Column(Given.Scored("a\n950\n1.234\n", schema, Point)));
    }

    private static string Column(Table table) =>
        string.Join('/', Enumerable.Range(0, table.RowCount).Select(row => Given.Cell(table.Columns[0], row)));

    private static string Text(string cells, char separator = ';') => $"a{separator}b{separator}label\n"
        + string.Concat(cells.Split(',').Select((cell, i) => FormattableString.Invariant($"{cell}{separator}{i * i}{separator}{i % 2}\n")));
}
