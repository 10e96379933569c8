using System.Globalization;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Tool.Scoring;

[TestClass]
public sealed class ScoreCommandTests
{
    /// <summary>Tables are words without end: an option that there is not would be one of them.</summary>
    [TestMethod]
    [DataRow("--thread")]
    [DataRow("--label")]
    public void Run_UnknownOption_IsWrongUsage(string option) =>
        CommandRun.Of("score", "table.csv", "--model", "model.zip", option, "4").IsMisused($"score has no option '{option}'");

    [TestMethod]
    public void Run_TrainingTableInAnotherOrder_ScoresTheSame()
    {
        using var folder = Trained();
        var rows = SyntheticCsv.WithText().Split('\n')[1..^1].Select(line => line.Split(',')).ToArray();
        Score(folder, Text("colour,width,height,depth,abnormal", rows.Select(cells => string.Join(',', cells)))).Succeeds();
        var scores = File.ReadAllLines(folder.File("scores", "new.csv"));
        var reordered = rows.Select(cells => $"9,{cells[3]},{cells[4]},{cells[0]},{cells[2]},{cells[1]}");
        Score(folder, Text("extra,depth,abnormal,colour,height,width", reordered)).Succeeds();

        CollectionAssert.AreEqual(scores, File.ReadAllLines(folder.File("scores", "new.csv")));
        Assert.HasCount(81, scores);
        Assert.AreEqual("line,score,abnormal", scores[0]);
    }

    [TestMethod]
    public void Run_Scores_AreTheModelsOwn()
    {
        using var folder = Trained();
        Score(folder, "colour,width,height,depth,abnormal\nred,0.5,0.25,0.125,0\n").Succeeds();
        var line = File.ReadAllLines(folder.File("scores", "new.csv"))[1].Split(',');
        var mlContext = new MLContext();
        var rows = mlContext.Data.LoadFromEnumerable<Row>([new Row { colour = "red", width = 0.5f, height = 0.25f, depth = 0.125f }]);
        var scored = mlContext.Model.Load(folder.File("shapes.zip"), out _).Transform(rows);

        Assert.AreEqual("2", line[0]);
        Assert.AreEqual(
            mlContext.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).Single().Score,
            float.Parse(line[1], CultureInfo.InvariantCulture));
    }

    [TestMethod]
    [DataRow("mine.csv")]
    [DataRow("new folder/MINE.CSV")]
    public void Run_OutputNamedAsAFile_WritesThatFile(string name)
    {
        using var folder = Trained();
        const string Text = "colour,width,height,depth\nred,0.5,0.5,0.5\n";
        Score(folder, Text).Succeeds();
        var run = CommandRun.Of(
            "score", "--model", folder.File("shapes.zip"), folder.File("new.csv"), "--output", folder.File(name)).Succeeds();

        Assert.AreEqual(File.ReadAllText(folder.File("scores", "new.csv")), File.ReadAllText(folder.File(name)));
        CommandRun.Of("score", "--model", folder.File("shapes.zip"), folder.File("new.csv"), "-o", folder.File(name)).Succeeds();
        Assert.Contains($"Scores: {Path.GetFullPath(folder.File(name))}", run.Output);
    }

    [TestMethod]
    public void Run_FolderCalledAsAFile_GetsAFileOfTheTablesName()
    {
        using var folder = Trained();
        Directory.CreateDirectory(folder.File("all.csv"));
        CommandRun.Of(
            "score", "--model", folder.File("shapes.zip"), folder.Write("new.csv", "colour,width,height,depth\nred,0.5,0.5,0.5\n"),
            "--output", folder.File("all.csv")).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("all.csv", "new.csv")));
    }

    [TestMethod]
    public void Run_OutputNamedAsParquet_IsRefused()
    {
        using var folder = Trained();
        CommandRun.Of(
            "score", "--model", folder.File("shapes.zip"), folder.Write("new.csv", "colour,width,height,depth\nred,0.5,0.5,0.5\n"),
            "--output", folder.File("mine.parquet")).IsMisused("mine.parquet'", "ends in .csv", "--format parquet", "'new.parquet'");

        Assert.IsFalse(Path.Exists(folder.File("mine.parquet")));
    }

    [TestMethod]
    public void Run_OutputThatIsTheTable_IsRefused()
    {
        using var folder = Trained();
        const string Text = "colour,width,height,depth\nred,0.5,0.5,0.5\n";
        CommandRun.Of("score", "--model", folder.File("shapes.zip"), folder.Write("new.csv", Text), "--output", folder.File("new.csv"))
            .IsRefused("is a file that the run needs");

        Assert.AreEqual(Text, File.ReadAllText(folder.File("new.csv")));
    }

    [TestMethod]
    public void Run_ColumnsOfTheModelMissing_NamesThem()
    {
        using var folder = Trained();

        Score(folder, "colour,height,abnormal\nred,1,0\n").IsRefused("'width', 'depth'", "'height'");
    }

    [TestMethod]
    public void Run_CategoryNeverSeen_IsScoredWithAWarning()
    {
        using var folder = Trained();
        var run = Score(folder, "colour,width,height,depth\nviolet,0.5,0.5,0.5\nred,0.5,0.5,0.5\n").Succeeds();

        Assert.Contains("Warning: 'colour' has 1 cell of categories that the model was not trained on: 'violet' (line 2)", run.Output);
        Assert.HasCount(3, File.ReadAllLines(folder.File("scores", "new.csv")));
    }

    [TestMethod]
    public void Run_CellMissingThatWasNeverMissing_IsRefusedUntilSaid()
    {
        using var folder = Trained();
        const string Text = "colour,width,height,depth\nred,?,0.5,0.5\nred,0.25,0.5,0.5\n";
        Score(folder, Text).IsRefused("line 2", "column 'width'", "'?'", "--missing median");
        Assert.IsFalse(File.Exists(folder.File("scores", "new.csv")));

        Assert.Contains("Missing cells, filled: 'width' 1 (median:", Score(folder, Text, "--missing", "median").Succeeds().Output);
    }

    /// <summary>The model's scaler makes an infinite feature of it.</summary>
    [TestMethod]
    public void Run_NumberFarOut_IsAbnormal()
    {
        using var folder = Trained();
        Score(folder, "colour,width,height,depth\nred,3e38,0.5,0.5\nred,0.25,0.5,0.5\n").Succeeds();

        Assert.AreEqual("2,3.4028235E+38,1", File.ReadAllLines(folder.File("scores", "new.csv"))[1]);
    }

    [TestMethod]
    public void Run_LabelsOfBothKinds_TellsTheAuc()
    {
        using var folder = Trained();

        Assert.Contains("AUC against the labels: ", Score(folder, SyntheticCsv.WithText()).Succeeds().Output);
        Assert.DoesNotContain("AUC", Score(folder, "colour,width,height,depth\nred,0.5,0.5,0.5\n").Succeeds().Output);
    }

    [TestMethod]
    public void Json_OfARun_HasWhatTheScoresFileHas()
    {
        using var folder = Trained();
        folder.Write("new.csv", SyntheticCsv.WithText());
        var document = CommandRun.Json(
            "score", folder.File("new.csv"), "--model", folder.File("shapes.zip"), "--output", folder.File("scores"));
        var dataSet = document.GetProperty("dataSets")[0];
        string[][] lines = [.. File.ReadLines(folder.File("scores", "new.csv")).Skip(1).Select(line => line.Split(','))];
        float[] scores = [.. lines.Select(cells => float.Parse(cells[1], CultureInfo.InvariantCulture))];
        bool?[] labels = [.. File.ReadLines(folder.File("new.csv")).Skip(1).Select(line => (bool?)(line[^1] == '1'))];

        Assert.AreEqual(folder.File("shapes.zip"), document.GetProperty("model").GetString());
        Assert.AreEqual(folder.File("scores", "new.csv"), dataSet.GetProperty("scores").GetString());
        Assert.AreEqual(lines.Length, dataSet.GetProperty("rows").GetInt32());
        Assert.AreEqual(lines.Count(cells => cells[2] == "1"), dataSet.GetProperty("flagged").GetInt32());
        Assert.AreEqual(
            scores.Count(score => score > document.GetProperty("threshold").GetSingle()), dataSet.GetProperty("flagged").GetInt32());
        Assert.AreEqual(Scores.RocAuc(scores, labels), dataSet.GetProperty("rocAuc").GetDouble(), Scores.Rounding);
    }

    [TestMethod]
    public void Run_Folder_ScoresEveryFile()
    {
        using var folder = Trained();
        Directory.CreateDirectory(folder.File("in"));
        foreach (var name in (string[])["x", "y"])
        {
            folder.Write(Path.Combine("in", $"{name}.csv"), "colour,width,height,depth\nred,0.5,0.5,0.5\n");
        }

        var model = folder.File("shapes.zip");
        CommandRun.Of("score", "--model", model, folder.File("in"), "--output", folder.File("scores")).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("scores", "x.csv")) && File.Exists(folder.File("scores", "y.csv")));
    }

    [TestMethod]
    public void Run_ModelOfNoTable_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext();
        var data = TableReader.Read(DataSet.Find("glass").Single().Path).ToDataView();
        var pipeline = mlContext.ActiveAnomaly().PrepareFeatures(data.Schema)
            .Append(mlContext.ActiveAnomaly().Trainers.Copod());
        mlContext.Model.Save(pipeline.Fit(data), data.Schema, folder.File("plain.zip"));

        CommandRun.Of("score", "glass", "--model", folder.File("plain.zip"), "--output", folder.FullName)
            .IsRefused("plain.zip", "says nothing of the table");
    }

    [TestMethod]
    public void Run_NoModel_IsRefused() => CommandRun.Of("score", "--model", "none.zip", "glass").IsRefused("none.zip");

    [TestMethod]
    public void Run_FileThatIsNoModel_IsRefused()
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("score", "--model", folder.Write("a.zip", "text"), "glass").IsRefused("a.zip", "no model file");
    }

    private static TemporaryFolder Trained()
    {
        var folder = new TemporaryFolder();
        var path = folder.Write("shapes.csv", SyntheticCsv.WithText());
        CommandRun.Of("train", path, "--detector", "nce", "--output", folder.File("shapes.zip")).Succeeds();
        return folder;
    }

    private static CommandRun Score(TemporaryFolder folder, string text, params string[] more) => CommandRun.Of(
    [
        "score", "--model", folder.File("shapes.zip"), folder.Write("new.csv", text), "--output", folder.File("scores"),
        .. more,
    ]);

    private static string Text(string header, IEnumerable<string> lines) =>
        string.Concat(lines.Prepend(header).Select(line => line + "\n"));

    /// <summary>A row of the training table, in ML.NET's own way.</summary>
    private sealed class Row
    {
        public string colour { get; set; } = string.Empty;

        public float width { get; set; }

        public float height { get; set; }

        public float depth { get; set; }

        public float abnormal { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
