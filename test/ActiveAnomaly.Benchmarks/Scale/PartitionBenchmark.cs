using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Detectors;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>
/// Scores a table of 100 partitions of 20 columns with the tool, one of them broken: kills it when a third is done, goes on to the end,
/// mends the broken one, goes on again; then looks at every row and compares scores with the model's own.
/// </summary>
internal static class PartitionBenchmark
{
    private const int TrainingRows = 2000;
    private const int Broken = 50;
    private const int MostCompared = 500_000;

    /// <summary>Runs it.</summary>
    /// <param name="rowCount">The number of rows, a multiple of 100.</param>
    /// <param name="format">csv or parquet.</param>
    /// <param name="detector">The detector, in the tool's words.</param>
    /// <param name="silos">The silos of a cluster that score; null for one process.</param>
    public static void Run(long rowCount, string format, string detector, SiloCount? silos)
    {
        if (format is not ("csv" or "parquet"))
        {
            throw new ArgumentException($"The format is '{format}'; csv and parquet are allowed.");
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var folder = Directory.CreateTempSubdirectory("active-anomaly-partitions-").FullName;
        try
        {
            Run(new PartitionTable(Path.Combine(folder, "in"), rowCount, format == "parquet"), folder, detector, rowCount, silos);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(PartitionTable table, string folder, string detector, long rowCount, SiloCount? silos)
    {
        var (model, output) = (Path.Combine(folder, "model.zip"), Path.Combine(folder, "out"));
        Say($"{rowCount:N0} x {PartitionTable.FeatureCount} in {PartitionTable.PartitionCount} partitions, {detector}, "
            + $"{Environment.ProcessorCount} processors");
        var clock = Stopwatch.StartNew();
        table.Write();
        table.Break(Broken);
        var length = new DirectoryInfo(table.Folder).EnumerateFiles().Sum(file => file.Length);
        Say($"written: {length / 1e9:F2} GB in {clock.Elapsed.TotalSeconds:F0} s");
        Train(Path.Combine(folder, "train.csv"), model, detector);

        string[] words = ["score", table.Folder, "--model", model, "--out", output, "--format", "csv", "--json"];
        if (silos is not null)
        {
            ClusterPartitionBenchmark.Run(() => table.Write(Broken), words, output, silos);
            Compare(table, model, output, rowCount);
            return;
        }

        clock.Restart();
        var killed = ToolProcess.Run(words, () => Finished(output) >= PartitionTable.PartitionCount / 3);
        var kept = Finished(output);
        Say($"killed after {clock.Elapsed.TotalSeconds:F1} s with {kept} partitions finished, peak {Megabytes(killed)} MB");
        var resumed = ToolProcess.Run([.. words, "--resume"]);
        Tell("resumed", resumed);
        Require(resumed.ExitCode == 1, "the broken partition is not told of", resumed.Error);
        var expected = $"{kept} kept, {PartitionTable.PartitionCount - kept - 1} scored, 1 failed";
        Require(Statuses(resumed) == expected, Statuses(resumed), resumed.Error);
        table.Write(Broken);
        var mended = ToolProcess.Run([.. words, "--resume"]);
        Tell("mended", mended);
        Require(mended.ExitCode == 0, "the mended partition is not scored", mended.Error);
        Require(Statuses(mended) == $"{PartitionTable.PartitionCount - 1} kept, 1 scored, 0 failed", Statuses(mended), mended.Error);
        Compare(table, model, output, rowCount);
    }

    private static void Train(string path, string model, string detector)
    {
        PartitionTable.WriteCsv(path, partition: -1, TrainingRows);
        var train = ToolProcess.Run(["train", path, "--no-label", "--detector", detector, "--output", model]);
        Require(train.ExitCode == 0, "no model", train.Error);
    }

    /// <summary>Looks at every row's place, and compares many scores with the model's in memory.</summary>
    private static void Compare(PartitionTable table, string modelPath, string output, long rowCount)
    {
        var mlContext = new MLContext();
        DetectorModel model = mlContext.ActiveAnomaly().GetDetectorModel(mlContext.Model.Load(modelPath, out _));
        var stride = (int)Math.Max(1, rowCount / MostCompared);
        var (seen, compared) = (0L, 0L);
        Require(
            Directory.GetFileSystemEntries(output).Length == PartitionTable.PartitionCount + 1
                && Directory.GetFiles(output, "*.tmp", SearchOption.AllDirectories).Length == 0,
            "other files are left",
            string.Join(", ", Directory.GetFileSystemEntries(output)));
        Parallel.For(0, PartitionTable.PartitionCount, partition =>
        {
            var row = 0;
            var features = new float[PartitionTable.FeatureCount];
            var first = table.PathOf(partition).EndsWith(".csv", StringComparison.Ordinal) ? 2 : 1;
            foreach (var line in File.ReadLines(Path.Combine(output, PartitionTable.NameOf(partition) + ".csv")).Skip(1))
            {
                var cells = line.Split(',');
                Require(cells[0] == (row + first).ToString(CultureInfo.InvariantCulture), "a row is gone or twice", line);
                if (row % stride == 0)
                {
                    PartitionTable.Fill(partition, row, features);
                    Require(
                        float.Parse(cells[1], CultureInfo.InvariantCulture) == model.Score(features), "a score is another", line);
                    Interlocked.Increment(ref compared);
                }

                row++;
            }

            Require(row == table.RowsInAPartition, "rows are missing", $"{row} of {table.RowsInAPartition}");
            Interlocked.Add(ref seen, row);
        });
        Require(seen == rowCount, "rows are missing", $"{seen} of {rowCount}");
        Say($"complete: {seen:N0} rows in order, {compared:N0} scores compared with the model's, all the same bits");
    }

    /// <summary>Says how fast a run was.</summary>
    /// <param name="what">What it was.</param>
    /// <param name="run">The run.</param>
    /// <param name="processes">How many processes of as many threads as this one scored at a time.</param>
    /// <param name="helping">The time that processors gave to the others.</param>
    public static void Tell(string what, ToolProcess run, int processes = 1, TimeSpan helping = default)
    {
        using var document = JsonDocument.Parse(run.Output);
        var root = document.RootElement;
        var (rows, seconds) = (root.GetProperty("rows").GetInt64(), root.GetProperty("seconds").GetDouble());
        var perSecond = rows / seconds;
        var threads = processes * root.GetProperty("threads").GetInt32();
        var ofProcessors = rows / (run.ProcessorTime + helping).TotalSeconds;
        Say($"{what}: {rows:N0} rows in {seconds:F1} s, {perSecond:N0} a second, {perSecond / threads:N0} a second and thread ({threads}), "
            + $"{ofProcessors:N0} a second of a processor's time (starting, checking what is kept and the broken one among it), "
            + $"peak {Megabytes(run)} MB");
    }

    /// <summary>Says how many partitions were kept, scored and failed.</summary>
    public static string Statuses(ToolProcess run)
    {
        using var document = JsonDocument.Parse(run.Output);
        string?[] all = [.. document.RootElement.GetProperty("partitions").EnumerateArray().Select(
            partition => partition.GetProperty("status").GetString())];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Count(status => status == "kept")} kept, {all.Count(status => status == "scored")} scored, "
            + $"{all.Count(status => status == "failed")} failed");
    }

    /// <summary>Gives the number of partitions that have scores.</summary>
    public static int Finished(string output) => Directory.Exists(output) ? Directory.GetFiles(output, "*.csv").Length : 0;

    private static string Megabytes(ToolProcess run) => (run.PeakBytes / 1e6).ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>Stops where something is wrong.</summary>
    public static void Require(bool holds, string what, string found)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The run is wrong: {what}. {found}");
        }
    }

    private static void Say(string text) => Console.WriteLine(text);
}
