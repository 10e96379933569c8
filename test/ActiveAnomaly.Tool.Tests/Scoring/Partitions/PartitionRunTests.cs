using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Parquet;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>Partitions have the scores that each of their files has alone, and that the model gives in memory.</summary>
[TestClass]
public sealed class PartitionRunTests
{
    /// <summary>More than two batches of rows.</summary>
    private const int ManyRows = 9000;

    [TestMethod]
    public void Run_Folder_ScoresEveryFileAsAlone()
    {
        using var folder = Filled();
        var run = folder.Score().Succeeds();

        folder.IsComplete();
        Assert.HasCount(ManyRows + 1, folder.Lines("b.csv"));
        Assert.Contains("3 of 3 partitions; 9,017 rows", run.Output);
        Assert.Contains($"Scores: {folder.Output}", run.Output);
    }

    [TestMethod]
    public void Run_FolderOfFolders_WarnsThatTheyAreNotRead()
    {
        using var folder = Filled();
        Directory.CreateDirectory(folder.PathOf("in", "_temporary"));
        Assert.DoesNotContain("are not looked into", folder.Score().Succeeds().Output);

        Directory.CreateDirectory(folder.PathOf("in", "year=2024"));
        Assert.Contains(
            $"Warning: Folders in '{folder.Input}', such as 'year=2024', are not looked into, and their names are no columns.",
            folder.Score("--resume").Succeeds().Output);
    }

    [TestMethod]
    public void Run_Scores_AreTheModelsOwn()
    {
        using var folder = Filled();
        folder.Score().Succeeds();
        var mlContext = new MLContext();
        var rows = File.ReadLines(folder.PathOf("in", "b.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => new Row
        {
            temp = float.Parse(cells[0], CultureInfo.InvariantCulture),
            u = float.Parse(cells[1], CultureInfo.InvariantCulture),
        });
        var scored = mlContext.Model.Load(folder.Model, out _).Transform(mlContext.Data.LoadFromEnumerable(rows));

        Assert.AreSequenceEqual(
            mlContext.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).Select(row => row.Score),
            folder.Lines("b.csv").Skip(1).Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)));
    }

    [TestMethod]
    [DataRow("1")]
    [DataRow("2")]
    [DataRow("7")]
    public void Run_AnyNumberOfThreads_WritesTheSameBytes(string threads)
    {
        using var folder = Filled();
        folder.Score("--threads", threads).Succeeds();

        folder.IsComplete();
    }

    [TestMethod]
    public void Run_PatternAndFiles_ScoresTheOnesThatAreMeant()
    {
        using var folder = Filled();
        folder.AddCsv("other.txt", 5, seed: 9);
        var first = CommandRun.Of("score", folder.PathOf("in", "*.csv"), "--model", folder.Model, "--out", folder.Output).Succeeds();
        var second = CommandRun.Of(
            "score", folder.PathOf("in", "a.csv"), folder.PathOf("in", "other.txt"), "--model", folder.Model, "--out", folder.PathOf("two"))
            .Succeeds();

        Assert.Contains("3 of 3 partitions", first.Output);
        Assert.Contains("2 of 2 partitions", second.Output);
        CollectionAssert.AreEquivalent((string[])["_records", "a.csv", "b.csv", "empty.csv"], PartitionFolder.Names(folder.Output));
        CollectionAssert.AreEquivalent((string[])["_records", "a.csv", "other.csv"], PartitionFolder.Names(folder.PathOf("two")));
        CollectionAssert.AreEqual(folder.Alone(folder.PathOf("in", "other.txt")), File.ReadAllLines(folder.PathOf("two", "other.csv")));
    }

    [TestMethod]
    public void Run_HeaderWithoutRows_HasScoresWithoutRows()
    {
        using var folder = Filled();
        folder.Score().Succeeds();

        Assert.AreSequenceEqual(["line,score,abnormal"], folder.Lines("empty.csv"));
    }

    [TestMethod]
    public async Task Run_Parquet_IsScoredAsParquet()
    {
        using var folder = new PartitionFolder();
        var path = await folder.AddParquetAsync("a.parquet", ManyRows, seed: 3);
        await folder.AddParquetAsync("none.parquet", 0, seed: 3);
        folder.Score().Succeeds();
        var lines = folder.Alone(path).Skip(1).Select(line => line.Split(',')).ToArray();
        var scores = await ColumnsAsync(Path.Combine(folder.Output, "a.parquet"));
        var none = await ColumnsAsync(Path.Combine(folder.Output, "none.parquet"));

        Assert.AreSequenceEqual(["row", "score", "abnormal"], scores.Keys);
        Assert.AreSequenceEqual(["row", "score", "abnormal"], none.Keys);
        Assert.IsTrue(none.Values.All(column => column.Length == 0));
        Assert.AreSequenceEqual(lines.Select(cells => cells[0]), scores["row"].Select(Text));
        Assert.AreSequenceEqual(lines.Select(cells => cells[1]), scores["score"].Select(Text));
        Assert.AreSequenceEqual(lines.Select(cells => cells[2] == "1" ? "True" : "False"), scores["abnormal"].Select(Text));
    }

    [TestMethod]
    public async Task Run_FormatSaid_IsTheFormat()
    {
        using var folder = new PartitionFolder();
        var path = await folder.AddParquetAsync("a.parquet", 20, seed: 3);
        folder.Score("--format", "csv").Succeeds();
        var csv = folder.AddCsv("b.csv", 20, seed: 4);
        CommandRun.Of("score", csv, "--model", folder.Model, "--out", folder.PathOf("two"), "--format", "parquet").Succeeds();

        CollectionAssert.AreEqual(folder.Alone(path), folder.Lines("a.csv"));
        Assert.AreSequenceEqual(
            folder.Alone(csv).Skip(1).Select(line => line.Split(',')[1]),
            (await ColumnsAsync(folder.PathOf("two", "b.parquet")))["score"].Select(Text));
    }

    [TestMethod]
    public async Task Run_Explain_GivesTheReasonsOfTheFileAlone()
    {
        using var folder = new PartitionFolder();
        var path = folder.AddCsv("a.csv", 200, seed: 5);
        var background = folder.AddCsv("../background.csv", 50, seed: 6);
        string[] options = ["--explain", "--reasons", "2", "--background", background];
        folder.Score(options).Succeeds();
        var alone = folder.Alone(path, options);
        CommandRun.Of(
            ["score", path, "--model", folder.Model, "--out", folder.PathOf("two"), "--format", "parquet", .. options]).Succeeds();
        var columns = await ColumnsAsync(folder.PathOf("two", "a.parquet"));

        CollectionAssert.AreEqual(alone, folder.Lines("a.csv"));
        Assert.IsTrue(alone.Skip(1).Any(line => line.Split(',')[3].Length > 0));
        Assert.AreSequenceEqual(alone[0].Split(','), columns.Keys.Select(name => name));
        for (var place = 3; place < 7; place++)
        {
            Assert.AreSequenceEqual(
                alone.Skip(1).Select(line => line.Split(',')[place]), columns[alone[0].Split(',')[place]].Select(Text));
        }
    }

    [TestMethod]
    public void Run_ExplainWithoutBackground_IsRefused()
    {
        using var folder = Filled();

        folder.Score("--explain").IsMisused("--background");
        Assert.IsFalse(Directory.Exists(folder.Output));
    }

    [TestMethod]
    public void Run_CellsThatAreFilledDroppedOrUnknown_AreToldOf()
    {
        using var folder = new PartitionFolder();
        folder.AddCsv("a.csv", 3, seed: 1);
        File.AppendAllText(folder.PathOf("in", "a.csv"), ",1\n2,\n,1\n");
        var filled = folder.Score("--missing", "median").Succeeds();
        var document = CommandRun.Json(
            "score", folder.Input, "--model", folder.Model, "--out", folder.PathOf("two"), "--missing", "drop-row");
        var partition = document.GetProperty("partitions")[0];

        Assert.Contains("a.csv: Missing cells, filled: 'temp' 2, 'u' 1.", filled.Output);
        CollectionAssert.AreEqual(folder.Alone(folder.PathOf("in", "a.csv"), "--missing", "median"), folder.Lines("a.csv"));
        Assert.AreEqual((3, 3), (partition.GetProperty("rows").GetInt32(), partition.GetProperty("dropped").GetInt32()));
        CollectionAssert.AreEqual(
            folder.Alone(folder.PathOf("in", "a.csv"), "--missing", "drop-row"), File.ReadAllLines(folder.PathOf("two", "a.csv")));
    }

    [TestMethod]
    public void Run_TextsInAColumnOfNumbers_AreToldOfWithLineAndHowManyThereAre()
    {
        using var folder = new PartitionFolder();
        folder.AddCsv("a.csv", 1, seed: 1);
        File.AppendAllText(folder.PathOf("in", "a.csv"), "red,1\nred,2\n");
        var notes = CommandRun.Json(
            "score", folder.Input, "--model", folder.Model, "--out", folder.PathOf("two"), "--missing", "median")
            .GetProperty("partitions")[0].GetProperty("notes").EnumerateArray().Select(note => note.GetString()!).ToArray();

        Assert.IsTrue(notes.Any(note => note.StartsWith(
            "'temp' is a column of numbers, and 2 of its cells hold none ('red' in line 3, 'red' in line 4)", StringComparison.Ordinal)));
        Assert.Contains("2 of 3 cells of 'temp' were missing and got one value: the column says little.", notes);
    }

    [TestMethod]
    public void Run_PartitionsThatCannotBeRead_DoNotStopTheOthers()
    {
        using var folder = Filled();
        File.WriteAllText(folder.PathOf("in", "columns.csv"), "temp,v\n1,2\n");
        File.WriteAllText(folder.PathOf("in", "cell.csv"), "temp,u\n1,2\n1,x\n");
        File.WriteAllBytes(folder.PathOf("in", "packed.csv.gz"), [0x1f, 0x8b, 8, 0, 1, 2]);
        var run = folder.Score("--json");
        using var document = JsonDocument.Parse(run.Output);
        var failed = document.RootElement.GetProperty("partitions").EnumerateArray().ToDictionary(
            partition => partition.GetProperty("name").GetString()!, partition => partition.GetProperty("error").GetString());

        run.IsRefused("3 of 6 partitions cannot be scored", "columns.csv", "'u'", "--resume");
        Assert.AreEqual(
            "a scored, b scored, cell failed, columns failed, empty scored, packed failed", PartitionFolder.Statuses(document.RootElement));
        Assert.IsFalse(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Contains("lacks a column that the model was trained on: 'u'", failed["columns"]!);
        Assert.Contains("line 3, column 'u': 'x'", failed["cell"]!);
        Assert.Contains("damaged", failed["packed"]!);
        Assert.IsNull(failed["a"]);
        CollectionAssert.AreEquivalent((string[])["_records", "a.csv", "b.csv", "empty.csv"], PartitionFolder.Names(folder.Output));
        foreach (var name in (string[])["a.csv", "b.csv"])
        {
            CollectionAssert.AreEqual(folder.Alone(folder.PathOf("in", name)), folder.Lines(name));
        }
    }

    [TestMethod]
    public void Json_OfARun_HasWhatTheFilesHave()
    {
        using var folder = Filled();
        var document = CommandRun.Json([.. folder.Words(), "--threads", "2"]);
        var partition = document.GetProperty("partitions")[1];

        Assert.IsTrue(document.GetProperty("complete").GetBoolean());
        Assert.AreEqual("a scored, b scored, empty scored", PartitionFolder.Statuses(document));
        Assert.AreEqual(
            (folder.Model, folder.Output, 2, ManyRows + 17L),
            (
                document.GetProperty("model").GetString(),
                document.GetProperty("output").GetString(),
                document.GetProperty("threads").GetInt32(),
                document.GetProperty("rows").GetInt64()));
        Assert.AreEqual(
            document.GetProperty("rows").GetInt64() / document.GetProperty("seconds").GetDouble(),
            document.GetProperty("rowsPerSecond").GetDouble(),
            1e-6 * document.GetProperty("rowsPerSecond").GetDouble());
        Assert.AreEqual(folder.PathOf("in", "b.csv"), partition.GetProperty("input").GetString());
        Assert.AreEqual(folder.PathOf("out", "b.csv"), partition.GetProperty("scores").GetString());
        Assert.AreEqual(ManyRows, partition.GetProperty("rows").GetInt64());
        Assert.AreEqual(folder.Lines("b.csv").Count(line => line.EndsWith(",1")), partition.GetProperty("flagged").GetInt64());
        Assert.IsGreaterThan(0, partition.GetProperty("seconds").GetDouble());
        Assert.AreEqual(JsonValueKind.Null, partition.GetProperty("error").ValueKind);
    }

    [TestMethod]
    public void Run_NoModel_IsRefusedBeforeAnythingIsWritten()
    {
        using var folder = Filled();

        CommandRun.Of("score", folder.Input, "--model", "none.zip", "--out", folder.Output).IsRefused("none.zip");
        Assert.IsEmpty(PartitionFolder.Names(folder.Output));
    }

    private static PartitionFolder Filled()
    {
        var folder = new PartitionFolder();
        folder.AddCsv("a.csv", 17, seed: 1);
        folder.AddCsv("b.csv", ManyRows, seed: 2);
        folder.AddCsv("empty.csv", 0, seed: 3);
        return folder;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static async Task<Dictionary<string, object?[]>> ColumnsAsync(string path)
    {
        using var file = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(file);
        var columns = reader.Schema.GetDataFields().ToDictionary(field => field.Name, _ => new List<object?>());
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var count = checked((int)group.RowCount);
            foreach (var field in reader.Schema.GetDataFields())
            {
                columns[field.Name].AddRange(await Values(field));
            }

            async Task<IEnumerable<object?>> Values(Parquet.Schema.DataField field)
            {
                if (field.ClrType == typeof(ReadOnlyMemory<char>))
                {
                    var texts = new string?[count];
                    await group.ReadAsync(field, texts.AsMemory()!);
                    return texts;
                }

                return field.ClrType == typeof(long) ? await Of<long>(field)
                    : field.ClrType == typeof(bool) ? await Of<bool>(field)
                    : await Of<float>(field);
            }

            async Task<IEnumerable<object?>> Of<T>(Parquet.Schema.DataField field)
                where T : struct
            {
                if (field.IsNullable)
                {
                    var values = new T?[count];
                    await group.ReadAsync<T>(field, values.AsMemory());
                    return values.Cast<object?>();
                }

                var present = new T[count];
                await group.ReadAsync<T>(field, present.AsMemory());
                return present.Cast<object?>();
            }
        }

        return columns.ToDictionary(column => column.Key, column => column.Value.ToArray());
    }

    /// <summary>A row of the training table, in ML.NET's own way.</summary>
    private sealed class Row
    {
        public float temp { get; set; }

        public float u { get; set; }

        public float Label { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
