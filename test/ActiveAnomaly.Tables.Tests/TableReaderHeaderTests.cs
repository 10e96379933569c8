namespace ActiveAnomaly.Tables;

/// <summary>Whether the first line holds names, and which names columns get.</summary>
[TestClass]
public sealed class TableReaderHeaderTests
{
    [TestMethod]
    [DataRow("id,2019,2020,Label\n7,1,2,0\n5,3,4,1\n", "id|2019|2020")]
    [DataRow("a,label\n1,0\n2,1\n", "a")]
    [DataRow("a,label\nx,normal\ny,outlier\n", "a")]
    [DataRow("a,label\ntrue,0\nfalse,1\n", "a")]
    [DataRow(",a,label\nx,1,0\ny,2,1\n", "column1|a")]
    public void Read_FirstLineOfNames_IsTheHeader(string text, string names)
    {
        var table = Given.Table(text);

        Assert.AreEqual(names, table.Names());
        Assert.IsTrue(table.Schema.Dialect.HasHeader);
        Assert.AreEqual(2, table.RowCount);
        Assert.AreEqual(2, table.LineOf(0));
    }

    [TestMethod]
    [DataRow("1,x,0\n2,y,1\n", "1|x/2|y")]
    [DataRow("ID1,5,0\nID2,6,1\n", "ID1|5/ID2|6")]
    [DataRow("true,x,normal\nfalse,y,outlier\n", "1|x/0|y")]
    [DataRow("9,8,0", "9|8")]
    public void Read_FirstLineOfValues_IsARow(string text, string cells)
    {
        var table = Given.Table(text, new TableOptions { Missing = MissingCells.Median });

        Assert.AreEqual("column1|column2", table.Names());
        Assert.IsFalse(table.Schema.Dialect.HasHeader);
        Assert.AreEqual(1, table.LineOf(0));
        Assert.AreEqual(cells, table.Cells());
        Assert.Contains("There is no header: the first line holds values; the columns are called column1 to column3", table.Notes());
        Assert.Contains("no header", table.Describe()[0]);
    }

    [TestMethod]
    public void Read_MissingCellInAFirstLineOfValues_IsARow() =>
        Assert.AreEqual(3, Given.Table("?,1,0\n1,2,0\n2,3,1\n", new TableOptions { Missing = MissingCells.Median }).RowCount);

    [TestMethod]
    public void Read_FirstLineThatCounts_AsksWhetherItIsTheHeader()
    {
        const string Text = "0,1,2\n1.5,2.5,0\n3.5,4.5,1\n";

        var refusal = Given.Refusal(Text);

        Assert.AreEqual(1, refusal.Line);
        refusal.HasMessage("Line 1 of 'table.csv' counts 0, 1, 2, ...", "--header or --no-header", "TableOptions.HasHeader");
        Assert.AreEqual("0|1", Given.Table(Text, new TableOptions { HasHeader = true }).Names());
        Assert.AreEqual(
            "0|1/1.5|2.5/3.5|4.5",
            Given.Table(Text, new TableOptions { HasHeader = false, AbnormalValues = ["1"], NormalValues = ["*"] }).Cells());
    }

    [TestMethod]
    [DataRow("1100,1102,1104\n0.5,0.25,1\n0.5,0.75,0\n", "1100, 1102, 1104")]
    [DataRow("2019,2020,2021,2022\n7,8,3,0\n", "2019, 2020, 2021")]
    [DataRow("2,1,0,-1\n7,8,3,0\n", "2, 1, 0")]
    [DataRow("10,20,30\n5,7,9\n", "10, 20, 30")]
    [DataRow("a,10,20,30\na,5,7,8\n5,5,7,8\n", "10, 20, 30")]
    [DataRow("0,1,2\n5,6,7\n", "0, 1, 2")]
    public void Read_FirstLineOfEqualSteps_AsksWhetherItIsTheHeader(string text, string shown) =>
        Given.Refusal(text, new TableOptions { HasLabel = false }).HasMessage($"Line 1 of 'table.csv' counts {shown}, ...");

    [TestMethod]
    [DataRow("1,2,3\n1,2,3\n")]
    [DataRow("10,20,30\n40,50,60\n")]
    [DataRow("10,20,30,a\n40,50,60,b\n")]
    [DataRow("10,20,31\n5,7,8\n")]
    [DataRow("10,10,10\n5,7,8\n")]
    [DataRow("1.5,2.5,3.5\n5,7,8\n")]
    [DataRow("10,20\n5,7\n")]
    public void Read_FirstLineThatDoesNotCountOrGoesOn_IsARow(string text) =>
        Assert.AreEqual(2, Given.Table(text, new TableOptions { HasLabel = false }).RowCount);

    [TestMethod]
    public void Read_HeaderSaid_IsTaken()
    {
        const string Numbers = "1,5,0\n2,6,1\n";

        Assert.AreEqual("1|5", Given.Table(Numbers, new TableOptions { HasHeader = true }).Names());
        Assert.AreEqual("2|6", Given.Table(Numbers, new TableOptions { HasHeader = true }).Cells());
        Assert.AreEqual("x|y/z|w", Given.Table("x,y,0\nz,w,1\n", new TableOptions { HasHeader = false }).Cells());
    }

    [TestMethod]
    public void Read_NamesBesideNumbers_NotesThatItIsTakenForTheHeader()
    {
        Assert.Contains(
            "Note: The first line is taken for the header, as 'id' is no value like those below it, though '2019' is one.",
            Given.Table("id,2019,2020,Label\n7,1,2,0\n5,3,4,1\n").Notes());
        Assert.IsEmpty(Given.Table("a,label\n5,0\n9,1\n7,0\n").Notes);
    }

    [TestMethod]
    public void Read_NoColumnOfNumbers_NotesThatTheFirstLineIsTakenForTheHeader() =>
        Assert.Contains("though no column of numbers shows it", Given.Table("a,label\nx,normal\ny,outlier\n").Notes());

    [TestMethod]
    public void Read_SameNames_AreToldApartAndWarnedOf()
    {
        var table = Given.Table("a,a (2),a, ,,a,label\n1,2,3,4,5,6,0\n2,3,4,5,6,7,1\n");

        Assert.AreEqual("a|a (2)|a (3)|column4|column5|a (4)", table.Names());
        Assert.AreEqual("1|2|3|4|5|6/2|3|4|5|6|7", table.Cells());
        Assert.Contains("Warning: 2 columns have a name that a column before it has, and are called 'a (3)', 'a (4)'.", table.Notes());
        Assert.Contains("Note: 2 columns have no name in the header and are called 'column4', 'column5'.", table.Notes());
    }

    [TestMethod]
    public void Read_SeparatorAtTheEndOfTheHeaderAlone_BeginsNoColumn()
    {
        var table = Given.Table("a,label,\n1,0\n2,1\n");

        Assert.AreEqual("a", table.Names());
        Assert.AreEqual("01", table.LabelText());
        Assert.Contains("The header ends with a separator that no row has; it begins no column.", table.Notes());
    }

    [TestMethod]
    public void Read_SeparatorsAtTheEndOfEveryLine_BeginNoColumn()
    {
        var table = Given.Table("a,label,,\n1,0,, \n2,1,,\n");

        Assert.AreEqual("a", table.Names());
        Assert.AreEqual("01", table.LabelText());
        Assert.Contains("Every line ends with separators behind which there is neither a name nor a value", table.Notes());
    }

    [TestMethod]
    public void Read_ValueBehindTheLastNamedColumn_IsAColumnOrRefused()
    {
        Assert.AreEqual("a|label|column3", Given.Table("a,label,\n1,0,5\n2,1,6\n", new TableOptions { HasLabel = false }).Names());

        var rows = string.Concat(Enumerable.Repeat("1,0,\n2,1,\n", 600));
        var refusal = Given.Refusal($"a,label,\n{rows}3,0,late\n");
        Assert.AreEqual(1202, refusal.Line);
        refusal.HasMessage("Line 1202 of 'table.csv' has 'late' in field 3, where the header has no name", "Give the column a name");
    }

    [TestMethod]
    public void Read_HeaderWithFewerNamesThanFields_IsRefused() =>
        Given.Refusal("a,label\n1,2,0\n3,4,1\n").HasMessage("Line 2 of 'table.csv' has 3 fields, the header has 2");

    [TestMethod]
    public void Read_HeaderOnly_SaysThatRowsAreNeeded() =>
        Given.Refusal("a,b,label\n").HasMessage("'table.csv' has a header and no rows; a header and rows are needed.");

    [TestMethod]
    public void Read_TextInTheFirstLineOfAColumnOfTexts_IsNoName() => Assert.AreEqual(3, Given.Table("x,1,0\n5,2,1\ny,4,0\n").RowCount);

    [TestMethod]
    public void Read_FirstLineThatCountsToOne_IsARow() => Assert.AreEqual("0/5/7", Given.Table("0,1\n5,0\n7,0\n").Cells());

    [TestMethod]
    public void Read_SameNameWhoseNumberedOneFollows_GetsTheNextNumber() =>
        Assert.AreEqual("a|a (3)|a (2)", Given.Table("a,a,a (2),label\n1,5,2,0\n2,6,7,1\n").Names());

    [TestMethod]
    [Timeout(60_000)]
    public void ReadColumnNames_OneNameForMany_TellsThemApartInTime()
    {
        const int Count = 50_000;
        using var file = new TemporaryFile(
            System.Text.Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Repeat("a", Count)) + "\n"), "table.csv");

        Assert.AreEqual($"a ({Count})", TableReader.ReadColumnNames(file.Path, new TableOptions { HasHeader = true })[^1]);
    }
}
