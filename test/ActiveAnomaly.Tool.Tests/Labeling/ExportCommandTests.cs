using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Tool.Labeling;

[TestClass]
public sealed class ExportCommandTests
{
    [TestMethod]
    public async Task Export_WhileSomebodyLabels_WritesWhatIsThereAndDisturbsNobody()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        using var running = await RunningLabel.StartAsync(table);
        await running.AnswerAsync(9, "abnormal");
        var document = CommandRun.Json(
            "export", folder.File("parts.labels.db"),
            "--labels", folder.File("labels.csv"),
            "--scores", folder.File("scores.csv"),
            "--model", folder.File("model.zip"),
            "--report", folder.File("report.html"),
            "--backup", folder.File("backup.db"));
        Assert.AreEqual(1, document.GetProperty("answers").GetInt32());
        Assert.AreEqual(folder.File("labels.csv"), document.GetProperty("files").GetProperty("labels").GetString());
        var lines = File.ReadAllLines(folder.File("labels.csv"));
        Assert.HasCount(2, lines);
        Assert.StartsWith("line 11,9,abnormal,ada,", lines[1]);
        Assert.HasCount(61, File.ReadAllLines(folder.File("scores.csv")));
        Assert.Contains("parts.csv", File.ReadAllText(folder.File("report.html")));
        await running.AnswerAsync(3, "normal");
        await running.StopAsync();

        // The model scores the table, and the backup is the session as it was.
        var scores = Scoring.Scores.Of(folder, table);
        Assert.HasCount(60, scores.Values);
        using var backup = new SqliteSessionStore(folder.File("backup.db"));
        using var original = new SqliteSessionStore(folder.File("parts.labels.db"));
        var kept = backup.Read("parts").Select(past => past.ToString()).ToArray();
        CollectionAssert.AreEqual(kept, original.Read("parts").Take(kept.Length).Select(past => past.ToString()).ToArray());
    }

    /// <summary>A log that was left by a killed program would be played into the backup.</summary>
    [TestMethod]
    public async Task Export_OntoAStoreThatIsOpen_IsRefusedAndLeavesIt()
    {
        using var folder = new TemporaryFolder();
        using (var running = await RunningLabel.StartAsync(folder.Write("parts.csv", SyntheticCsv.OfNumbers(60))))
        {
            await running.AnswerAsync(9, "abnormal");
        }

        var target = folder.File("other.db");
        using (var other = new SqliteSessionStore(target))
        {
            other.Append("other", new PoolDescribed { Sequence = 0, Time = default, Properties = new Dictionary<string, string>() });
            CommandRun.Of("export", folder.File("parts.labels.db"), "--backup", target)
                .IsRefused("--backup", "is a store that is open", "-wal");
            CollectionAssert.AreEqual((string[])["other"], other.List().ToArray());
        }

        CommandRun.Of("export", folder.File("parts.labels.db"), "--backup", target)
            .IsRefused("--backup", "holds the session 'other', which would be overwritten by 'parts'");
        using var kept = new SqliteSessionStore(target);
        CollectionAssert.AreEqual((string[])["other"], kept.List().ToArray());
    }

    [TestMethod]
    public async Task Export_OntoAFileThatIsThere_ReplacesItsOwnKindAlone()
    {
        using var folder = new TemporaryFolder();
        using (var running = await RunningLabel.StartAsync(folder.Write("parts.csv", SyntheticCsv.OfNumbers(60))))
        {
            await running.AnswerAsync(9, "abnormal");
        }

        (string Option, string Name)[] files =
        [
            ("--labels", "labels.csv"), ("--scores", "scores.csv"), ("--scores", "scores.parquet"), ("--model", "model.zip"),
            ("--model", "model.onnx"), ("--report", "report.html"), ("--backup", "backup.db"),
        ];
        foreach (var (option, name) in files)
        {
            var (again, data) = (folder.File(name), folder.Write($"data-{name}", "somebody's data"));
            for (var time = 0; time < 2; time++)
            {
                Export(option, again).Succeeds();
            }

            Export(option, data).IsRefused(option, data, "is there already");
            Assert.AreEqual("somebody's data", File.ReadAllText(data));
            Export(option, folder.Write($"empty-{name}", string.Empty)).Succeeds();
        }

        CommandRun Export(string option, string path) => CommandRun.Of("export", folder.File("parts.labels.db"), option, path);
    }

    [TestMethod]
    public async Task Report_OfASession_IsAnHtmlFileBesideIt()
    {
        using var folder = new TemporaryFolder();
        using (var running = await RunningLabel.StartAsync(folder.Write("parts.csv", SyntheticCsv.OfNumbers(60))))
        {
            await running.AnswerAsync(9, "abnormal");
        }

        CommandRun.Of("report", folder.File("parts.labels.db")).Succeeds();
        Assert.Contains("<!DOCTYPE html>", File.ReadAllText(folder.File("parts.labels.html")));
        var document = CommandRun.Json("report", folder.File("parts.labels.db"), "--output", folder.File("r.html"));
        Assert.AreEqual(
            ("report", 60, folder.File("r.html")),
            (
                document.GetProperty("command").GetString(),
                document.GetProperty("rows").GetInt32(),
                document.GetProperty("report").GetString()));
        CommandRun.Of("report", folder.File("parts.csv"), "--session", "x")
            .IsMisused("--session goes with a file or a database of sessions");
    }

    [TestMethod]
    public async Task Export_BadInput_SaysWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        using (await RunningLabel.StartAsync(folder.Write("parts.csv", SyntheticCsv.OfNumbers(60))))
        {
        }

        var store = folder.File("parts.labels.db");
        CommandRun.Of("export", store).IsMisused("Nothing is to be written");
        CommandRun.Of("export", store, "--labels", store).IsMisused("is the session itself");
        CommandRun.Of("export", store, "--labels", "a", "--scores", "a").IsMisused("labels and scores");
        CommandRun.Of("export", store, "--probability", "--labels", folder.File("a")).IsMisused("--scores or --model");
        Assert.Contains(
            "There is no probability",
            CommandRun.Of("export", store, "--probability", "--scores", folder.File("few.csv")).Succeeds().Output);
        Assert.EndsWith("decision", File.ReadLines(folder.File("few.csv")).First());
        CommandRun.Of("export", store, "--session", "other", "--labels", folder.File("a")).IsRefused("no session 'other'", "'parts'");
        CommandRun.Of("export", folder.File("none.db"), "--labels", folder.File("a")).IsRefused("There is no file");
        CommandRun.Of("export", store, "--labels", folder.File("none", "a")).IsRefused("There is no folder");
        CommandRun.Of("export", store, "--data", folder.FullName, "--labels", folder.File("a")).IsRefused("is a folder");
        File.Delete(folder.File("parts.csv"));
        CommandRun.Of("export", store, "--labels", folder.File("a")).IsRefused("parts.csv");
        Assert.IsFalse(File.Exists(folder.File("a")));
    }

    /// <summary>The log has the table's path as it was given, here relative to a working folder that is another one later.</summary>
    [TestMethod]
    public async Task Export_FromAnotherFolder_FindsTheTableBesideTheSessionOrNamesData()
    {
        using var folder = new TemporaryFolder();
        folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        var here = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder.FullName;
            using var running = await RunningLabel.StartAsync("parts.csv");
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }

        var (store, moved) = (folder.File("parts.labels.db"), folder.File("moved.csv"));
        CommandRun.Of("export", store, "--labels", folder.File("labels.csv")).Succeeds();
        CommandRun.Of("report", store, "-o", folder.File("a.html")).Succeeds();
        File.Move(folder.File("parts.csv"), moved);
        CommandRun.Of("export", store, "--labels", folder.File("labels.csv")).IsRefused("'parts.csv'", "--data");
        CommandRun.Of("report", store, "-o", folder.File("b.html")).IsRefused("'parts.csv'", "--data");
        CommandRun.Of("export", store, "--labels", folder.File("labels.csv"), "--data", moved).Succeeds();
        CommandRun.Of("report", store, "-o", folder.File("b.html"), "--data", moved).Succeeds();

        folder.Write("parts.csv", SyntheticCsv.OfNumbers(50));
        CommandRun.Of("export", store, "--labels", folder.File("labels.csv")).IsRefused("parts.csv", "--data");
        CommandRun.Of("report", moved, "--data", moved).IsMisused("--data goes with a file or a database of sessions");
    }

    /// <summary>A session that began on Windows and its table, both brought to another system, or the other way round.</summary>
    [TestMethod]
    public async Task Export_PathWithTheSeparatorsOfWindows_FindsTheTableBesideTheSession()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data"));
        var (table, store) = (folder.Write(@"data\parts.csv", SyntheticCsv.OfNumbers(60)), folder.File("s.db"));
        using (await RunningLabel.StartAsync(table, "--store", store))
        {
        }

        File.Move(table, folder.File("parts.csv"));

        CommandRun.Of("export", store, "--labels", folder.File("labels.csv")).Succeeds();
    }
}
