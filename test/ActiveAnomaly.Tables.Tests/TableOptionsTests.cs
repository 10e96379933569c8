namespace ActiveAnomaly.Tables;

/// <summary>Options that cannot be meant are refused. What each does is tested where its subject is.</summary>
[TestClass]
public sealed class TableOptionsTests
{
    private const string Small = "a,b,label\n1,2,0\n3,4,1\n";

    [TestMethod]
    [DataRow('"')]
    [DataRow('\n')]
    [DataRow('\r')]
    [DataRow('.')]
    [DataRow('+')]
    [DataRow('-')]
    [DataRow('#')]
    [DataRow('e')]
    [DataRow('5')]
    [DataRow('\0')]
    [DataRow('\u00a7')]
    [DataRow('\ud800')]
    public void Read_ImpossibleSeparator_IsRefused(char separator) =>
        Given.Refusal(Small, new TableOptions { Separator = separator }).HasMessage("The separator is '", "a comma, a semicolon, a tab");

    [TestMethod]
    [DataRow('|')]
    [DataRow(' ')]
    [DataRow('_')]
    [DataRow('~')]
    [DataRow('/')]
    [DataRow('!')]
    [DataRow('*')]
    [DataRow('\'')]
    [DataRow(':')]
    public void Read_UnusualSeparator_IsTaken(char separator) =>
        Assert.AreEqual("1|2/3|4", Given.Table(Small.Replace(',', separator), new TableOptions { Separator = separator }).Cells());

    [TestMethod]
    public void Read_ImpossibleOption_IsRefused()
    {
        Refused(new TableOptions { DecimalSeparator = ';' }, "The decimal separator is ';'; '.' and ',' are allowed.");
        Refused(new TableOptions { DecimalSeparator = ',', Separator = ',' }, "are both ','; they have to differ, unless quotes");
        Refused(new TableOptions { DecimalSeparator = ',', Separator = ',', ReadsQuotes = false }, "are both ','; they have to differ");
        Refused(new TableOptions { MostCategories = 0 }, "The most categories of a column are 0; at least 1");
        Refused(new TableOptions { MostRows = 0 }, "The most rows to take are 0; at least 1");
        Refused(new TableOptions { HasLabel = false, LabelColumn = "a" }, "that there is no label");
        Refused(new TableOptions { HasLabel = false, UnlabeledValues = ["a"] }, "that there is no label");
        Refused(new TableOptions { HasLabel = false, AbnormalValues = ["a"] }, "that there is no label");
        Refused(new TableOptions { HasLabel = false, NormalValues = ["a"] }, "that there is no label");
        Refused(new TableOptions { AbnormalValues = ["*"], NormalValues = ["*"] }, "Both the abnormal and the normal label values are '*'");
        Refused(new TableOptions { UnlabeledValues = ["*"] }, "The unlabelled label values are '*'");
        Refused(new TableOptions { Missing = (MissingCells)7 }, "is 7, which is none of MissingCells");
        Refused(new TableOptions { OutOfRange = (OutOfRangeCells)7 }, "is 7, which is none of OutOfRangeCells");
        Refused(new TableOptions { Dates = (DateCells)7 }, "is 7, which is none of DateCells");
        Refused(new TableOptions { Dates = DateCells.Category, DateFormat = "yyyy" }, "dates are categories, which need none");
        Refused(new TableOptions { AbnormalValues = [" "] }, "One of the abnormal label values is empty");
        Refused(new TableOptions { NormalValues = [""] }, "One of the normal label values is empty");
        Refused(new TableOptions { UnlabeledValues = [""] }, "One of the unlabelled label values is empty");
        Refused(new TableOptions { IgnoredColumns = [""] }, "One of the columns to leave out is empty");
        Refused(new TableOptions { CategoryColumns = [null!] }, "One of the columns of categories is empty");
        Refused(new TableOptions { MissingTexts = [""] }, "One of the texts of missing cells is empty");
        Assert.ThrowsExactly<ArgumentNullException>(() => Given.Table(Small, new TableOptions { IgnoredColumns = null! }));

        static void Refused(TableOptions options, string message) => Given.Refusal(Small, options).HasMessage(message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("%")]
    [DataRow("dd/MM")]
    [DataRow("HH:mm")]
    [DataRow("abc")]
    [DataRow("dd/mm/yyyy")]
    [DataRow("dd/MM/yyyy hh:mm")]
    [DataRow("dd/MM/yyyy HH:MM")]
    [DataRow("dd/MM/yyyy hh:MM tt")]
    [DataRow("dd/MM/yyyy mm:ss")]
    [DataRow("dd/MM/yy")]
    public void Read_DateFormatThatGivesOtherDatesBack_IsRefused(string format) => Given.Refusal(
        Small, new TableOptions { Dates = DateCells.Days, DateFormat = format })
        .HasMessage($"The date format is '{format}'", "MM months and mm minutes", "hh those of half a day, which needs tt");

    [TestMethod]
    [DataRow("yyyy")]
    [DataRow("MM/yyyy")]
    [DataRow("d.M.yyyy")]
    [DataRow("d MMM yyyy, HH 'h'")]
    [DataRow("HH 'h', d MMM yyyy (MM)")]
    [DataRow("dd/MM/yyyy HH:mm")]
    [DataRow("M/d/yyyy h:mm:ss tt")]
    [DataRow("yyyyMMddHHmmss.f")]
    [DataRow("yyyy-MM-dd HH:mm:ss.FFFFFFFK")]
    [DataRow("yyyy-MM-ddTHH:mmzzz")]
    [DataRow("O")]
    public void Validate_DateFormatOfAllButTheLastParts_IsAllowed(string format) => new TableOptions { DateFormat = format }.Validate();

    [TestMethod]
    [DataRow("no-such")]
    [DataRow("")]
    [DataRow("utf-7")]
    public void Read_UnknownEncoding_IsRefused(string name) => Given.Refusal(Small, new TableOptions { EncodingName = name })
        .HasMessage($"The encoding '{name}' is unknown", "windows-1252");

    [TestMethod]
    public void Read_IgnoredColumns_AreLeftOutAndTold()
    {
        var table = Given.Table(Small, new TableOptions { IgnoredColumns = ["a", " a "] });

        Assert.AreEqual("b", table.Names());
        Assert.Contains("Left out: 'a' (as asked).", table.Describe());
        Given.Refusal(Small, new TableOptions { IgnoredColumns = ["x"] }).HasMessage("has no column 'x' (column to leave out, "
            + "--ignore)", "'a', 'b', 'label'");
        Given.Refusal(Small, new TableOptions { CategoryColumns = ["x"] }).HasMessage("has no column 'x' (column of categories, "
            + "--category)");
        Given.Refusal(Small, new TableOptions { IgnoredColumns = ["label"] })
            .HasMessage("'label' is the label column, being the last or called so; it cannot be left out", "--label");
        Given.Refusal(Small, new TableOptions { CategoryColumns = ["b"], LabelColumn = "b" }).HasMessage("'b' is the label column; it "
            + "cannot");
        Given.Refusal(Small, new TableOptions { IgnoredColumns = ["a"], CategoryColumns = ["a"] }).HasMessage("Column 'a' is to be left "
            + "out (--ignore) and");
        Given.Refusal(Small, new TableOptions { IgnoredColumns = ["a", "b"] }).HasMessage("no column to learn from");
    }

    [TestMethod]
    public void Read_LeftOutColumn_MayHoldAnything() =>
        Assert.AreEqual("2/4", Given.Table("a,b,label\n2024-01-01,2,0\ninf,4,1\n", new TableOptions { IgnoredColumns = ["a"] }).Cells());

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(4)]
    public void Read_MostRows_AreSpreadEvenly(int most)
    {
        var text = "a,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * i},{i % 2}\n"));

        var table = Given.Table(text, new TableOptions { MostRows = most });

        Assert.AreEqual(most, table.RowCount);
        int[] taken = [.. Enumerable.Range(0, most).Select(row => (int)table.LineOf(row) - 2)];
        for (var i = 0; i < most; i++)
        {
            // One row of each of as many equal parts.
            Assert.AreEqual(i, taken[i] * most / 100);
            Assert.AreEqual((double)taken[i] * taken[i], table.Columns[0].Numbers[i]);
            Assert.AreEqual(taken[i] % 2 == 1 ? '1' : '0', table.LabelText()[i]);
        }

        Assert.StartsWith($"table.csv: {most} of 100 rows, evenly spread; separated", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_MostRowsAboveTheRowCount_TakesAll()
    {
        var table = Given.Table(Small, new TableOptions { MostRows = 3 });

        Assert.AreEqual("1|2/3|4", table.Cells());
        Assert.StartsWith("table.csv: 2 rows; ", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_MostRowsWithoutAValueInAColumn_LeavesItOutAndSaysSo()
    {
        const string Text = "a,b,c,label\n,x,,0\n1,y,,0\n2,,q,0\n3,,,1\n";
        var options = new TableOptions { Missing = MissingCells.Median, MostRows = 1 };

        var table = Given.Table(Text, options);

        Assert.AreEqual("a", table.Names());
        Assert.AreEqual("3", table.Cells());
        Assert.Contains(
            "Left out: 'b' (no row that was taken has a value in it), 'c' (no row that was taken has a value in it).", table.Describe());
    }

    [TestMethod]
    public void Read_MostRowsWithoutAnyValue_IsRefused() => Given.Refusal(
        "a,label\n1,0\n2,0\n,1\n", new TableOptions { Missing = MissingCells.Median, MostRows = 1 })
        .HasMessage("No column of 'table.csv' has a value in the 1 rows that were taken", "--rows");
}
