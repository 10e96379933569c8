using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>Rows as Parquet files, in a folder that is there as long as this object, and their scores from node.</summary>
internal sealed class ParquetPartitions : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("active-anomaly-").FullName;

    public ParquetPartitions(FeatureMatrix rows, int count)
    {
        var size = (rows.RowCount + count - 1) / count;
        for (var part = 0; part < count; part++)
        {
            var first = part * size;
            WriteAsync(rows, first, Math.Min(size, rows.RowCount - first), Path.Combine(_folder, $"part-{part:D4}.parquet"))
                .GetAwaiter().GetResult();
        }
    }

    /// <summary>Has node score the files; the scores come in the order of the rows.</summary>
    public (double Seconds, float[] Scores) ScoreWithNode(byte[] model, string packages, int workerCount)
    {
        var modelPath = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(modelPath, model);
        var script = Path.Combine(AppContext.BaseDirectory, "Scale", "score_onnx.mjs");
        var start = new ProcessStartInfo("node", [script, modelPath, _folder, $"{workerCount}"])
        {
            WorkingDirectory = packages,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"node ended with {process.ExitCode}; what it said is above. In '{packages}' there must be the packages onnxruntime-node "
                + "and hyparquet.");
        }

        using var document = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        float[] scores = [.. Directory.GetFiles(_folder, "*.scores").Order(StringComparer.Ordinal)
            .SelectMany(path => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray())];
        return (document.RootElement.GetProperty("seconds").GetDouble(), scores);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task WriteAsync(FeatureMatrix rows, int first, int count, string path)
    {
        DataField<float>[] fields = [.. Enumerable.Range(0, rows.FeatureCount).Select(column => new DataField<float>($"f{column}"))];
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. fields]), file);
        using var group = writer.CreateRowGroup();
        for (var column = 0; column < fields.Length; column++)
        {
            float[] values = [.. Enumerable.Range(first, count).Select(row => rows.Row(row)[column])];
            await group.WriteAsync<float>(fields[column], values);
        }

        group.CompleteValidate();
    }
}
