namespace ActiveAnomaly.Tables;

/// <summary>Decimal separators are found out, and numbers in a notation that is not read are refused.</summary>
[TestClass]
public sealed class TableReaderNotationTests
{
    private static readonly TableOptions Median = new() { Missing = MissingCells.Median };
    private static readonly TableOptions DropRow = new() { Missing = MissingCells.DropRow };

    [TestMethod]
    public void Read_DecimalCommaBesideSemicolons_IsFoundAndTold()
    {
        var table = Given.Table("a;b;label\n1,5;1,234;0\n-2;0,5e2;1\n");

        Assert.AreEqual("1.5|1.234/-2|50", table.Cells());
        Assert.AreEqual(',', table.Schema.Dialect.DecimalSeparator);
        Assert.Contains("decimal comma", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_DecimalCommaFarDown_IsFound()
    {
        var rows = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i * i};0\n"));

        Assert.AreEqual(0.5, Given.Table($"a;label\n{rows}0,5;1\n").Columns[0].Numbers[^1]);
    }

    [TestMethod]
    [DataRow("1,234", "1234")]
    [DataRow("-12,345", "5")]
    public void Read_CommaThatMayBeAThousandsSeparator_Asks(string cell, string other)
    {
        var text = $"a;b;label\n{other};7;0\n{cell};8;1\n";

        var refusal = Given.Refusal(text);

        Assert.AreEqual(3, refusal.Line);
        Assert.AreEqual("a", refusal.ColumnName);
        refusal.HasMessage("Line 3 of 'table.csv', column 'a'", $"is '{cell}' a number with a decimal comma", "--decimal ,", "write them "
            + "without");
        Assert.AreEqual(
            double.Parse(cell.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture),
            Given.Table(text, new TableOptions { DecimalSeparator = ',' }).Columns[0].Numbers[1]);
    }

    [TestMethod]
    [DataRow("1,234")]
    [DataRow("1,234.5")]
    [DataRow("1.234,5")]
    [DataRow("1,234,567")]
    [DataRow("12,34,567.8")]
    [DataRow("1 234")]
    [DataRow("1'234.5")]
    [DataRow("12%")]
    [DataRow("$1,234")]
    [DataRow("5 ₹")]
    [DataRow("123,45 EUR")]
    [DataRow("CHF 5")]
    [DataRow("-1.234,56 EUR")]
    [DataRow("US$5")]
    [DataRow("12 kg")]
    [DataRow("20°C")]
    [DataRow("120 km/h")]
    [DataRow("30 m²")]
    [DataRow("1.5 m")]
    [DataRow("1.5k")]
    [DataRow("5.20-")]
    [DataRow("(5.20)")]
    [DataRow("(1,234.50)")]
    [DataRow("\u22125.20")]
    [DataRow("\u22121e\u22125")]
    [DataRow("\u22125 °C")]
    public void Read_OneNumberOfAColumnInAnotherNotation_IsRefusedHoweverMissingCellsAreTreated(string cell)
    {
        foreach (var options in new[] { new TableOptions(), Median, DropRow })
        {
            var refusal = Given.Refusal($"a;b;label\n7;7.5;0\n{cell};8.5;0\n8;8.5;0\n9;8.5;1\n", options);

            Assert.AreEqual(3, refusal.Line);
            Assert.AreEqual("a", refusal.ColumnName);
            refusal.HasMessage(
                $"1 number of column 'a' of 'table.csv' is not written as numbers are read, '{cell}' in line 3 for one: numbers have a "
                + "decimal point here, and no thousands separators, currencies, per cent signs and units; negative ones begin with '-'.",
                "Write them as plain numbers, take the column for categories (--category",
                "--missing-text");
        }
    }

    [TestMethod]
    [DataRow("(x)")]
    [DataRow("x-")]
    [DataRow("\u2212x")]
    public void Read_TextThatIsNoNumberWithoutItsMinus_IsMissing(string cell) =>
        Assert.AreEqual("7/8/9/8", Given.Table($"a,label\n7,0\n8,0\n9,0\n{cell},1\n", Median).Cells());

    [TestMethod]
    public void Read_NumbersOfAnotherNotationSaidToBeMissing_AreMissing() => Assert.AreEqual(
        "7/8/9/8", Given.Table("a,label\n7,0\n8,0\n9,0\n12%,1\n", Median with { MissingTexts = ["12%"] }).Cells());

    [TestMethod]
    [DataRow("a,label\n\"1,5\",0\n\"2,5\",1\n", "'1,5' in line 2", "--decimal ,")]
    [DataRow("a,label\n\"1,234\",0\n\"2,345\",1\n", "'1,234' in line 2", "--decimal ,")]
    [DataRow("a,label\n\"1,234,567\",0\n\"2,345,678\",1\n", "'1,234,567' in line 2", "plain numbers")]
    [DataRow("a,label\n\"1,234.5\",0\n\"2,345.5\",1\n", "'1,234.5' in line 2", "plain numbers")]
    [DataRow("a,label\n12%,0\n15 %,1\n", "'12%' in line 2", "per cent signs")]
    [DataRow("a,label\n$5,0\n-€7.5,1\n", "'$5' in line 2", "currencies")]
    [DataRow("a,label\n1 234,0\n2'345.5,1\n", "'1 234' in line 2", "thousands separators")]
    [DataRow("a,label\n12 kg,0\n15.5 kg,1\n", "'12 kg' in line 2", "units")]
    [DataRow("a;b;label\n1.5;2,5;0\n2.5;3;0\n3.5;4,5;1\n", "'2,5' in line 2", "--decimal ,")]
    public void Read_ColumnOfNumbersInAnotherNotation_IsRefusedHoweverMissingCellsAreTreated(string text, string example, string remedy)
    {
        foreach (var options in new[] { new TableOptions(), Median, DropRow })
        {
            var refusal = Given.Refusal(text, options);
            Assert.AreEqual(2, refusal.Line);
            refusal.HasMessage("Most numbers of column", "are not written as numbers are read", example, remedy, "--category", "--ignore");
        }
    }

    [TestMethod]
    public void Read_DecimalCommasInQuotesBetweenCommas_AreReadWhenSaid()
    {
        const string Text = "\"a\",\"b\",\"label\"\n\"13,86\",\"128,99\",\"0\"\n\"7\",\"1.5\",\"1\"\n\"-0,5\",\"2,25\",\"1\"\n";
        var good = Text.Replace("1.5", "1,5", StringComparison.Ordinal);
        var said = new TableOptions { DecimalSeparator = ',' };

        Given.Refusal(good).HasMessage("'13,86' in line 2", "quotes hold the numbers together (--decimal ,");
        foreach (var options in new[] { said, said with { Separator = ',' } })
        {
            var table = Given.Table(good, options);
            Assert.AreEqual("13.86|128.99/7|1.5/-0.5|2.25", table.Cells());
            Assert.AreEqual((',', ','), (table.Schema.Dialect.Separator, table.Schema.Dialect.DecimalSeparator));
            Assert.AreEqual("3.5|4", Given.Scored("a,b\n\"3,5\",4\n", TableSchema.FromJson(table.Schema.ToJson())).Cells());
        }

        Given.Refusal(Text, said).HasMessage("'1.5' in line 3");
    }

    [TestMethod]
    [DataRow("a,b\n\"1,5\",0\n2,5,1\n")]
    [DataRow("a,b\n1,0\n2,1\n")]
    public void Read_CommasThatMaySeparateBesideADecimalCommaSaid_AreRefused(string text)
    {
        var options = new TableOptions { DecimalSeparator = ',', Separator = ',' };

        Given.Refusal(text, options).HasMessage("are both ','", "unless quotes hold the numbers together in every line", "--separator");
    }

    [TestMethod]
    public void Read_PointsBesideDecimalCommaSaid_AreRefused() =>
        Given.Refusal("a;label\n1.5;0\n2.5;1\n", new TableOptions { DecimalSeparator = ',' }).HasMessage("'1.5' in line 2", "--decimal .");
}
