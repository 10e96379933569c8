using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Onnx;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>
/// Scores many rows of 33 features with one model in several ways: by the model itself, by ONNX Runtime, by the ML.NET chain, and, where
/// node and its packages are, by onnxruntime-node over Parquet files in parallel. Every score of the others is compared with the model's.
/// </summary>
internal static class ScaleBenchmark
{
    private const int FeatureCount = 33;
    private const int TrainingRows = 2000;
    private const int PartitionCount = 16;
    private const int RowsInABatch = 1 << 16;

    /// <summary>What sums in another order leave.</summary>
    private const float Tolerance = 1e-5f;

    /// <summary>Runs all ways.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="nodeFolder">The folder with node's packages onnxruntime-node and hyparquet; null to leave node out.</param>
    public static void Run(int rowCount, string? nodeFolder)
    {
        var rows = BenchmarkPools.Create(rowCount, FeatureCount);
        using var partitions = nodeFolder is null ? null : new ParquetPartitions(rows, PartitionCount);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rowCount:N0} x {FeatureCount}, {Environment.ProcessorCount} processors"));
        Console.WriteLine($"{"model",-18}{"by",-28}{"seconds",9}{"rows/s",12}{"largest difference / (1 + |score|)",38}");
        foreach (var (name, model) in Models())
        {
            Run(name, model, rows, partitions, nodeFolder);
        }
    }

    private static IEnumerable<(string Name, DetectorModel Model)> Models()
    {
        var request = new TrainingRequest(BenchmarkPools.Create(TrainingRows, FeatureCount, seed: 2), Labels());
        yield return ("isolation forest", new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }).Fit(request).Model);
        yield return ("NCE", new NceDetector(new NceOptions { Seed = 1 }).Fit(request).Model);
        var process = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }).Fit(request).Model;
        if (process.TryGet<IScoreGraph>(out _))
        {
            yield return ("Gaussian process", process);
        }
    }

    /// <summary>Answers for every fortieth row: 5 of 100.</summary>
    private static PoolLabels Labels()
    {
        var truth = BenchmarkPools.Truth(TrainingRows);
        return PoolLabels.Copy([.. truth.Select(
            (isAbnormal, row) => row % 40 != 0 ? RowLabel.Unlabeled : isAbnormal ? RowLabel.Abnormal : RowLabel.Normal)]);
    }

    private static void Run(string name, DetectorModel model, FeatureMatrix rows, ParquetPartitions? partitions, string? nodeFolder)
    {
        var expected = Timed(name, "the model itself", null, rows.RowCount, () => model.Score(rows));
        var file = OnnxExport.ToBytes(model);
        Timed(name, "ONNX Runtime", expected, rows.RowCount, () => ByRuntime(file, rows));
        Timed(name, "the ML.NET chain", expected, rows.RowCount, () => ByChain(model, rows));
        if (partitions is not null)
        {
            var (seconds, scores) = partitions.ScoreWithNode(file, nodeFolder!, Environment.ProcessorCount);
            Print(name, "onnxruntime-node, Parquet", expected, scores, seconds);
        }
    }

    private static float[] Timed(string name, string way, float[]? expected, int rowCount, Func<float[]> score)
    {
        var begin = Stopwatch.GetTimestamp();
        var scores = score();
        Print(name, way, expected ?? scores, scores, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        return scores.Length == rowCount ? scores : throw new InvalidOperationException($"{way} gave {scores.Length} scores.");
    }

    private static void Print(string name, string way, float[] expected, float[] actual, double seconds)
    {
        var largest = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second) / (1 + Math.Abs(pair.First)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-18}{way,-28}{seconds,9:F2}{expected.Length / seconds,12:N0}{largest,38:E1}"));
        if (!(largest <= Tolerance))
        {
            throw new InvalidOperationException($"{way} gives other scores than {name}: what it takes says nothing.");
        }
    }

    private static float[] ByRuntime(byte[] file, FeatureMatrix rows)
    {
        using var session = new InferenceSession(file);
        using var options = new RunOptions();
        var scores = new float[rows.RowCount];
        for (var first = 0; first < rows.RowCount; first += RowsInABatch)
        {
            var count = Math.Min(RowsInABatch, rows.RowCount - first);
            var batch = rows.Values.Slice(first * FeatureCount, count * FeatureCount).ToArray();
            using var features = OrtValue.CreateTensorValueFromMemory(batch, [count, FeatureCount]);
            using var results = session.Run(options, [OnnxExport.FeaturesName], [features], ["Score"]);
            results[0].GetTensorDataAsSpan<float>().CopyTo(scores.AsSpan(first));
        }

        return scores;
    }

    private static float[] ByChain(DetectorModel model, FeatureMatrix rows)
    {
        var mlContext = new MLContext(1);
        var definition = SchemaDefinition.Create(typeof(FeatureRow));
        var data = mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, rows.RowCount).Select(row => new FeatureRow { Features = rows.Row(row).ToArray() }), definition);
        return [.. mlContext.ActiveAnomaly().CreateTransformer(model, data).Transform(data).GetColumn<float>("Score")];
    }

    private sealed class FeatureRow
    {
        [VectorType(FeatureCount)]
        public float[] Features { get; set; } = [];
    }
}
