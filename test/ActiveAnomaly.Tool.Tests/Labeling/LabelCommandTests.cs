using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ActiveAnomaly.Tool.Labeling;

[TestClass]
public sealed class LabelCommandTests
{
    [TestMethod]
    public async Task Label_StoppedAndStartedAgain_GoesOnWithEveryAnswer()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        using (var first = await RunningLabel.StartAsync(table))
        {
            Assert.IsTrue(first.Document.GetProperty("isNew").GetBoolean());
            Assert.IsTrue(first.Document.GetProperty("hidesLabels").GetBoolean());
            Assert.AreEqual(folder.File("parts.labels.db"), first.Document.GetProperty("store").GetString());
            Assert.AreEqual((60, 2), (Number(first.Document, "rows"), Number(first.Document, "features")));
            await first.AnswerAsync(9, "abnormal");
            await first.AnswerAsync(3, "normal");
            var run = await first.StopAsync();
            Assert.AreEqual(0, run.ExitCode, run.Error);
            Assert.Contains("Stopped. 2 answered rows, 1 abnormal", run.Error);
            Assert.Contains("The labels of the table are hidden", run.Error);
        }

        using var second = await RunningLabel.StartAsync(table);
        Assert.IsFalse(second.Document.GetProperty("isNew").GetBoolean());
        Assert.AreEqual(2, Number(second.Document, "answers"));
        var row = await second.GetAsync("api/rows/9?annotator=ada");
        Assert.AreEqual("abnormal", row.GetProperty("decision").GetString());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Label_StoreFails_IsToldWhereItIsAskedFor(bool isAsked)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        string[] words = isAsked ? [table, "--log"] : [table];
        using var running = await RunningLabel.StartAsync(words);
        using (var other = new SqliteConnection($"Data Source={folder.File("parts.labels.db")};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "ALTER TABLE active_anomaly_events RENAME TO elsewhere";
            command.ExecuteNonQuery();
        }

        await Assert.ThrowsExactlyAsync<HttpRequestException>(() => running.GetAsync("health/ready"));
        var error = (await running.StopAsync()).Error;
        var line = error.Split('\n').SingleOrDefault(text => text.StartsWith('{'));

        Assert.AreEqual(isAsked, line is not null, error);
        if (line is not null)
        {
            using var document = JsonDocument.Parse(line);
            Assert.AreEqual("Error", document.RootElement.GetProperty("level").GetString());
            Assert.StartsWith("The store does not answer: ", document.RootElement.GetProperty("message").GetString()!);
            Assert.EndsWith("SessionStoreException", document.RootElement.GetProperty("errorType").GetString()!);
        }
    }

    [TestMethod]
    public async Task Label_TableWithIds_SaysSoAndShowsThem()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("ids.csv", WithIds(first: 0, count: 30));
        using (var running = await RunningLabel.StartAsync(table))
        {
            Assert.AreEqual("id", running.Document.GetProperty("idColumn").GetString());
            Assert.AreEqual("part-4", (await running.GetAsync("api/rows/4?annotator=ada")).GetProperty("id").GetString());
            var error = (await running.StopAsync()).Error;
            Assert.Contains("Takes the column 'id' for the rows' ids", error);
            Assert.Contains("Left out: 'id' (it names the rows)", error);
        }

        using var without = await RunningLabel.StartAsync(
            folder.Write("numbers.csv", SyntheticCsv.OfNumbers(30)), "--no-id", "--labels", "known");
        Assert.AreEqual(JsonValueKind.Null, without.Document.GetProperty("idColumn").ValueKind);
        Assert.IsFalse(without.Document.GetProperty("hidesLabels").GetBoolean());
        Assert.AreEqual("Nothing is left to ask about.", (await without.AskAsync()).GetProperty("waiting").GetString());
    }

    [TestMethod]
    public async Task Label_IdsOfWhichOneOccursTwice_SaysWhyTheyAreNotTaken()
    {
        using var folder = new TemporaryFolder();
        var text = WithIds(first: 0, count: 30).Replace("part-29,", "part-4,", StringComparison.Ordinal);
        using var running = await RunningLabel.StartAsync(folder.Write("ids.csv", text));

        Assert.AreEqual(JsonValueKind.Null, running.Document.GetProperty("idColumn").ValueKind);
        Assert.Contains(
            "Does not take a column for the rows' ids that is called so: 'id' has 'part-4' in line 6 and again in line 31. Give each row "
            + "an id of its own, or leave the column out (--ignore)",
            (await running.StopAsync()).Error);
    }

    [TestMethod]
    public async Task Label_SameRowsInAnotherOrder_KeepsAnswersWithTheirRows()
    {
        using var folder = new TemporaryFolder();
        var text = WithIds(first: 0, count: 30);
        var table = folder.Write("ids.csv", text);
        using (var running = await RunningLabel.StartAsync(table))
        {
            await running.AnswerAsync(4, "abnormal");
        }

        var lines = text.TrimEnd('\n').Split('\n');
        folder.Write("ids.csv", string.Join('\n', lines[1..].Reverse().Prepend(lines[0])));
        using (var running = await RunningLabel.StartAsync(table))
        {
            var row = await running.GetAsync("api/rows/4?annotator=ada");
            Assert.AreEqual(("part-4", "abnormal"), (row.GetProperty("id").GetString(), row.GetProperty("decision").GetString()));
        }

        // A row that was edited is another matter: the session refuses the file, and says which.
        folder.Write("ids.csv", text.Replace("part-7,", "part-7,9", StringComparison.Ordinal));
        CommandRun.Of("label", table, "--json", "--port", "0").IsRefused("part-7");
    }

    [TestMethod]
    public async Task Label_NextMonthsFile_CarriesAnswersOverById()
    {
        using var folder = new TemporaryFolder();
        var june = folder.Write("june.csv", WithIds(first: 0, count: 30));
        var july = folder.Write("july.csv", WithIds(first: 20, count: 30));
        using (var running = await RunningLabel.StartAsync(june))
        {
            await running.AnswerAsync(4, "abnormal");
            await running.AnswerAsync(25, "abnormal");
            await running.AnswerAsync(26, "normal");
        }

        using var next = await RunningLabel.StartAsync(july, "--continues", folder.File("june.labels.db"));
        Assert.AreEqual(2, Number(next.Document, "answers"));
        var row = await next.GetAsync("api/rows/5?annotator=ada");
        Assert.AreEqual(("part-25", "abnormal"), (row.GetProperty("id").GetString(), row.GetProperty("decision").GetString()));
        Assert.AreEqual("ada", row.GetProperty("answers")[0].GetProperty("annotator").GetString());
    }

    [TestMethod]
    public async Task Label_Import_AppliesExportedLabels()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("ids.csv", WithIds(first: 0, count: 30));
        var labels = folder.Write("labels.csv", "id,answer\npart-3,abnormal\npart-99,normal\n");
        using var running = await RunningLabel.StartAsync(table, "--import", labels);
        Assert.AreEqual(1, Number(running.Document, "answers"));
        var run = await running.StopAsync();
        Assert.Contains("1 answers applied", run.Error);
        Assert.Contains("No row is called 'part-99'.", run.Error);
    }

    [TestMethod]
    public void Label_PortThatIsTaken_IsRefusedByTheNameOfTheOption()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("ids.csv", WithIds(first: 0, count: 30));
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        CommandRun.Of("label", table, "--json", "--port", port).IsRefused($"Port {port} of 127.0.0.1 is taken", "(--port)");
    }

    [TestMethod]
    public void Label_SessionIdThatIsTooLong_IsMisusedAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("ids.csv", WithIds(first: 0, count: 30));
        CommandRun.Of("label", table, "--json", "--port", "0", "--session", new string('x', 501))
            .IsMisused("--session has 501 characters; at most 500 are allowed.");
        Assert.IsFalse(File.Exists(folder.File("ids.labels.db")));
    }

    [TestMethod]
    public void Label_TableThatCannotBeRead_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("bad.csv", "a,b\n1,2\n3\n");
        CommandRun.Of("label", table, "--json", "--port", "0").IsRefused("bad.csv");
        Assert.IsFalse(File.Exists(folder.File("bad.labels.db")));
    }

    [TestMethod]
    [DataRow("--policy", "loud", "latest, majority:N")]
    [DataRow("--policy", "majority:0", "majority:N with N from 1")]
    [DataRow("--policy", "one: ", "The name in --policy one:NAME is empty.")]
    [DataRow("--audit", "1", "from 0 to below 1")]
    [DataRow("--port", "70000", "0 to 65535")]
    [DataRow("--listen", "here", "an IP address")]
    [DataRow("--labels", "maybe", "known")]
    [DataRow("--budget", "0", "--budget")]
    [DataRow("--detector", "copod", "learns from no answer")]
    [DataRow("--detector", "guess", "extra_trees")]
    [DataRow("--ensemble", "0", "at least 1")]
    [DataRow("--combine", "Sum", "RankAverage")]
    public void Label_BadOption_IsMisused(string option, string value, string expected) =>
        CommandRun.Of("label", option, value).IsMisused(expected);

    [TestMethod]
    public async Task Label_WithADetector_LearnsWithItAndGoesOnWithItUnsaid()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        using (var first = await RunningLabel.StartAsync(table, "--detector", "extra_trees", "--seed", "7"))
        {
            Assert.AreEqual("extra trees", (await first.GetAsync("api/session")).GetProperty("detector").GetString());
            await first.AnswerAsync(9, "abnormal");
            Assert.Contains("learns with extra_trees (extra trees).", (await first.StopAsync()).Error);
        }

        using (var second = await RunningLabel.StartAsync(table))
        {
            Assert.AreEqual(1, Number(second.Document, "answers"));
            Assert.AreEqual("extra trees", (await second.GetAsync("api/session")).GetProperty("detector").GetString());
        }

        CommandRun.Of("label", table, "--json", "--detector", "gp").IsMisused("learns with extra_trees", "--detector");
        CommandRun.Of("label", table, "--json", "--seed", "8").IsMisused("has the seed 7", "--seed");
        CommandRun.Of("export", folder.File("parts.labels.db"), "--model", folder.File("parts.zip")).Succeeds();
        Assert.IsTrue(File.Exists(folder.File("parts.zip")));
    }

    [TestMethod]
    [DataRow("ZAverage", "Gaussian process x 3", "gp --ensemble 3 --combine ZAverage")]
    [DataRow("RankAverage", "Gaussian process x 3 (RankAverage)", "gp --ensemble 3 --combine RankAverage")]
    public async Task Label_WithAnEnsemble_LearnsWithItAndGoesOnWithItUnsaid(string combination, string name, string words)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        using (var first = await RunningLabel.StartAsync(table, "--ensemble", "3", "--combine", combination))
        {
            Assert.AreEqual(name, (await first.GetAsync("api/session")).GetProperty("detector").GetString());
            await first.AnswerAsync(9, "abnormal");
        }

        using (var second = await RunningLabel.StartAsync(table))
        {
            Assert.AreEqual(1, Number(second.Document, "answers"));
            Assert.AreEqual(name, (await second.GetAsync("api/session")).GetProperty("detector").GetString());
        }

        using (await RunningLabel.StartAsync(table, "--detector", "gp", "--ensemble", "3", "--combine", combination))
        {
            // What the session has may be said again.
        }

        CommandRun.Of("label", table, "--json", "--ensemble", "4").IsMisused($"learns with {words}", "--ensemble");
        CommandRun.Of("label", table, "--json", "--ensemble", "1").IsMisused($"learns with {words}", "--ensemble");
        CommandRun.Of("export", folder.File("parts.labels.db"), "--model", folder.File("parts.zip")).Succeeds();
        Assert.IsTrue(File.Exists(folder.File("parts.zip")));
    }

    [TestMethod]
    public void Label_EnsembleThatCannotBe_IsRefusedAndLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(30));

        CommandRun.Of("label", table, "--json", "--detector", "balif", "--ensemble", "3")
            .IsMisused("balif is trained as a single detector");
        CommandRun.Of("label", table, "--json", "--combine", "RankAverage").IsMisused("--ensemble names none");

        Assert.IsFalse(File.Exists(folder.File("parts.labels.db")));
    }

    [TestMethod]
    public async Task Label_WithANetwork_ScalesFeaturesAndFindsThemAgain()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(60));
        using (var first = await RunningLabel.StartAsync(table, "--detector", "dsad"))
        {
            Assert.AreEqual("Deep SAD", (await first.GetAsync("api/session")).GetProperty("detector").GetString());
            Assert.Contains("features scaled to [0, 1]", (await first.StopAsync()).Error);
        }

        using var second = await RunningLabel.StartAsync(table);
        Assert.IsFalse(second.Document.GetProperty("isNew").GetBoolean());
        Assert.AreEqual("Deep SAD", (await second.GetAsync("api/session")).GetProperty("detector").GetString());
    }

    [TestMethod]
    public void Help_OfLabel_SaysThatTheLastColumnIsNotTaken()
    {
        Assert.DoesNotContain("else the last", CommandRun.Of("label", "--help").Succeeds().Output);
        Assert.Contains("else the last", CommandRun.Of("train", "--help").Succeeds().Output);
    }

    [TestMethod]
    public async Task Label_ListenForOtherMachines_SaysTheAddressOfEachHost()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(30));
        using var running = await RunningLabel.StartAsync(
            table, "--listen", "0.0.0.0", "--host", "192.0.2.2", "--host", "labels.example", "--token", "0123456789abcdef");
        var port = new Uri(running.Document.GetProperty("address").GetString()!).Port;
        var said = (await running.StopAsync()).Error.ReplaceLineEndings(" ");
        Assert.Contains($"On other machines http://192.0.2.2:{port}/?token=0123456789abcdef", said);
        Assert.Contains($"On other machines http://labels.example:{port}/?token=0123456789abcdef", said);
    }

    [TestMethod]
    public void Label_ListenWithoutToken_IsRefusedBeforeAnybodyIsServed()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("parts.csv", SyntheticCsv.OfNumbers(30));
        CommandRun.Of("label", table, "--json", "--listen", "0.0.0.0").IsMisused("--token", "--host");
        CommandRun.Of("label", table, "--json", "--token", "short").IsMisused("5 characters", "--token");
        var remote = CommandRun.Of("label", table, "--json", "--listen", "0.0.0.0", "--host", "labels.example", "--token", "short");
        remote.IsMisused("Give a longer one.");
        Assert.DoesNotContain("Parameter", remote.Error);
        CommandRun.Of("label", table, "--json", "--id", "u", "--no-id").IsMisused("--id and --no-id");
        Assert.IsFalse(File.Exists(folder.File("parts.labels.db")));
    }

    private static int Number(JsonElement document, string name) => document.GetProperty(name).GetInt32();

    private static string WithIds(int first, int count) => string.Concat(Enumerable.Range(first, count)
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"part-{row},{row * 7 % 30},{row * 11 % 17}\n"))
        .Prepend("id,width,height\n"));
}
