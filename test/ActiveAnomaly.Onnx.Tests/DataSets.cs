using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Onnx;

/// <summary>The data sets that models are compared on: ionosphere, which is shipped, and others of the paper.</summary>
internal static class DataSets
{
    public const string Shipped = "ionosphere";

    /// <summary>How many rows a model is trained on and scored, so that all kinds on all sets take seconds.</summary>
    private const int MostRows = 1000;

    private static readonly ConcurrentDictionary<string, Lazy<TrainingRequest>> Known = new();

    /// <summary>Reads a data set, once, or ends the test as inconclusive with the reason.</summary>
    public static TrainingRequest Read(string name) => Known.GetOrAdd(name, key => new(() => ReadFile(key))).Value;

    private static TrainingRequest ReadFile(string name)
    {
        var path = PathOf(name);
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        reader.ReadLine();
        var lines = new List<float[]>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add([.. line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))]);
        }

        // Every n-th row, so that a set sorted by its label gives both kinds; every fourth of them is answered.
        var step = ((lines.Count - 1) / MostRows) + 1;
        float[][] rows = [.. lines.Where((_, i) => i % step == 0)];
        var labels = rows.Select((row, i) => i % 4 > 0 ? RowLabel.Unlabeled : row[^1] > 0 ? RowLabel.Abnormal : RowLabel.Normal);
        return new TrainingRequest(FeatureMatrix.FromRows(Scaled([.. rows.Select(row => row[..^1])])), PoolLabels.Copy([.. labels]));
    }

    /// <summary>Brings every feature into [0, 1], as networks need it.</summary>
    private static float[][] Scaled(float[][] rows)
    {
        for (var k = 0; k < rows[0].Length; k++)
        {
            var (lowest, highest) = (rows.Min(row => row[k]), rows.Max(row => row[k]));
            foreach (var row in rows)
            {
                row[k] = highest > lowest ? (row[k] - lowest) / (highest - lowest) : 0;
            }
        }

        return rows;
    }

    private static string PathOf(string name)
    {
        if (name == Shipped)
        {
            return Path.Combine(AppContext.BaseDirectory, "Data", "ionosphere.csv");
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ActiveAnomaly.sln")))
        {
            root = root.Parent;
        }

        var path = Path.GetFullPath(Path.Combine(root?.FullName ?? AppContext.BaseDirectory, "..", "shared", "data", name + ".csv"));
        if (!File.Exists(path) && !File.Exists(path + ".gz"))
        {
            Assert.Inconclusive($"The data set {name} is not on this machine: there is no file '{path}'.");
        }

        return File.Exists(path) ? path : path + ".gz";
    }
}
