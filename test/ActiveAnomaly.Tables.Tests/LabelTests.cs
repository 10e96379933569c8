using System.Text;

namespace ActiveAnomaly.Tables;

/// <summary>What label values mean is known or said, and never guessed.</summary>
[TestClass]
public sealed class LabelTests
{
    [TestMethod]
    [DataRow("0,1,0,,0", "010-0")]
    [DataRow("0.0,1.0,0, ,0", "010-0")]
    [DataRow(" 0 , 1 ,0,\"\",+0", "010-0")]
    [DataRow("false,True,FALSE,,false", "010-0")]
    [DataRow("normal,Anomaly,inlier,,Normal", "010-0")]
    [DataRow("normal,outlier,normal,,normal", "010-0")]
    [DataRow("normal,abnormal,normal,,normal", "010-0")]
    [DataRow("normal,anomalous,normal,,normal", "010-0")]
    public void Read_KnownValues_HaveTheirMeaning(string values, string labels) =>
        Assert.AreEqual(labels, Given.Table(Text(values.Split(','))).LabelText());

    [TestMethod]
    [DataRow("0,1,2")]
    [DataRow("0,1,NA")]
    [DataRow("0,1,?")]
    [DataRow("0.5,0.25,0")]
    [DataRow("ok,bad")]
    [DataRow("-1,0,1")]
    public void Read_OtherValues_StopWithEachValueItsCountAndLine(string values)
    {
        var refusal = Given.Refusal(Text(values.Split(',')));

        Assert.AreEqual("label", refusal.ColumnName);
        Assert.AreEqual(2, refusal.Line);
        refusal.HasMessage(
            "The label column 'label' of 'table.csv', taken because it is called so or the last, holds values whose meaning is not known",
            string.Join(", ", values.Split(',').Select((value, i) => $"'{value}' (1 x, first in line {i + 2})")),
            "--label",
            "--abnormal",
            "--normal",
            "--unlabelled",
            "TableOptions.AbnormalValues");
    }

    [TestMethod]
    [DataRow("0,true", "'0' (1 x, first in line 2); 'true' (1 x, first in line 3).")]
    [DataRow("normal,1", "'1' (1 x, first in line 3); 'normal' (1 x, first in line 2).")]
    [DataRow("FALSE,1,0", "'1' (1 x, first in line 3), '0' (1 x, first in line 4); 'FALSE' (1 x, first in line 2).")]
    public void Read_WordsOfDifferentPairs_StopAndSayThatOnePairIsNeeded(string values, string found)
    {
        var text = Text(values.Split(','));

        var refusal = Given.Refusal(text);

        Assert.AreEqual("label", refusal.ColumnName);
        Assert.AreEqual(2, refusal.Line);
        refusal.HasMessage(
            $"'table.csv', taken because it is called so or the last, holds words of different pairs: {found}",
            "The words of one pair have to be used together: 0 and 1; false and true; "
            + "normal (inlier) and abnormal (anomaly, anomalous, outlier).",
            "--abnormal");
        var said = Given.Table(text, new TableOptions { AbnormalValues = ["1", "true"], NormalValues = ["*"] });
        Assert.AreEqual(values.Split(',').Length, said.RowCount);
    }

    [TestMethod]
    public void Read_OneAndMinusOne_AskWhichIsAbnormal()
    {
        var text = Text("1", "-1", "1");

        var refusal = Given.Refusal(text);

        Assert.AreEqual(3, refusal.Line);
        refusal.HasMessage("holds 1 and -1", "--abnormal -1 (scikit-learn's outliers)", "TableOptions.AbnormalValues");
        Assert.AreEqual("010", Given.Table(text, new TableOptions { AbnormalValues = ["-1"] }).LabelText());
        Assert.AreEqual("101", Given.Table(text, new TableOptions { AbnormalValues = ["1"] }).LabelText());
    }

    [TestMethod]
    public void Read_ValuesSaid_AreMappedAndTold()
    {
        var options = new TableOptions { AbnormalValues = ["bad", "worse"], NormalValues = ["ok"], UnlabeledValues = ["?"] };

        var table = Given.Table(Text("ok", "bad", "?", "", "worse", "ok", "ok"), options);

        Assert.AreEqual("01--100", table.LabelText());
        Assert.Contains("Label: 'label': 3 normal ('ok'), 2 abnormal ('bad', 'worse'), 2 unlabelled.", table.Describe());
        Given.Refusal(Text("ok", "bad", "x"), options).HasMessage("given neither as normal nor as abnormal: 'x' (1 x, first in line 4)");
    }

    [TestMethod]
    public void Read_OnlyOneSideSaid_LeavesOneValueForTheOther()
    {
        Assert.AreEqual("010", Given.Table(Text("ok", "bad", "ok"), new TableOptions { NormalValues = ["ok"] }).LabelText());
        Assert.AreEqual("010", Given.Table(Text("ok", "bad", "ok"), new TableOptions { AbnormalValues = ["bad"] }).LabelText());
        Given.Refusal(Text("ok", "bad", "worse"), new TableOptions { NormalValues = ["ok"] }).HasMessage("'bad'", "'worse'");
        Given.Refusal(Text("ok", "bad", "fine"), new TableOptions { AbnormalValues = ["bad"] }).HasMessage("'ok'", "'fine'");
    }

    [TestMethod]
    public void Read_AllOthersSaid_AreTheRest()
    {
        var attacks = Text("normal", "smurf", "neptune", "normal", "normal");

        var table = Given.Table(attacks, new TableOptions { NormalValues = ["normal"], AbnormalValues = ["*"] });

        Assert.AreEqual("01100", table.LabelText());
        Assert.Contains("2 abnormal ('smurf', 'neptune', all others)", string.Join('\n', table.Describe()));
        Assert.AreEqual(
            "10011", Given.Table(attacks, new TableOptions { AbnormalValues = ["normal"], NormalValues = ["*"] }).LabelText());
        Assert.AreEqual("111", Given.Table(Text("x", "x", "x"), new TableOptions { AbnormalValues = ["*"] }).LabelText());
        Assert.AreEqual("000", Given.Table(Text("x", "x", "x"), new TableOptions { NormalValues = ["*"] }).LabelText());
    }

    [TestMethod]
    public void Read_ValueSaidThatDoesNotOccur_IsWarnedOf() => Assert.Contains(
        "Warning: No cell of the label column 'label' holds 'bda', which is given as a label value: is it spelt so? Its values: "
        + "'ok' (2 x, first in line 2).",
        Given.Table(Text("ok", "ok"), new TableOptions { AbnormalValues = ["bda"], NormalValues = ["ok"] }).Notes());

    [TestMethod]
    public void Read_ValueSaidTwice_IsRefused()
    {
        var text = Text("0", "1");

        Given.Refusal(text, new TableOptions { AbnormalValues = ["1"], NormalValues = ["0", "1.0"] })
            .HasMessage("The label value '1.0' is given as normal and as abnormal");
        Given.Refusal(text, new TableOptions { AbnormalValues = ["1"], UnlabeledValues = ["1"] }).HasMessage("as abnormal and as "
            + "unlabelled");
        Given.Refusal(text, new TableOptions { NormalValues = ["1"], UnlabeledValues = ["1"] }).HasMessage("as normal and as unlabelled");
    }

    [TestMethod]
    public void Read_MoreAbnormalThanNormalRows_WarnsThatItMayBeReversed()
    {
        Assert.Contains(
            "Warning: 'label' has more abnormal rows (2) than normal ones (1): is the encoding "
            + "reversed?", Given.Table(Text("1", "0", "1")).Notes());
        Assert.IsEmpty(Given.Table(Text("1", "0", "1", "0")).Notes);
    }

    [TestMethod]
    public void ReadAs_LabelsThatLookWrong_AreWarnedOfWithoutAdviceForTraining()
    {
        var schema = Given.Table(Text("1", "0", "0")).Schema;
        var reversed = Given.Scored(Text("1", "0", "1"), schema).Notes();
        Assert.Contains("is the encoding reversed? Abnormal is '1' by the model's training table.", reversed);
        var empty = Given.Scored(Text("", "", ""), schema).Notes();
        Assert.Contains("There is no label in 'label': every cell is empty or means unlabelled.", empty);
        Assert.DoesNotContain("--", reversed + empty);
    }

    [TestMethod]
    public void Read_OneKindOfLabel_IsWarnedOf()
    {
        Assert.Contains("Warning: All labels in 'label' are of one kind, normal.", Given.Table(Text("0", "0", "")).Notes());
        Assert.Contains("more abnormal rows (2) than normal ones (0)", Given.Table(Text("1", "1")).Notes());
    }

    [TestMethod]
    public void Read_AbnormalRowsBesideUnlabelledOnes_IsNothingOdd()
    {
        Assert.IsEmpty(Given.Table(Text("1", "1", "")).Notes);
    }

    [TestMethod]
    [DataRow("ok,fraud,Fraud,FRAUD,ok,ok,ok", "*", "fraud", "'Fraud' (1 x, first in line 4)", "abnormal", "normal")]
    [DataRow("ok,fraud,FRAUD,fraud,bad", "OK", "*", "'ok' (1 x, first in line 2)", "normal", "abnormal")]
    [DataRow("fraud,Fraud,Fraud", null, "fraud", "'Fraud' (2 x, first in line 3)", "abnormal", "normal")]
    public void Read_ValueThatDiffersFromAGivenOneInCapitalsOnly_IsWarnedOf(
        string values, string? normal, string abnormal, string found, string given, string taken)
    {
        var options = new TableOptions { NormalValues = normal is null ? [] : [normal], AbnormalValues = [abnormal] };
        var notes = Given.Table(Text(values.Split(',')), options).Notes();

        Assert.Contains(
            $"Warning: The label column 'label' holds {found}, which differs in capitals only from "
            + $"'{(given == "abnormal" ? abnormal : normal)}', given as {given}, and is taken for {taken}, as all others are.",
            notes);
    }

    [TestMethod]
    public void Read_ValuesThatDifferInCapitalsOnlyAndAreGivenOrMeanTheSame_AreNotWarnedOf()
    {
        Assert.DoesNotContain("capitals", Given.Table(
            Text("ok", "fraud", "Fraud", "ok"), new TableOptions { NormalValues = ["*"], AbnormalValues = ["fraud", "Fraud"] }).Notes());
        Assert.DoesNotContain("capitals", Given.Table(
            Text("ok", "Ok", "ok", "fraud"), new TableOptions { NormalValues = ["ok", "*"], AbnormalValues = ["fraud"] }).Notes());
    }

    [TestMethod]
    public void Read_LabelColumnWithoutLabels_IsWarnedOf()
    {
        var table = Given.Table(Text("", "", ""));

        Assert.AreEqual("---", table.LabelText());
        Assert.Contains("Warning: There is no label in 'label': every cell is empty", table.Notes());
        Assert.Contains("Label: 'label': 0 normal ('0'), 0 abnormal ('1'), 3 unlabelled.", table.Describe());
    }

    [TestMethod]
    [DataRow("a,LABEL,b\n1,0,5\n2,1,7\n", null, "LABEL", "a|b")]
    [DataRow("a,c,b\n1,5,0\n2,6,1\n", null, "b", "a|c")]
    [DataRow("b,c,a\n0,5,3\n1,6,4\n", "b", "b", "c|a")]
    [DataRow("b,c,label\n0,5,3\n1,6,4\n", " b ", "b", "c|label")]
    public void Read_LabelColumn_IsTheOneSaidOrCalledSoOrTheLast(string text, string? said, string label, string features)
    {
        var table = Given.Table(text, new TableOptions { LabelColumn = said });

        Assert.AreEqual(label, table.Schema.Label!.Name);
        Assert.AreEqual(features, table.Names());
        Assert.AreEqual("01", table.LabelText());
    }

    [TestMethod]
    public void Read_NoLabelSaid_TakesEveryColumnForAFeature()
    {
        var table = Given.Table("a,b\n1,5\n2,4\n", new TableOptions { HasLabel = false });

        Assert.AreEqual("a|b", table.Names());
        Assert.AreEqual("--", table.LabelText());
        Assert.IsNull(table.Schema.Label);
        Assert.Contains("Label: none.", table.Describe());
        Assert.IsEmpty(table.Notes);
    }

    [TestMethod]
    public void Read_TwoColumnsCalledLabel_AskWhich()
    {
        const string Text = "Label,a,label\n0,1,0\n1,2,1\n";

        Given.Refusal(Text).HasMessage("has 2 columns called label: 'Label', 'label'", "--label", "--ignore");
        var table = Given.Table(Text, new TableOptions { LabelColumn = "label" });
        Assert.AreEqual("Label|a", table.Names());
        Assert.Contains("Warning: 'Label' is a feature, and called as labels are; 'label' is the label.", table.Notes());
    }

    [TestMethod]
    [DataRow("x,label,label\n1,0,0\n2,1,1\n", null, "has 2 columns called label: 'label', 'label (2)'")]
    [DataRow("x,label,label\n1,0,0\n2,1,1\n", "label", "has 2 columns called 'label', as the label is: 'label', 'label (2)'")]
    [DataRow("x,label,label\n1,0,0\n2,1,1\n", "label (2)", "has 2 columns called 'label', as the label is: 'label', 'label (2)'")]
    [DataRow("y,x, y \n0,1,0\n1,2,1\n", null, "has 2 columns called 'y', as the label is: 'y', 'y (2)'")]
    public void Read_TwoColumnsOfTheLabelsName_AskWhich(string text, string? said, string found)
    {
        Given.Refusal(text, new TableOptions { LabelColumn = said }).HasMessage(found, "--label", "leave the others out (--ignore)");
    }

    [TestMethod]
    public void Read_TwoColumnsOfTheLabelsNameOfWhichOneIsLeftOut_AreRead()
    {
        const string Text = "x,label,label\n1,0,1\n2,1,0\n";
        var first = Given.Table(Text, new TableOptions { LabelColumn = "label", IgnoredColumns = ["label (2)"] });
        var second = Given.Table(Text, new TableOptions { LabelColumn = "label (2)", IgnoredColumns = ["label"] });

        Assert.AreEqual(("x", "01"), (first.Names(), first.LabelText()));
        Assert.AreEqual(("x", "10"), (second.Names(), second.LabelText()));
    }

    [TestMethod]
    public void Read_LastColumnBesideOneCalledLikeALabel_IsWarnedOf()
    {
        Assert.Contains("Warning: 'is_anomaly', 'class' are features, and called as labels are; 'b' is the label.",
            Given.Table("is_anomaly,class,b\n0,1,0\n1,5,1\n").Notes());
        Assert.IsEmpty(Given.Table("outlier,b,class\n0,1,0\n1,5,1\n0,7,0\n").Notes);
        Assert.Contains("'label' is a feature, and called as labels are; there is no label.",
            Given.Table("label,b\n0,1\n1,5\n", new TableOptions { HasLabel = false }).Notes());
    }

    [TestMethod]
    public void Read_LastColumnThatIsNoLabel_SaysHowItWasChosen() =>
        Given.Refusal("a,b\n1,0.5\n2,0.7\n").HasMessage("The label column 'b'", "taken because it is called so or the last", "--label");

    [TestMethod]
    public void Read_LabelColumnSaidWithOtherValues_DoesNotSayThatItWasChosen() => Assert.DoesNotContain(
        "taken because", Given.Refusal("a,b\n1,0.5\n2,0.7\n", new TableOptions { LabelColumn = "b" }).Message);

    [TestMethod]
    public void Read_NoSuchLabelColumn_ListsTheColumns() =>
        Given.Refusal("a,b\n1,0\n2,1\n", new TableOptions { LabelColumn = "B" })
            .HasMessage("'table.csv' has no column 'B' (label column, --label). Its columns: 'a', 'b'.");

    [TestMethod]
    public void Read_ThousandsOfLabelValues_AreNotAllListed()
    {
        var refusal = Given.Refusal(Text([.. Enumerable.Range(0, 2000).Select(i => $"{i}.5")]));

        refusal.HasMessage("holds more than 1000 different values: '0.5' (1 x, first in line 2)", ", ...");
        Assert.IsLessThan(2000, refusal.Message.Length);
    }

    [TestMethod]
    public void Read_OnlyALabelColumn_HasNothingToLearnFrom() => Given.Refusal("label\n0\n1\n").HasMessage("no column to learn "
        + "from", "'label'");

    private static string Text(params string[] labels)
    {
        var text = new StringBuilder("a,label\n");
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i * i},{labels[i]}\n");
        }

        return text.ToString();
    }
}
