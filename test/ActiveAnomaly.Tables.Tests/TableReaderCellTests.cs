namespace ActiveAnomaly.Tables;

/// <summary>What cells are, which of them are missing, and what becomes of them.</summary>
[TestClass]
public sealed class TableReaderCellTests
{
    private static readonly TableOptions Median = new() { Missing = MissingCells.Median };
    private static readonly TableOptions DropRow = new() { Missing = MissingCells.DropRow };

    [TestMethod]
    [DataRow("1", 1)]
    [DataRow("-1.5", -1.5)]
    [DataRow("+2", 2)]
    [DataRow(".5", 0.5)]
    [DataRow("5.", 5)]
    [DataRow("1e-3", 1e-3)]
    [DataRow("-2.5E+10", -2.5e10)]
    [DataRow("3.4028234e38", 3.4028234e38)]
    [DataRow("-3.4028234e38", -3.4028234e38)]
    [DataRow("1.17549435e-38", 1.17549435e-38)]
    [DataRow("0.0", 0)]
    [DataRow("0e-999", 0)]
    [DataRow("007", 7)]
    public void Read_Number_HasItsValue(string cell, double value)
    {
        var table = Given.Table($"a,label\n{cell},0\n4,1\n");

        Assert.AreEqual(ColumnKind.Number, table.Columns[0].Kind);
        Assert.AreEqual(value, table.Columns[0].Numbers[0]);
    }

    [TestMethod]
    [DataRow("?")]
    [DataRow("NA")]
    [DataRow("n/a")]
    [DataRow("#N/A")]
    [DataRow("NaN")]
    [DataRow("nan")]
    [DataRow("null")]
    [DataRow("NULL")]
    [DataRow("None")]
    [DataRow("-")]
    [DataRow("True")]
    [DataRow("ID00001")]
    [DataRow("2024-05-31")]
    [DataRow("31.05.2024")]
    [DataRow("12a")]
    [DataRow("36 months")]
    [DataRow("x")]
    public void Read_CellThatIsNoNumberInAColumnOfNumbers_IsMissing(string cell)
    {
        var text = $"a,b,label\n1,5,0\n2,{cell},0\n4,7,1\n";

        var refusal = Given.Refusal(text);

        Assert.AreEqual(3, refusal.Line);
        Assert.AreEqual("b", refusal.ColumnName);
        refusal.HasMessage(
            "'table.csv' has 1 cell without a value that can be used:",
            $"\n  line 3, column 'b': '{cell}' in a column of numbers\n",
            "--missing median",
            "--missing drop-row",
            "TableOptions.Missing",
            "--ignore");
        var filled = Given.Table(text, Median);
        Assert.AreEqual("1|5/2|6/4|7", filled.Cells());
        Assert.AreEqual(1, filled.Columns[1].FilledCount);
        Assert.Contains("Missing cells, filled: 'b' 1 (median: 6).", filled.Describe());
        var dropped = Given.Table(text, DropRow);
        Assert.AreEqual("1|5/4|7", dropped.Cells());
        Assert.AreEqual("01", dropped.LabelText());
        Assert.AreEqual("2,4", dropped.Lines());
        Assert.AreEqual(1, dropped.DroppedRowCount);
        Assert.Contains("Rows left out because a cell has no value: 1.", dropped.Describe());
    }

    [TestMethod]
    public void Read_EmptyCells_StopWithTheFirstFive()
    {
        var refusal = Given.Refusal("a,b,c,label\n1,,x,0\n2,3,,0\n,4,y,0\n5,,?,1\n,,,1\n9,9,z,0\n8,8,z,0\n");

        Assert.AreEqual(2, refusal.Line);
        Assert.AreEqual("b", refusal.ColumnName);
        Assert.StartsWith(
            "'table.csv' has 8 cells without a value that can be used, by column: 'a' 2, 'b' 3, 'c' 3; the first 5:\n"
            + "  line 2, column 'b': empty\n"
            + "  line 3, column 'c': empty\n"
            + "  line 4, column 'a': empty\n"
            + "  line 5, column 'b': empty\n"
            + "  line 5, column 'c': '?'\n",
            refusal.Message);
        refusal.HasMessage("TableOptions.MissingTexts; --missing-text");
    }

    [TestMethod]
    public void Read_MissingCellOfACategory_GetsTheMostFrequentOne()
    {
        var table = Given.Table("a,label\nx,0\ny,0\n-,0\ny,1\n,0\n", Median);

        Assert.AreEqual("x/y/y/y/y", table.Cells());
        Assert.AreEqual("y", table.Columns[0].Schema.FillCategory);
        Assert.AreEqual(2, table.Columns[0].FilledCount);
        Assert.Contains("Missing cells, filled: 'a' 2 (most frequent: 'y').", table.Describe());
    }

    [TestMethod]
    public void Read_MissingTextsSaid_AreThoseAlone()
    {
        const string Text = "a,b,label\n-,1,0\nnone,2,0\nx,unknown,1\n";
        var options = new TableOptions { MissingTexts = [" Unknown "], Missing = MissingCells.Median };

        Assert.AreEqual("-|1/none|2/x|1.5", Given.Table(Text, options).Cells());
        Assert.AreEqual("x|1/x|2/x|1.5", Given.Table(Text, Median).Cells());
    }

    [TestMethod]
    [DataRow("-999", "-999.0")]
    [DataRow("-999", "-999.000")]
    [DataRow("-999", " -9.99e2 ")]
    [DataRow("-999.0", "-999")]
    [DataRow("1e20", "100000000000000000000")]
    [DataRow("0", "-0.0")]
    public void Read_MissingTextThatIsANumber_IsComparedByValue(string missing, string cell)
    {
        var table = Given.Table($"a,label\n{cell},0\n5,0\n7,1\n", Median with { MissingTexts = [missing] });

        Assert.AreEqual("6/5/7", table.Cells());
        Assert.DoesNotContain("No cell holds", table.Notes());
    }

    [TestMethod]
    public void Read_MissingTextThatIsANumberBesideDecimalCommas_IsComparedByValue() => Assert.AreEqual(
        "1.5|x/2|x", Given.Table("a;c;label\n-9,90;x;0\n-9,9;x;0\n1,5;x;0\n2,0;x;1\n", DropRow with { MissingTexts = ["-9.9"] }).Cells());

    [TestMethod]
    public void Read_CodeThatHasTheValueOfAMissingText_IsACategory() => Assert.AreEqual(
        "007/8/x/y", Given.Table("a,label\n007,0\n8,0\nx,0\ny,1\n", new TableOptions { MissingTexts = ["7"] }).Cells());

    [TestMethod]
    public void Read_MissingTextThatNeverOccurs_IsWarnedOf()
    {
        const string Text = "a,label\n-999,0\n5,0\n7,1\n";

        Assert.Contains(
            "Warning: No cell holds '-99', 'nix', which are given as texts of cells without a value (--missing-text): is it spelt so?",
            Given.Table(Text, Median with { MissingTexts = ["-999", "-99", "nix"] }).Notes());
        Assert.DoesNotContain("No cell holds", Given.Table(Text).Notes());
    }

    [TestMethod]
    [DataRow("1,2,3,10", 2.5)]
    [DataRow("3,1,10", 3)]
    [DataRow("0.1,0.1", 0.1)]
    [DataRow("16777217,16777217", 16777217)]
    public void Read_Median_IsTheMiddle(string numbers, double median)
    {
        var rows = string.Concat(numbers.Split(',').Select(number => $"{number},0\n"));

        Assert.AreEqual(median, Given.Table($"a,label\n{rows},1\n", Median).Columns[0].Numbers[^1]);
    }

    [TestMethod]
    public void Read_MoreNumbersThanTexts_IsAColumnOfNumbersAndWarnsOfTheTexts()
    {
        var table = Given.Table("a,label\n1,0\n2,0\nx,0\ny,0\n3,1\n", Median);

        Assert.AreEqual("1/2/2/2/3", table.Cells());
        Assert.Contains("Warning: 'a' is a column of numbers, and 2 of its cells hold none ('x' in line 4): they count as "
            + "missing.", table.Notes());
    }

    [TestMethod]
    public void Read_AsManyTextsAsNumbers_IsACategoryAndNotesTheNumbers()
    {
        var table = Given.Table("a,label\nx,0\n2,0\n1e99,0\ny,1\n");

        Assert.AreEqual("x/2/1e99/y", table.Cells());
        Assert.Contains("Note: 'a' holds texts and, in 2 of 4 cells, numbers ('2' in line 3): each is taken for a "
            + "category.", table.Notes());
    }

    [TestMethod]
    public void Read_TextsAndAnInfinity_IsACategory() =>
        Assert.AreEqual("x/inf/y", Given.Table("a,label\nx,0\ninf,0\ny,1\n").Cells());

    [TestMethod]
    public void Read_MostCellsMissing_IsWarnedOf() =>
        Assert.Contains(
            "Warning: 3 of 5 cells of 'a' were missing and got one and the same value",
            Given.Table("a,b,label\n1,1,0\n,2,0\n,4,0\n,8,0\n3,16,1\n", Median).Notes());

    [TestMethod]
    public void Read_ColumnWithoutAnyValue_IsLeftOutAndTold()
    {
        var table = Given.Table("a,b,label\n1,,0\n2,NA,1\n");

        Assert.AreEqual("a", table.Names());
        Assert.Contains("Left out: 'b' (it holds no value).", table.Describe());
        Assert.AreEqual("b", string.Join(',', table.Schema.IgnoredColumns));
    }

    [TestMethod]
    public void Read_EveryRowDropped_SaysSo() =>
        Given.Refusal("a,b,label\n1,,0\n,2,1\n", DropRow).HasMessage("Every row of 'table.csv' has a cell without a value", "all "
            + "2", "--ignore");

    [TestMethod]
    [DataRow("inf", double.PositiveInfinity)]
    [DataRow("-Infinity", double.NegativeInfinity)]
    [DataRow("+INF", double.PositiveInfinity)]
    [DataRow("-∞", double.NegativeInfinity)]
    [DataRow("3.5e38", double.PositiveInfinity)]
    [DataRow("-1e39", double.NegativeInfinity)]
    [DataRow("1e999", double.PositiveInfinity)]
    [DataRow("-1.5e999", double.NegativeInfinity)]
    [DataRow("1e-39", 0)]
    [DataRow("-1.1e-38", 0)]
    [DataRow("1e-999", 0)]
    public void Read_NumberOutOfRange_StopsOrIsClippedOrMissing(string cell, double side)
    {
        var text = $"a,label\n{cell},0\n5,0\n7,0\n9,1\n";

        var refusal = Given.Refusal(text);

        Assert.AreEqual(2, refusal.Line);
        Assert.AreEqual("a", refusal.ColumnName);
        refusal.HasMessage(
            "'table.csv' has 1 cell that single precision cannot hold",
            $"\n  line 2, column 'a': '{cell}' in a column of numbers\n",
            "--out-of-range clip",
            "--out-of-range missing",
            "TableOptions.OutOfRange");
        var clipped = Given.Table(text, new TableOptions { OutOfRange = OutOfRangeCells.Clip });
        Assert.AreEqual(side > 0 ? 9 : side < 0 ? 5 : 0, clipped.Columns[0].Numbers[0]);
        Assert.AreEqual(1, clipped.Columns[0].ClippedCount);
        Assert.Contains("Cells out of single precision's range, clipped: 'a' 1.", clipped.Describe());
        Assert.AreEqual(5, clipped.Columns[0].Schema.Smallest);
        Given.Refusal(text, new TableOptions { OutOfRange = OutOfRangeCells.Missing }).HasMessage("without a value", $"'{cell}'");
        Assert.AreEqual("7/5/7/9", Given.Table(text, Median with { OutOfRange = OutOfRangeCells.Missing }).Cells());
        Assert.AreEqual("5/7/9", Given.Table(text, DropRow with { OutOfRange = OutOfRangeCells.Missing }).Cells());
    }

    [TestMethod]
    [DataRow("3,5e38", 9)]
    [DataRow("-1,5e999", 5)]
    [DataRow("1,5e-39", 0)]
    public void Read_NumberOutOfRangeWithADecimalComma_IsOutOfRange(string cell, double clipped)
    {
        var text = $"a;label\n{cell};0\n5,0;0\n9,0;1\n";

        Given.Refusal(text).HasMessage("1 cell that single precision cannot hold", $"line 2, column 'a': '{cell}'");
        Assert.AreEqual(clipped, Given.Table(text, new TableOptions { OutOfRange = OutOfRangeCells.Clip }).Columns[0].Numbers[0]);
    }

    [TestMethod]
    public void Read_OutOfRangeWithAPointBesideDecimalCommas_IsRefused()
    {
        var refusal = Given.Refusal("a;label\n1.5e39;0\n5,0;0\n9,0;1\n", Median);

        refusal.HasMessage("1 number of column 'a' of 'table.csv' is not written as numbers are read, '1.5e39' in line 2");
        Assert.DoesNotContain("--decimal", refusal.Message);
    }

    [TestMethod]
    public void Read_OnlyInfinities_AreClippedToZero() =>
        Assert.AreEqual("0|1/0|2", Given.Table("a,b,label\ninf,1,0\n-inf,2,1\n",
            new TableOptions { OutOfRange = OutOfRangeCells.Clip }).Cells());

    [TestMethod]
    public void Read_NumbersSaidToBeCategories_AreTexts()
    {
        var table = Given.Table("zip,label\n00123,0\n00124,0\n00123,1\n", new TableOptions { CategoryColumns = [" zip "] });

        Assert.AreEqual("C", table.Kinds());
        Assert.AreEqual("00123/00124/00123", table.Cells());
    }

    [TestMethod]
    public void Read_NumbersThatBeginWithZero_AreWarnedOf()
    {
        Assert.Contains(
            "Warning: 'zip' has numbers that begin with 0, '00124' in line 3 for one: is it a code?",
            Given.Table("zip,label\n123,0\n 00124,0\n00999,1\n").Notes());
        Assert.IsEmpty(Given.Table("a,label\n0,0\n0.5,0\n-7,1\n").Notes);
    }

    [TestMethod]
    public void Read_TrueAndFalse_AreOneAndZero()
    {
        var table = Given.Table("a,b,label\nTrue,x,0\nFALSE,true,0\ntrue,false,1\n");

        Assert.AreEqual("BC", table.Kinds());
        Assert.AreEqual("1|x/0|true/1|false", table.Cells());
    }

    [TestMethod]
    public void Read_MissingTruthValue_GetsTheMedian() => Assert.AreEqual(
        "1/1/0/1", Given.Table("a,label\ntrue,0\ntrue,0\nfalse,0\n?,1\n", Median).Cells());

    [TestMethod]
    [DataRow(20, 20, true)]
    [DataRow(60, 60, true)]
    [DataRow(60, 57, true)]
    [DataRow(19, 19, false)]
    [DataRow(60, 50, false)]
    public void Read_CategoryOfItsOwnInNearlyEveryRow_IsWarnedOf(int rowCount, int differentCount, bool isWarnedOf)
    {
        var rows = string.Concat(Enumerable.Range(0, rowCount).Select(
            i => FormattableString.Invariant($"K{i % differentCount:d2}x,{i * i},{i % 2}\n")));

        var notes = Given.Table("key,b,label\n" + rows).Notes();

        Assert.AreEqual(isWarnedOf, notes.Contains("category of its own", StringComparison.Ordinal));
        if (rowCount == differentCount && isWarnedOf)
        {
            Assert.Contains(
                $"Warning: 'key' has a category of its own in {rowCount} of {rowCount} rows that have one ('K00x' in line 2, 'K01x' in "
                + $"line 3, 'K02x' in line 4), and becomes {rowCount} features that say little more than which row it is. Leave it out "
                + "(--ignore)",
                notes);
        }
    }

    [TestMethod]
    public void Read_Categories_AreInOrdinalOrderAndOneFeatureEach()
    {
        var table = Given.Table("a,b,label\nzeta,x,0\nAlpha,x,0\nalpha,x,1\n");

        Assert.AreEqual("Alpha|alpha|zeta", string.Join('|', table.Columns[0].Schema.Categories));
        Assert.AreEqual("2,0,1", string.Join(',', table.Columns[0].Codes.ToArray()));
        Assert.AreEqual(4, table.FeatureCount);
        Assert.Contains("differ in capitals only, and are taken for different ones: 'Alpha', 'alpha'", table.Notes());
        Assert.Contains("One-hot encoded: 'a' (3 categories), 'b' (1 category).", table.Describe());
        Assert.Contains("Constant, kept: 'b'.", table.Describe());
    }

    [TestMethod]
    public void Read_MoreCategoriesThanAllowed_NamesColumnCountAndExample()
    {
        const string Text = "b,a,label\nu,x,0\nu,y,0\nu,z,1\n";

        var refusal = Given.Refusal(Text, new TableOptions { MostCategories = 2 });

        Assert.AreEqual("a", refusal.ColumnName);
        Assert.AreEqual(2, refusal.Line);
        refusal.HasMessage("Column 'a' holds texts of 3 different values, such as 'x' in line 2; at most "
            + "2", "--ignore", "--most-categories");
        Assert.AreEqual(3, Given.Table(Text, new TableOptions { MostCategories = 3 }).Columns[1].FeatureCount);
    }

    [TestMethod]
    public void Read_SeveralColumnsOfTooManyCategories_AreNamedAtOnce()
    {
        var refusal = Given.Refusal("b,c,a,label\nu,k,x,0\nv,k,y,0\nw,l,z,1\n", new TableOptions { MostCategories = 2 });

        Assert.AreEqual("b", refusal.ColumnName);
        refusal.HasMessage("Column 'b' holds texts of 3 different values", "\nColumn 'a' holds texts of 3 different values");
        Assert.DoesNotContain("'c'", refusal.Message);
    }

    [TestMethod]
    public void Read_MissingCellsInManyColumns_NamesTwelveOfThem()
    {
        var names = Enumerable.Range(1, 14).Select(i => $"n{i}");
        var text = $"{string.Join(',', names)},label\n{string.Join(',', Enumerable.Repeat("1", 14))},0\n{new string(',', 14)}1\n";

        Given.Refusal(text).HasMessage("has 14 cells", "by column: 'n1' 1, 'n2' 1, ", "'n12' 1 and 2 more; the first 5:");
    }

    [TestMethod]
    public void Read_MoreThanAHundredCategories_IsRefusedByDefault()
    {
        static string Text(int count) => "a,label\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"ID{i},{i % 2}\n"));

        Assert.AreEqual(100, Given.Table(Text(100)).FeatureCount);
        Given.Refusal(Text(101)).HasMessage("101 different values, such as 'ID0' in line 2; at most 100");
    }

    [TestMethod]
    public void Read_ManyCategoriesAllowed_KeepsAllApart()
    {
        var text = "a,label\n" + string.Concat(Enumerable.Range(0, 100_010).Select(i => $"ID{i},{i % 2}\n"));

        Given.Refusal(text).HasMessage("holds texts of 100000 or more different values");
        Assert.AreEqual(100_010, Given.Table(text, new TableOptions { MostCategories = 200_000 }).FeatureCount);
    }

    [TestMethod]
    public void Read_ConstantColumns_AreKeptAndNamed()
    {
        var table = Given.Table("a,b,label\n5,1,0\n5,2,1\n");

        Assert.IsTrue(table.Columns[0].IsConstant);
        Assert.IsFalse(table.Columns[1].IsConstant);
        Assert.Contains("Constant, kept: 'a'.", table.Describe());
    }

    [TestMethod]
    public void Read_LongCellText_IsShortenedInMessages() =>
        Given.Refusal($"a,label\n1,0\n{new string('x', 500)},0\n2,1\n").HasMessage($"'{new string('x', 60)}...' in a column");

    [TestMethod]
    [DataRow("N/A")]
    [DataRow("NULL")]
    [DataRow(" nOnE ")]
    public void Read_MissingTextInAnyCapitals_IsNoCategory(string text) =>
        Assert.AreEqual("x/x/y", Given.Table($"a,label\nx,0\n{text},0\ny,1\n", Median).Cells());

    [TestMethod]
    public void Read_MissingTextSaidWithSpaces_IsNoCategory() => Assert.AreEqual(
        "x/x/y", Given.Table("a,label\nx,0\nvoid,0\ny,1\n", Median with { MissingTexts = [" Void "] }).Cells());

    [TestMethod]
    public void Read_SixMissingCellsInAColumn_ListsFive() =>
        Given.Refusal("a,b,label\n5,1,0\n,2,0\n,4,0\n,5,0\n,6,0\n,7,0\n,8,1\n").HasMessage(
        "has 6 cells without a value that can be used, by column: 'a' 6; the first 5:\n",
        string.Concat(Enumerable.Range(3, 5).Select(line => $"  line {line}, column 'a': empty\n")) + "Fill");

    [TestMethod]
    [DataRow("1234,567", 1234.567)]
    [DataRow("0,123", 0.123)]
    [DataRow("1,2345", 1.2345)]
    [DataRow("-1,23", -1.23)]
    public void Read_CommaThatIsNoThousandsSeparator_IsADecimalComma(string cell, double value) =>
        Assert.AreEqual(value, Given.Table($"a;label\n{cell};0\n5;1\n").Columns[0].Numbers[0]);

    [TestMethod]
    public void Read_CommasInAColumnOfCategories_DecideNoDecimalSeparator() => Assert.AreEqual(
        "1,5|1.5/2,5|2",
        Given.Table("a;b;label\n1,5;1.5;0\n2,5;2;1\n", new TableOptions { CategoryColumns = ["a"] }).Cells());

    [TestMethod]
    public void Read_CategoryOfADroppedRowAlone_IsNone() => Assert.AreEqual(
        "x|y",
        string.Join('|', Given.Table("a,b,label\nx,1,0\nz,,0\ny,5,1\n", DropRow).Columns[0].Schema.Categories));
}
