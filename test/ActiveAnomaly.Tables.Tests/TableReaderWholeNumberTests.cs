using System.Globalization;

namespace ActiveAnomaly.Tables;

/// <summary>Whole numbers: which are rounded, and which only count the rows.</summary>
[TestClass]
public sealed class TableReaderWholeNumberTests
{
    [TestMethod]
    public void Read_WholeNumbersThatDoublePrecisionMakesTheSame_Stop()
    {
        // 2^53, and the next whole number, which double precision has not.
        const string Text = "id,b,label\n9007199254740992,1,0\n9007199254740993,5,0\n9007199254740993,2,1\n";

        var refusal = Given.Refusal(Text);

        Assert.AreEqual((3L, "id"), (refusal.Line, refusal.ColumnName));
        refusal.HasMessage(
            "Column 'id' of 'table.csv' has 2 different whole numbers of 16 digits and more, of which 1 is left in double precision",
            "'9007199254740992' in line 2 and '9007199254740993' in line 3, for two, become the same",
            "--ignore",
            "--category");
        Assert.AreEqual("1/5/2", Given.Table(Text, new TableOptions { IgnoredColumns = ["id"] }).Cells());
        Assert.AreEqual(2, Given.Table(Text, new TableOptions { CategoryColumns = ["id"] }).Columns[0].Schema.Categories.Count);
    }

    [TestMethod]
    public void Read_WholeNumbersThatDoublePrecisionRounds_AreNotedWithTextAndLine()
    {
        var apart = Given.Table("id,b,label\n9007199254740993,1,0\n19007199254740993,5,0\n39007199254740992,2,1\n").Notes();
        var few = Given.Table("id,b,label\n1,1,0\n2,1,0\n9,5,0\n9007199254740992,2,1\n9007199254740993,3,1\n").Notes();

        Assert.Contains(
            "Note: 'id' has whole numbers that double precision, in which numbers are read, does not hold: '9007199254740993' in line 2 "
            + "for one. Leave the column out",
            apart);
        Assert.DoesNotContain("single precision rounds", apart);
        Assert.Contains(
            "Warning: 'id' has whole numbers that double precision, in which numbers are read, does not hold: '9007199254740992' in line 5 "
            + "and '9007199254740993' in line 6, for two, become the same.",
            few);
        Assert.DoesNotContain(
            "double precision", Given.Table("id,b,label\n1000000000000000000,1,0\n-9007199254740994,5,0\n7,2,1\n").Notes());
    }

    [TestMethod]
    public void Read_WholeNumbersThatDoublePrecisionDoesNotTellFromTheNext_AreNotSaidToCountUp() => Assert.DoesNotContain(
        "counts up", Given.Table("id,b,label\n10000000000000000,1,0\n10000000000000000,5,0\n10000000000000000,2,1\n").Notes());

    [TestMethod]
    public void Read_ColumnThatCounts_IsWarnedOf()
    {
        Assert.Contains(
            "Warning: 'id' counts up by 1 from row to row: is it a row number?", Given.Table("id,b,label\n7,1,0\n8,5,1\n9,2,0\n").Notes());
        Assert.IsEmpty(Given.Table("id,b,label\n7,1,0\n8,5,1\n10,2,0\n").Notes);
        Assert.IsEmpty(Given.Table("id,b,label\n1.5,1,0\n2.5,5,1\n3.5,2,0\n").Notes);
    }

    [TestMethod]
    public void Read_RowNumbersBelowZeroWhereAnotherSignIsUsed_AreFound()
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Contains("'id' counts up by 1", Given.Table("id,b,label\n-2,1,0\n-1,5,1\n0,2,0\n").Notes());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Read_LargeWholeNumbers_NotesTheRounding() =>
        Assert.Contains(
            "'a' has whole numbers, such as 20000003, that single precision rounds to 20000004",
            Given.Table("a,label\n20000001,0\n20000009,0\n20000003,1\n").Notes());

    [TestMethod]
    public void Read_FewLargeWholeNumbers_NotesNothing() => Assert.IsEmpty(Given.Table("a,label\n20000001,0\n5,0\n7,1\n").Notes);
}
