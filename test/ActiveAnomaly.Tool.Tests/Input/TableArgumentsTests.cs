namespace ActiveAnomaly.Tool.Input;

/// <summary>What is wrong whatever a table holds is the command line's fault.</summary>
[TestClass]
public sealed class TableArgumentsTests
{
    [TestMethod]
    [DataRow("--no-label --label label", "give one or the other")]
    [DataRow("--no-label --unlabelled x", "give one or the other")]
    [DataRow("--abnormal 1 --normal 1", "--abnormal and --normal are both '1'")]
    [DataRow("--abnormal x --unlabelled x", "--abnormal and --unlabelled are both 'x'")]
    [DataRow("--abnormal * --normal *", "'*'")]
    [DataRow("--ignore u --category u", "--ignore and --category are both 'u'")]
    [DataRow("--label u --ignore u", "--label and --ignore are both 'u'")]
    [DataRow("--separator \"", "The separator")]
    [DataRow("--decimal ;", "The decimal separator")]
    [DataRow("--separator , --decimal , --no-quotes", "they have to differ")]
    [DataRow("--encoding klingon", "klingon")]
    [DataRow("--date-format garbage", "garbage")]
    [DataRow("--header --no-header", "give one of both")]
    public void Read_Contradiction_IsMisused(string words, string expected)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", SyntheticCsv.OfNumbers(60));
        var given = words.Split(' ');

        CommandRun.Of(["train", table, "-o", folder.File("m.zip"), .. given]).IsMisused(expected);
        CommandRun.Of(["label", table, "--json", "--port", "0", .. given]).IsMisused(expected);
        Assert.HasCount(1, Directory.GetFiles(folder.FullName));
    }

    [TestMethod]
    [DataRow("train|glass|-o|", "--output")]
    [DataRow("train|", "table")]
    [DataRow("score|glass|--model|m.zip|-o|", "--output")]
    [DataRow("score|--model|m.zip|", "tables")]
    [DataRow("score|glass|--model|", "--model")]
    [DataRow("export|s.db|--labels|", "--labels")]
    [DataRow("label|--store|", "--store")]
    [DataRow("report|", "results")]
    public void Parse_EmptyWord_IsMisused(string words, string name) => CommandRun.Of(words.Split('|')).IsMisused($"{name} is empty");

    /// <summary>A month with undecided cases, and words that the training table did not have.</summary>
    [TestMethod]
    public void Score_LabelThatMeansNothingKnown_IsRefusedUntilItIsSaid()
    {
        using var folder = new TemporaryFolder();
        var model = folder.File("m.zip");
        var text = SyntheticCsv.OfNumbers(60);
        CommandRun.Of("train", folder.Write("pay.csv", text), "-o", model).Succeeds();
        var lines = text.TrimEnd('\n').Split('\n');
        lines[1] = lines[1][..^1] + "open";
        var next = folder.Write("next.csv", string.Join('\n', lines) + "\n");
        string[] score = ["score", next, "--model", model, "-o", folder.File("scores")];

        CommandRun.Of(score).IsRefused("'open'", "--unlabelled", "--no-label");
        Assert.Contains("AUC against", CommandRun.Of([.. score, "--unlabelled", "open"]).Succeeds().Output);
        Assert.DoesNotContain("AUC against", CommandRun.Of([.. score, "--no-label"]).Succeeds().Output);
        CommandRun.Of([.. score, "--unlabelled", "1"]).IsRefused("--unlabelled is '1'", "abnormal 1");
        CommandRun.Of([.. score, "--threads", "2", "--resume"]).IsRefused("1 of 1");
        CommandRun.Of([.. score, "--threads", "2", "--resume", "--unlabelled", "open"]).Succeeds();
        CommandRun.Of("evaluate", next, "--model", model).IsRefused("'open'", "--unlabelled");
        var measured = CommandRun.Of("evaluate", next, "--model", model, "--unlabelled", "open").Succeeds();
        Assert.Contains("59 labelled rows of 60", measured.Output);
    }

    /// <summary>What a model was trained on can be neither left out nor be a category: nobody is told to.</summary>
    [TestMethod]
    public void Score_CellsThatCannotBeUsed_NamesNoRemedyOfTraining()
    {
        using var folder = new TemporaryFolder();
        var model = folder.File("m.zip");
        CommandRun.Of("train", folder.Write("pay.csv", SyntheticCsv.OfNumbers(60)), "-o", model).Succeeds();
        foreach (var cell in (string[])["?", "1e300", "1 000,5"])
        {
            var next = folder.Write("next.csv", $"temp;u;Label\n{cell};1;0\n{cell};2;1\n");
            var run = CommandRun.Of("score", next, "--model", model, "-o", folder.File("scores"), "--separator", ";");
            run.IsRefused("temp");
            Assert.DoesNotContain("--ignore", run.Error);
            Assert.DoesNotContain("--category", run.Error);
        }
    }

    [TestMethod]
    public void Train_LabelLeftOut_IsToldOfNoLabel()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("pay.csv", SyntheticCsv.OfNumbers(60));

        CommandRun.Of("train", table, "-o", folder.File("m.zip"), "--ignore", "Label").IsRefused("--no-label");
    }

    [TestMethod]
    [DataRow("--false-alarm-rate 0.2 --contamination 0.05", "--false-alarm-rate and --contamination")]
    [DataRow("--combine ZAverage", "--ensemble names none")]
    [DataRow("--combine ZAverage --ensemble 1", "--ensemble names none")]
    public void Train_OptionThatWouldSayNothing_IsMisused(string words, string expected) =>
        CommandRun.Of(["train", "glass", .. words.Split(' ')]).IsMisused(expected);
}
