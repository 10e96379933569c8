namespace ActiveAnomaly.Tables;

/// <summary>Dates become numbers only when asked for.</summary>
[TestClass]
public sealed class TableReaderDateTests
{
    private const string Iso = "t,label\n2024-05-31,0\n2024-06-02 12:00,0\n2024-05-30T23:00:00-02:00,1\n";

    private static readonly TableOptions Days = new() { Dates = DateCells.Days };

    [TestMethod]
    public void Read_Dates_StopAndAsk()
    {
        var refusal = Given.Refusal(Iso);

        Assert.AreEqual(2, refusal.Line);
        Assert.AreEqual("t", refusal.ColumnName);
        refusal.HasMessage(
            "Column 't' of 'table.csv' holds dates ('2024-05-31' in line 2)", "--dates days", "TableOptions.Dates", "--dates "
            + "category", "--ignore");
    }

    [TestMethod]
    public void Read_DatesAsDays_CountsFromTheFirstDay()
    {
        var table = Given.Table(Iso, Days);

        Assert.AreEqual("0/2.5/0.041666666666666664", table.Cells());
        Assert.AreEqual("D", table.Kinds());
        Assert.AreEqual(new DateTime(2024, 5, 31, 0, 0, 0, DateTimeKind.Utc), table.Columns[0].Schema.FirstDate);
        Assert.Contains("Dates, as days since the first: 't' (since 2024-05-31).", table.Describe());
    }

    [TestMethod]
    [DataRow("2024-01-02 00:00:00+00", "1")]
    [DataRow("2024-01-02T02:00-10", "1.5")]
    [DataRow("2024-01-02 07:00:00.5+07", "1.000005786962963")]
    public void Read_OffsetOfHoursAlone_BecomesUtc(string date, string days) =>
        Assert.AreEqual($"0/{days}", Given.Table($"t,label\n2024-01-01,0\n{date},1\n", Days).Cells());

    [TestMethod]
    [DataRow("2024-01-02T12:00:00.123456789", "2024-01-02T12:00:00.1234567")]
    [DataRow("2024-01-02T12:00:00.123456789Z", "2024-01-02T12:00:00.1234567")]
    [DataRow("2024-01-02 14:00:00.123456789+02", "2024-01-02T12:00:00.1234567")]
    public void Read_Nanoseconds_AreCutOff(string date, string cut)
    {
        string[] cells = [.. new[] { date, cut }.Select(t => Given.Table($"t,label\n2024-01-01,0\n{t},1\n", Days).Cells())];

        Assert.StartsWith("0/1.5000014", cells[0]);
        Assert.AreEqual(cells[1], cells[0]);
    }

    [TestMethod]
    public void Read_TextAfterDecimalsOfASecond_IsNoDate() => Given.Refusal(
        "t,label\n2024-01-01,0\n2024-01-02T12:00:00.123456789x,1\n", Days).HasMessage("'2024-01-02T12:00:00.123456789x'");

    [TestMethod]
    public void Read_DatesAsCategories_AreTexts() => Assert.AreEqual(
        "2024-05-31/2024-06-02 12:00/2024-05-30T23:00:00-02:00", Given.Table(Iso, new TableOptions { Dates = DateCells.Category }).Cells());

    [TestMethod]
    [DataRow("31.05.2024")]
    [DataRow("5/31/24 10:15")]
    [DataRow("2024-5-31")]
    [DataRow("31-May-2024")]
    [DataRow("May 31, 2024")]
    [DataRow("31 May 2024 10:00")]
    public void Read_DatesOfUnclearFormat_AskForIt(string date)
    {
        var text = $"t,b,label\n2024-05-30,1,0\n\"{date}\",2,0\n\"{date}\",3,1\n";

        Given.Refusal(text).HasMessage($"holds dates ('{date}' in line 3)", "--dates days", "with their format, --date-format dd/MM/yyyy");
        Assert.DoesNotContain("--date-format", Given.Refusal(Iso).Message);
        Given.Refusal(text, Days).HasMessage($"holds dates ('{date}' in line 3) whose format is not known", "--date-format dd/MM/yyyy");
        Given.Refusal(text, Days with { DateFormat = "yyyy|MM|dd" }).HasMessage(
            "that are not written as 'yyyy|MM|dd' says", "--date-format");
    }

    [TestMethod]
    public void Read_DateFormatSaid_IsTaken()
    {
        var table = Given.Table("t,label\n31/05/2024,0\n01/06/2024,1\n", Days with { DateFormat = "dd/MM/yyyy" });

        Assert.AreEqual("0/1", table.Cells());
        Assert.AreEqual("dd/MM/yyyy", table.Columns[0].Schema.DateFormat);
    }

    [TestMethod]
    [DataRow("yyyyMMdd", "20240131", "20240201", "", "20240202", 1, 2)]
    [DataRow("yyyyMMdd", "20240131", "20240201", "NA", "20240202", 1, 2)]
    [DataRow("yyyy", "2023", "2024", "?", "2025", 365, 731)]
    [DataRow("yyyy.MM", "2024.01", "2024.02", "", "2024.03", 31, 60)]
    [DataRow("yyyyMMddHHmmss", "20240131000000", "20240201000000", "", "20240202120000", 1, 2.5)]
    public void Read_DateFormatOfNumbers_TakesColumnsWhereEveryFilledCellIsOfIt(
        string format, string first, string second, string missing, string third, int days, double thirdDays)
    {
        var text = $"t;n;label\n{first};20240131.5;0\n{second};7;1\n{missing};8;1\n";
        var options = Days with { DateFormat = format, Missing = MissingCells.Median };

        var table = Given.Table(text, options);

        Assert.AreEqual("DN", table.Kinds());
        Assert.AreEqual(days, table.Columns[0].Numbers[1]);
        Assert.AreEqual(days / 2.0, table.Columns[0].Numbers[2]);
        Assert.IsEmpty(table.Notes.Where(note => note.Text.Contains("dates", StringComparison.Ordinal)));
        Given.Refusal(text, options with { Missing = null }).HasMessage("has 1 cell without", "line 4, column 't'");
        Given.Refusal(text, options with { Dates = DateCells.Stop }).HasMessage(
            $"Column 't' of 'table.csv' holds dates ('{first}' in line 2). Say whether they become numbers");
        Assert.AreEqual("CN", Given.Table(text, options with { CategoryColumns = ["t"] }).Kinds());
        var scored = Given.Scored($"t;n\n{third};1\n;1\n", table.Schema);
        Assert.AreEqual(thirdDays, scored.Columns[0].Numbers[0]);
        Assert.AreEqual(days / 2.0, scored.Columns[0].Numbers[1]);
    }

    [TestMethod]
    public void Read_DateFormatOfNumbersInATypedSource_TakesThemToo()
    {
        var data = new Microsoft.Data.Analysis.DataFrame(
            new Microsoft.Data.Analysis.PrimitiveDataFrameColumn<int>("t", [20240131, 20240201, 20240302]),
            new Microsoft.Data.Analysis.PrimitiveDataFrameColumn<int>("label", [0, 1, 0]));

        var table = TableReader.ReadDataView(data, Days with { DateFormat = "yyyyMMdd" });

        Assert.AreEqual("0/1/31", table.Cells());
        Assert.AreEqual("0/1/31", TableReader.ReadDataViewAs(data, table.Schema).Cells());
    }

    [TestMethod]
    public void Read_DateFormatOfNumbersThatOneCellIsNotOf_StaysNumbersAndIsWarnedOf()
    {
        var table = Given.Table(
            "t,label\n20240131,0\n20240231,1\n20240201,0\n20240202,0\n", Days with { DateFormat = "yyyyMMdd" });

        Assert.AreEqual("N", table.Kinds());
        Assert.Contains(
            "Warning: 3 of 4 cells of 't' are dates written as 'yyyyMMdd' says, and '20240231' in line 3 is none: the column is not taken "
            + "for dates.",
            table.Notes());
        Assert.Contains("Warning: No column holds dates written as 'yyyyMMdd' says in all its filled cells.", table.Notes());
    }

    [TestMethod]
    public void Read_DaysWithoutAColumnOfDates_AreWarnedOf()
    {
        Assert.Contains(
            "Warning: Dates are to become days, and no column holds dates.", Given.Table("a,label\n1,0\n5,1\n9,0\n", Days).Notes());
        Assert.IsEmpty(Given.Table(Iso.Replace(",1\n", ",0\n", StringComparison.Ordinal), Days).Notes.Where(
            note => note.Text.Contains("dates", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void ReadAs_NumberThatIsNoDateInAColumnOfNumericDates_IsNone()
    {
        var schema = Given.Table(
            "t,label\n20240131,0\n20240201,1\n", Days with { DateFormat = "yyyyMMdd", Missing = MissingCells.Median }).Schema;

        Assert.AreEqual("2/0.5", Given.Scored("t\n20240202\n\"\"\n", schema).Cells());
        Given.ScoringRefusal("t\n20240202\n20240231\n", schema).HasMessage("line 3", "'20240231'", "dates");
    }

    [TestMethod]
    public void Read_CellThatIsNoDateInAColumnOfDates_IsMissing()
    {
        const string Text = "t,label\n2024-05-31,0\nsoon,0\n2024-06-02,1\n";

        Given.Refusal(Text, Days).HasMessage("line 3, column 't': 'soon' in a column of dates");
        Assert.AreEqual("0/1/2", Given.Table(Text, Days with { Missing = MissingCells.Median }).Cells());
    }

    [TestMethod]
    [DataRow("9999-12-31T23:59:59.9999999", 0.99999)]
    [DataRow("0001-01-01", 0)]
    public void Read_LastAndFirstDateThereAre_AreRead(string date, double least)
    {
        var table = Given.Table($"t,b,label\n{date},1,0\n{date},2,1\n", Days);

        Assert.IsGreaterThanOrEqualTo(least, table.Columns[0].Numbers[0]);
        Assert.IsLessThanOrEqualTo(1, table.Columns[0].Numbers[0]);
    }

    [TestMethod]
    [DataRow("2024-05")]
    [DataRow("12:30")]
    [DataRow("1.2.3")]
    [DataRow("10.0.0.1")]
    [DataRow("555-1234")]
    public void Read_TextsThatAreNoDates_AreCategories(string text) =>
        Assert.AreEqual("C", Given.Table($"t,label\n{text},0\nx,1\n").Kinds());

    [TestMethod]
    public void Read_FewDatesAmongTexts_AreCategories() =>
        Assert.AreEqual("2024-05-31/x/y", Given.Table("t,label\n2024-05-31,0\nx,0\ny,1\n", Days).Cells());
}
