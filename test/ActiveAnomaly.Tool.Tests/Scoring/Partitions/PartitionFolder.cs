using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>A folder with a model and the partitions of a table, scored by the command; and what it says of a file alone.</summary>
internal sealed class PartitionFolder : IDisposable
{
    private static readonly Lazy<byte[]> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    public PartitionFolder()
    {
        File.WriteAllBytes(Model, Trained.Value);
        Directory.CreateDirectory(_folder.File("in"));
    }

    public string FullName => _folder.FullName;

    public string Model => _folder.File("model.zip");

    public string Input => _folder.File("in");

    public string Output => _folder.File("out");

    public string PathOf(params string[] parts) => _folder.File(parts);

    /// <summary>Writes a partition of rows that no other has.</summary>
    public string AddCsv(string name, int rowCount, int seed)
    {
        var path = _folder.File("in", name);
        var lines = Rows(rowCount, seed).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Temp},{row.U}"));
        File.WriteAllLines(path, lines.Prepend("temp,u"));
        return path;
    }

    public async Task<string> AddParquetAsync(string name, int rowCount, int seed)
    {
        var path = _folder.File("in", name);
        var (temp, u) = (new DataField<double>("temp"), new DataField<double>("u"));
        using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(temp, u), file);
        if (rowCount > 0)
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<double>(temp, Rows(rowCount, seed).Select(row => row.Temp).ToArray());
            await group.WriteAsync<double>(u, Rows(rowCount, seed).Select(row => row.U).ToArray());
            group.CompleteValidate();
        }

        return path;
    }

    /// <summary>Scores the input folder into the output folder.</summary>
    public CommandRun Score(params string[] more) => CommandRun.Of([.. Words(), .. more]);

    /// <summary>The words of the command line that does.</summary>
    public string[] Words() => ["score", Input, "--model", Model, "--out", Output];

    /// <summary>What the command line says that scores into a folder.</summary>
    public PartitionOptions Options(string output) =>
        new(Model, PathOf(output), new TableOptions(), Explain: null, Format: null, ThreadCount: 2, Resumes: false);

    /// <summary>What the command writes for a file alone, as lines.</summary>
    public string[] Alone(string path, params string[] more)
    {
        CommandRun.Of(["score", path, "--model", Model, "--output", _folder.File("alone"), .. more]).Succeeds();
        return File.ReadAllLines(_folder.File("alone", NameOf(path) + ".csv"));
    }

    /// <summary>The lines of the scores of a partition.</summary>
    public string[] Lines(string name) => File.ReadAllLines(Path.Combine(Output, name));

    /// <summary>
    /// Checks that the output folder has the scores of all CSV partitions, as each alone has them, and nothing else but records.
    /// </summary>
    public void IsComplete()
    {
        string[] inputs = [.. Directory.GetFiles(Input).Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(
            inputs.Select(Path.GetFileName).Append(PartitionRecord.FolderName).Order(StringComparer.Ordinal).ToArray(),
            Names(Output).Order(StringComparer.Ordinal).ToArray());
        CollectionAssert.AreEquivalent(
            inputs.Select(path => Path.GetFileName(path) + ".json").ToArray(), Names(Path.Combine(Output, PartitionRecord.FolderName)));
        Assert.IsNotEmpty(inputs);
        foreach (var path in inputs)
        {
            // A table without rows is refused where it is scored alone.
            var expected = File.ReadLines(path).Count() == 1 ? ["line,score,abnormal"] : Alone(path);
            CollectionAssert.AreEqual(expected, Lines(Path.GetFileName(path)), path);
        }
    }

    /// <summary>The statuses of the partitions of a document by their names, such as "a scored, b failed".</summary>
    public static string Statuses(JsonElement document) => string.Join(", ", document.GetProperty("partitions").EnumerateArray().Select(
        partition => $"{partition.GetProperty("name").GetString()} {partition.GetProperty("status").GetString()}"));

    public static string[] Names(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path))];

    public void Dispose() => _folder.Dispose();

    private static string NameOf(string path) => DataSet.OfFile(path).Name;

    private static IEnumerable<(double Temp, double U)> Rows(int rowCount, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rowCount).Select(_ => (random.NextDouble() * 4, random.NextDouble() * 4))];
    }

    private static byte[] Train()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("numbers.csv", SyntheticCsv.OfNumbers());
        CommandRun.Of("train", path, "--detector", "isolation_forest", "--output", folder.File("model.zip")).Succeeds();
        return File.ReadAllBytes(folder.File("model.zip"));
    }
}
