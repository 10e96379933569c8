namespace ActiveAnomaly.Tables;

/// <summary>A table is read for a model as its training table was, and what differs is told of.</summary>
[TestClass]
public sealed class ReadAsTests
{
    private const string Training = "n,c,b,label\n1,x,true,0\n2,y,false,0\n4,x,true,1\n";

    private static readonly TableSchema Schema = Given.Table(Training).Schema;
    private static readonly TableSchema MedianSchema = Given.Table(Training, new TableOptions { Missing = MissingCells.Median }).Schema;

    [TestMethod]
    public void ReadAs_ColumnsInAnotherOrderAndOthersBetween_AreFoundByName()
    {
        var table = Given.Scored("b,label,x,c,n\nfalse,1,7,y,5\n", Schema);

        Assert.AreEqual("n|c|b", table.Names());
        Assert.AreEqual("5|y|0", table.Cells());
        Assert.AreEqual("1", table.LabelText());
        Assert.Contains("Left out: 'x' (the model was not trained on it).", table.Describe());
        Assert.AreSame(Schema.Columns[0], table.Schema.Columns[0]);
    }

    [TestMethod]
    public void ReadAs_MissingColumns_AreNamed()
    {
        Given.ScoringRefusal("n,B\n1,true\n", Schema).HasMessage(
            "'new.csv' lacks columns that the model was trained on: 'c', 'b'. Its columns: 'n', 'B' (separated by commas, as in training; "
            + "--separator says otherwise).");
        Given.ScoringRefusal("n;c;b\n1;x;true\n", Schema).HasMessage("lacks columns", "'n;c;b'", "separated by commas, as in training");
        Given.ScoringRefusal("n;c\n1;x\n", Schema, new TableOptions { Separator = ';' })
            .HasMessage("lacks a column that the model was trained on: 'b'.", "(separated by semicolons).");
    }

    [TestMethod]
    public void ReadAs_AnotherSeparatorSaid_IsTaken() => Assert.AreEqual(
        "5|y|0", Given.Scored("n;c;b\n5;y;false\n", Schema, new TableOptions { Separator = ';' }).Cells());

    [TestMethod]
    public void ReadAs_UnknownCategory_IsNoneOfTheKnownOnesAndWarnedOf()
    {
        var table = Given.Scored("n,c,b\n1,z,true\n2,Y,true\n3,y,true\n", Schema);

        Assert.AreEqual("1||1/2||1/3|y|1", table.Cells());
        Assert.AreEqual(2, table.Columns[1].UnknownCount);
        Assert.Contains(
            "Warning: 'c' has 2 cells of categories that the model was not trained on: 'z' (line 2), 'Y' (line 3). Such rows are scored as "
            + "of none of the categories. Capitals count: 'Y' is not 'y', which the model knows.",
            table.Notes());
    }

    [TestMethod]
    public void ReadAs_UnknownCategoriesAgain_AreShownOnceEach()
    {
        var table = Given.Scored("n,c,b\n1,z,true\n2,z,true\n3,w,true\n4,z,true\n", Schema);
        var many = Given.Scored("n,c,b\n" + string.Concat(Enumerable.Range(0, 6).Select(i => $"1,z{i},true\n")), Schema);

        Assert.Contains(
            "has 4 cells of categories that the model was not trained on: 'z' (line 2), 'w' (line 4). Such", table.Notes());
        Assert.Contains("'z3' (line 5), 'z4' (line 6), .... Such", many.Notes());
    }

    [TestMethod]
    public void ReadAs_CategoryInOtherCapitals_IsToldWhichOneItIsNot() => Assert.Contains(
        "as of none of the categories. Capitals count: 'Y' is not 'y', which the model knows.",
        Given.Scored("n,c,b\n1,z,true\n2,Y,true\n3,Y,true\n", Schema).Notes());

    [TestMethod]
    public void ReadAs_UnknownCategoryInADroppedRow_IsNotTold()
    {
        var table = Given.Scored("n,c,b\n,z,true\n2,w,true\n", Schema, new TableOptions { Missing = MissingCells.DropRow });

        Assert.Contains("has 1 cell of categories that the model was not trained on: 'w' (line 3).", table.Notes());
    }

    [TestMethod]
    public void ReadAs_MissingCell_IsTreatedAsInTrainingOrAsSaid()
    {
        const string Text = "n,c,b\n,x,true\n7,?,NA\n8,y,false\n";

        Given.ScoringRefusal(Text, Schema).HasMessage(
            "has 3 cells without a value",
            "line 2, column 'n': empty",
            "line 3, column 'c': '?'",
            "line 3, column 'b': 'NA' in a column of true and false");
        Assert.AreEqual("2|x|1/7|x|1/8|y|0", Given.Scored(Text, MedianSchema).Cells());
        Assert.AreEqual("8|y|0", Given.Scored(Text, MedianSchema, new TableOptions { Missing = MissingCells.DropRow }).Cells());
        Assert.AreEqual("2|x|1/7|x|1/8|y|0", Given.Scored(Text, Schema, new TableOptions { Missing = MissingCells.Median }).Cells());
    }

    [TestMethod]
    public void ReadAs_MissingTexts_AreThoseOfTraining()
    {
        var schema = Given.Table("c,label\nNA,0\nx,1\n", new TableOptions { MissingTexts = ["void"],
            Missing = MissingCells.Median }).Schema;

        Assert.AreEqual("NA/NA/x", Given.Scored("c\nNA\nvoid\nx\n", schema).Cells());
    }

    [TestMethod]
    public void ReadAs_OutOfRange_IsClippedToTheTrainingTablesRange()
    {
        Given.ScoringRefusal("n,c,b\ninf,x,true\n", Schema).HasMessage("that single precision cannot hold", "'inf'");
        Assert.AreEqual(
            "4|x|1/1|x|1/9|x|1",
            Given.Scored("n,c,b\ninf,x,true\n-1e99,x,true\n9,x,true\n", Schema,
                new TableOptions { OutOfRange = OutOfRangeCells.Clip }).Cells());
    }

    [TestMethod]
    public void ReadAs_TextsInAColumnOfNumbers_AreMissing() =>
        Given.ScoringRefusal("n,c,b\nq,x,true\n3,x,true\n", Schema).HasMessage("1 cell without",
            "line 2, column 'n': 'q' in a column of numbers");

    [TestMethod]
    public void ReadAs_TextsInAColumnOfNumbersThatAreFilled_AreWarnedOfWithTheFirstFive()
    {
        Assert.Contains(
            "Warning: 'n' is a column of numbers, and 2 of its cells hold none ('q' in line 2, 'ID7' in line 5): they count as missing.",
            Given.Scored("n,c,b\nq,x,true\n3,x,true\n,x,true\nID7,x,true\n", MedianSchema).Notes());
        Assert.Contains(
            "6 of its cells hold none ('q' in line 2, 'q' in line 3, 'q' in line 4, 'q' in line 5, 'q' in line 6, ...)",
            Given.Scored(
                "n,c,b\nq,x,true\nq,x,true\nq,x,true\nq,x,true\nq,x,true\nq,x,true\n3,x,true\n", MedianSchema).Notes());
        Assert.DoesNotContain("hold none", Given.Scored("n,c,b\n?,x,true\n3,x,true\n4,x,true\n", MedianSchema).Notes());
    }

    [TestMethod]
    [DataRow("98.765,43", "")]
    [DataRow("1,234.50", "")]
    [DataRow("1,5", "--decimal ,")]
    [DataRow("123,45 EUR", "")]
    [DataRow("12%", "")]
    public void ReadAs_OneNumberInAnotherNotation_IsRefusedHoweverMissingCellsAreTreated(string cell, string remedy)
    {
        foreach (var missing in Enum.GetValues<MissingCells>())
        {
            var refusal = Given.ScoringRefusal(
                $"n,c,b\n1,x,true\n2,x,true\n3,x,true\n\"{cell}\",x,true\n",
                MedianSchema,
                new TableOptions { Missing = missing });

            Assert.AreEqual(5, refusal.Line);
            refusal.HasMessage(
                $"1 number of column 'n' of 'new.csv' is not written as numbers are read, '{cell}' in line 5",
                remedy,
                "as in the training");
            Assert.DoesNotContain("--category", refusal.Message);
        }
    }

    [TestMethod]
    [DataRow("n,c,b\n1,x,1\n2,x,true\n", "b", "true and false", "1 of its 2 filled cells in 'new.csv' is", "'1' (line 2). They")]
    [DataRow("n,c,b\n1,x,1\n2,x,0\n", "b", "true and false", "2 of its 2 filled cells", "'1' (line 2), '0' (line 3). They")]
    [DataRow("n,c,b\n1,x,yes\n2,x,\n", "b", "true and false", "1 of its 1 filled cell in", "'yes' (line 2)")]
    [DataRow("n,c,b\nq,x,true\nw,x,true\n", "n", "numbers with a decimal point", "2 of its 2 filled cells", "'q' (line 2), 'w' (line 3)")]
    [DataRow("n,c,b\nTrue,x,true\n,x,true\n", "n", "numbers with a decimal point", "1 of its 1 filled cell in", "'True' (line 2)")]
    [DataRow("n,c,b\n2024-05-31,x,1\n", "n", "numbers with a decimal point", "1 of its 1 filled", "It is so with 'b' too.")]
    [DataRow("n,c,b\n1,x,a\n1,x,a\n1,x,a\n1,x,a\n1,x,a\n1,x,a\n", "b", "true", "6 of its 6", "'a' (line 5), 'a' (line 6), ...")]
    public void ReadAs_CellsOfAnotherKindThanInTraining_AreRefusedHoweverMissingCellsAreTreated(
        string text, string column, string held, string count, string found)
    {
        foreach (var missing in Enum.GetValues<MissingCells>())
        {
            var refusal = Given.ScoringRefusal(text, MedianSchema, new TableOptions { Missing = missing });

            Assert.AreEqual(2, refusal.Line);
            Assert.AreEqual(column, refusal.ColumnName);
            refusal.HasMessage(
                $"Column '{column}' held {held}", count, "nothing of the kind: ", found, "write them as in training", "--missing-text");
        }
    }

    [TestMethod]
    public void ReadAs_ColumnWithoutAnyValue_IsFilled() =>
        Assert.AreEqual("2|x|1/2|x|1", Given.Scored("n,c,b\n,,\n?,NA,-\n", MedianSchema).Cells());

    [TestMethod]
    public void ReadBatchesAs_CellsOfAnotherKindThanInTraining_AreRefused()
    {
        using var file = new TemporaryFile([.. "n,c,b\n1,x,1\n"u8], "new.csv");

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadBatchesAs(file.Path, MedianSchema, 10))
            .HasMessage("Column 'b' held true and false in training");
    }

    [TestMethod]
    [DataRow(null, "2024-05-31", "2024-06-02", "05/30/2024", "dates of ISO 8601 (2024-05-31)")]
    [DataRow("MM/dd/yyyy", "05/31/2024", "06/02/2024", "2024-05-30", "dates written as 'MM/dd/yyyy' says")]
    [DataRow("MM/dd/yyyy", "05/31/2024", "06/02/2024", "soon", "dates written as 'MM/dd/yyyy' says")]
    [DataRow("MM/dd/yyyy", "05/31/2024", "06/02/2024", "7", "dates written as 'MM/dd/yyyy' says")]
    public void ReadAs_DatesWrittenOtherwise_AreRefusedHoweverMissingCellsAreTreated(
        string? format, string first, string second, string other, string held)
    {
        var schema = Given.Table(
            $"t,label\n{first},0\n{second},1\n",
            new TableOptions { Dates = DateCells.Days, DateFormat = format, Missing = MissingCells.Median }).Schema;

        Assert.AreEqual("0/1", Given.Scored($"t,u\n{first},1\n,2\n", schema).Cells());
        foreach (var missing in Enum.GetValues<MissingCells>())
        {
            Given.ScoringRefusal($"t\n{first}\n{other}\n", schema, new TableOptions { Missing = missing }).HasMessage(
                $"Column 't' held {held} in training", "1 of its 2 filled cells", $"'{other}' (line 3)");
        }
    }

    [TestMethod]
    public void ReadAs_NumbersInAColumnOfCategories_AreCategories() =>
        Assert.AreEqual("5||1", Given.Scored("n,c,b\n5,7,true\n", Schema).Cells());

    [TestMethod]
    public void ReadAs_AnotherDecimalSeparatorThanInTraining_IsRefusedAndCanBeSaid()
    {
        var schema = Given.Table("n;m;label\n1,5;1;0\n2,5;2;1\n", new TableOptions { Missing = MissingCells.Median }).Schema;

        Assert.AreEqual("3.5|1", Given.Scored("n;m\n3,5;1\n", schema).Cells());
        Given.ScoringRefusal("n;m\n3.5;1\n", schema).HasMessage("column 'n'", "'3.5' in line 2", "--decimal .");
        Assert.AreEqual("3.5|1", Given.Scored("n;m\n3.5;1\n", schema, new TableOptions { DecimalSeparator = '.' }).Cells());
        Assert.AreEqual("3.5|1", Given.Scored("n,m\n3.5,1\n", schema, new TableOptions { DecimalSeparator = '.',
            Separator = ',' }).Cells());
        Given.ScoringRefusal("n,m\n3.5,1\n", Schema, new TableOptions { DecimalSeparator = ',' }).HasMessage("they have to differ");
    }

    [TestMethod]
    public void ReadAs_Labels_HaveTheirTrainingMeaning()
    {
        var truths = Given.Table("a,label\n5,True\n7,False\n6,False\n").Schema;
        Assert.AreEqual("10-", Given.Scored("a,label\n1,true\n2,FALSE\n3,\n", truths).LabelText());
        Assert.AreEqual("01", Given.Scored("n,c,b,label\n1,x,true,0.0\n1,x,true,1.0\n", Schema).LabelText());

        var refusal = Given.ScoringRefusal("n,c,b,label\n1,x,true,0\n1,x,true,bad\n", Schema);
        Assert.AreEqual(3, refusal.Line);
        refusal.HasMessage(
            "'new.csv', line 3, label column 'label': 'bad' means nothing that is known. Normal is '0', abnormal '1'",
            "TableOptions.HasLabel");
        Assert.AreEqual("--", Given.Scored("n,c,b,label\n1,x,true,0\n1,x,true,bad\n", Schema,
            new TableOptions { HasLabel = false }).LabelText());
    }

    [TestMethod]
    public void ReadAs_AllOthersSaidInTraining_MeansNewValuesToo()
    {
        var schema = Given.Table(
            "a,label\n5,ok\n7,smurf\n", new TableOptions { NormalValues = ["ok"], AbnormalValues = ["*"] }).Schema;

        Assert.AreEqual("01-", Given.Scored("a,label\n1,ok\n2,new\n3,\n", TableSchema.FromJson(schema.ToJson())).LabelText());
    }

    [TestMethod]
    public void ReadAs_NoLabelColumn_SaysSo()
    {
        var table = Given.Scored("n,c,b\n1,x,true\n", Schema);

        Assert.AreEqual("-", table.LabelText());
        Assert.IsNull(table.Schema.Label);
        Assert.Contains("Note: The label column of the training table, 'label', is not in this one: no row has a label.", table.Notes());
        Assert.Contains("Label: none.", table.Describe());
    }

    [TestMethod]
    public void ReadAs_Headerless_TakesColumnsByTheirNumbers()
    {
        var schema = Given.Table("1,x,0\n2,y,1\n").Schema;

        Assert.AreEqual("3|y", Given.Scored("3,y\n", schema).Cells());
        Given.ScoringRefusal("3\n", schema).HasMessage("lacks a column that the model was trained on: 'column2'");
        Assert.AreEqual("3|y", Given.Scored("column1,column2\n3,y\n", schema, new TableOptions { HasHeader = true }).Cells());
    }

    /// <summary>Trained on the first to the third of June: of later tables most dates lie behind, half of them, before.</summary>
    [TestMethod]
    [DataRow("2024-07-01,2024-06-02,2024-07-03", "2 of 3 dates of 't' are before or after those of the training table (2024-06-01 to ")]
    [DataRow("2024-07-01,2024-06-03", null)]
    [DataRow("2024-05-30,,2024-05-31,2024-06-01", "2 of 3 dates of 't' are before or after")]
    public void ReadAs_MostDatesOutsideTraining_AreWarnedOf(string dates, string? expected)
    {
        var options = new TableOptions { Dates = DateCells.Days, Missing = MissingCells.Median };
        var schema = Given.Table("t,x,label\n2024-06-01,1,0\n2024-06-03,2,1\n", options).Schema;
        var notes = Given.Scored($"t,x\n{string.Concat(dates.Split(',').Select(date => $"{date},1\n"))}", schema).Notes();

        if (expected is null)
        {
            Assert.DoesNotContain("before or after", notes);
        }
        else
        {
            Assert.Contains(expected, notes);
        }
    }

    [TestMethod]
    public void ReadAs_Dates_CountFromTheTrainingTablesFirst()
    {
        var schema = Given.Table(
            "t,label\n31/05/2024,0\n02/06/2024,1\n", new TableOptions { Dates = DateCells.Days, DateFormat = "dd/MM/yyyy" }).Schema;

        Assert.AreEqual("-1/3", Given.Scored("t\n30/05/2024\n03/06/2024\n", schema).Cells());
        Given.ScoringRefusal("t\n2024-05-30\n", schema).HasMessage("Column 't' held dates written as 'dd/MM/yyyy' says");
    }

    [TestMethod]
    [DataRow("utf-8", "größe")]
    [DataRow("windows-1252", "größe")]
    public void ReadAs_TrainingInAnEncodingThatDoesNotShow_ReadsItAndUtf8(string name, string column)
    {
        var encoding = TableOptions.Encoding("windows-1252");
        var schema = Given.Table(encoding.GetBytes($"{column},label\n5,0\n7,1\n"),
            new TableOptions { EncodingName = "windows-1252" }).Schema;
        using var file = new TemporaryFile(TableOptions.Encoding(name).GetBytes($"{column}\n3\n"), "new.csv");

        Assert.AreEqual("3", TableReader.ReadAs(file.Path, schema).Cells());
    }

    [TestMethod]
    public void ReadAs_TrainingInUtf16_ReadsUtf8()
    {
        var schema = Given.Table([0xff, 0xfe, .. System.Text.Encoding.Unicode.GetBytes("a,label\n5,0\n7,1\n")]).Schema;

        Assert.AreEqual("3", Given.Scored("a\n3\n", schema).Cells());
    }

    [TestMethod]
    public void ReadAs_NoQuotesInTraining_HaveNone()
    {
        var schema = Given.Table("a,label\n\"x,0\ny,1\n", new TableOptions { ReadsQuotes = false }).Schema;

        Assert.AreEqual("\"x", Given.Scored("a\n\"x\n", schema).Cells());
    }

    [TestMethod]
    public void ReadAs_MostRows_AreSpreadEvenly() => Assert.AreEqual(
        "2|x|1/4|x|1", Given.Scored("n,c,b\n1,x,true\n2,x,true\n3,x,true\n4,x,true\n", Schema, new TableOptions { MostRows = 2 }).Cells());

    [TestMethod]
    public void ReadAs_OptionsOfTraining_AreRefused()
    {
        Refused(new TableOptions { LabelColumn = "label" }, "the label");
        Refused(new TableOptions { AbnormalValues = ["1"] }, "the label");
        Refused(new TableOptions { NormalValues = ["1"] }, "the label");
        Refused(new TableOptions { UnlabeledValues = ["1"] }, "the unlabelled values");
        Refused(new TableOptions { IgnoredColumns = ["n"] }, "columns to leave out or of categories");
        Refused(new TableOptions { CategoryColumns = ["n"] }, "columns to leave out or of categories");
        Refused(new TableOptions { MostCategories = 7 }, "the most categories");
        Refused(new TableOptions { MissingTexts = ["x"] }, "the missing texts");
        Refused(new TableOptions { Dates = DateCells.Days }, "dates");
        Refused(new TableOptions { DateFormat = "yyyy" }, "dates");

        static void Refused(TableOptions options, string what) => Given.ScoringRefusal("n,c,b\n1,x,true\n", Schema, options)
            .HasMessage($"what is said about {what} belongs to training", "train again with it");
    }

    [TestMethod]
    public void ReadAs_NoPathOrSchema_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadAs(null!, Schema));
        Assert.ThrowsExactly<ArgumentNullException>(() => TableReader.ReadAs("x", null!));
    }

    [TestMethod]
    public void ReadAs_TrainingInUtf16AndBytesThatAreNotUtf8_NamesLineAndByte()
    {
        var schema = Given.Table([0xff, 0xfe, .. System.Text.Encoding.Unicode.GetBytes("a,label\n5,0\n7,1\n")]).Schema;
        using var file = new TemporaryFile([.. "a,b\n3,"u8, 0xfc, .. "\n"u8], "new.csv");

        Assert.ThrowsExactly<TableException>(() => TableReader.ReadAs(file.Path, schema)).HasMessage("Line 2 of ",
            "byte 0xfc, which is not UTF-8");
    }
}
