using System.Globalization;
using System.IO.Compression;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Rows of a file of numbers, the last column 1 for abnormal rows; of long files some rows are drawn.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Rows">The rows.</param>
/// <param name="IsAbnormal">What each is.</param>
internal sealed record LabeledTable(string Name, FeatureMatrix Rows, bool[] IsAbnormal)
{
    private const int MostRows = 10_000;
    private const int DrawnRows = 5_000;

    /// <summary>Reads the file of a name, whatever its kind adds, in a folder.</summary>
    public static LabeledTable Read(string folder, string name, bool isScaled) => Read(
        Directory.GetFiles(folder).First(file => Path.GetFileName(file).StartsWith(name + ".", StringComparison.Ordinal)), isScaled);

    /// <summary>Reads a file: a header, and lines of numbers with commas between them, packed with gzip or not.</summary>
    private static LabeledTable Read(string path, bool isScaled)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        _ = reader.ReadLine();
        var rows = new List<float[]>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(Array.ConvertAll(line.Split(','), cell => float.Parse(cell, CultureInfo.InvariantCulture)));
        }

        if (rows.Count > MostRows)
        {
            int[] drawn = new SeededRandom(5).Sample([.. Enumerable.Range(0, rows.Count)], DrawnRows);
            Array.Sort(drawn);
            rows = [.. drawn.Select(row => rows[row])];
        }

        bool[] isAbnormal = [.. rows.Select(row => row[^1] > 0)];
        float[][] features = [.. rows.Select(row => row[..^1])];
        if (isScaled)
        {
            Scale(features);
        }

        var name = Path.GetFileName(path);
        return new LabeledTable(name[..name.IndexOf('.', StringComparison.Ordinal)], FeatureMatrix.FromRows(features), isAbnormal);
    }

    private static void Scale(float[][] rows)
    {
        for (var column = 0; column < rows[0].Length; column++)
        {
            var (low, high) = (rows.Min(row => row[column]), rows.Max(row => row[column]));
            foreach (var row in rows)
            {
                row[column] = high > low ? (row[column] - low) / (high - low) : 0;
            }
        }
    }
}
