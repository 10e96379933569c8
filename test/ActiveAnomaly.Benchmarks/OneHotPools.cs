using System.Globalization;
using System.IO.Compression;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Pools with text columns, one-hot encoded: wide rows that are almost all zero. Some rows, scattered, are abnormal.</summary>
internal static class OneHotPools
{
    private const int RowCount = 3000;
    private const int FileRowCount = 5000;
    private const int KindCount = 10;
    private const double AbnormalShare = 0.05;

    /// <summary>Makes a pool.</summary>
    /// <param name="kind">"text", "columns", or the path of a CSV file (or .csv.gz) with a header whose last column is 0 or 1.</param>
    public static (FeatureMatrix Pool, bool[] IsAbnormal) Create(string kind) => kind switch
    {
        "text" => Text(),
        "columns" => Columns(),
        _ => OfFile(kind),
    };

    /// <summary>Four numbers and a text column that has another value in every row. Abnormal rows have two numbers swapped.</summary>
    private static (FeatureMatrix Pool, bool[] IsAbnormal) Text()
    {
        const int numberCount = 4;
        var random = new SeededRandom(1);
        var isAbnormal = Draw(random);
        var values = new float[RowCount * (numberCount + RowCount)];
        for (var i = 0; i < RowCount; i++)
        {
            var row = values.AsSpan(i * (numberCount + RowCount), numberCount + RowCount);
            var (x, y) = ((float)random.NextDouble() * 0.5f, (float)random.NextDouble() * 0.5f);
            var (low, high) = (x * y * 2, 0.5f + (y * y * 2));
            (row[0], row[1]) = (x, y);
            (row[2], row[3]) = isAbnormal[i] ? (high, low) : (low, high);
            row[numberCount + i] = 1;
        }

        return (FeatureMatrix.Copy(values, numberCount + RowCount), isAbnormal);
    }

    /// <summary>
    /// 30 text columns of 100 values. A normal row is of one of ten kinds, each of which has ten values of its own a column; an abnormal
    /// row takes half of its columns from another kind, so that each of its values is usual and their combination is not.
    /// </summary>
    private static (FeatureMatrix Pool, bool[] IsAbnormal) Columns()
    {
        const int columnCount = 30;
        const int valueCount = 100;
        const double noiseShare = 0.3;
        var random = new SeededRandom(1);
        var isAbnormal = Draw(random);
        var values = new float[RowCount * columnCount * valueCount];
        for (var i = 0; i < RowCount; i++)
        {
            var (kind, other) = (random.NextInt32(KindCount), random.NextInt32(KindCount));
            for (var column = 0; column < columnCount; column++)
            {
                var own = isAbnormal[i] && random.NextInt32(2) == 0 ? other : kind;
                var value = random.NextDouble() < noiseShare
                    ? random.NextInt32(valueCount)
                    : (own * valueCount / KindCount) + random.NextInt32(valueCount / KindCount);
                values[(i * columnCount * valueCount) + (column * valueCount) + value] = 1;
            }
        }

        return (FeatureMatrix.Copy(values, columnCount * valueCount), isAbnormal);
    }

    private static (FeatureMatrix Pool, bool[] IsAbnormal) OfFile(string path)
    {
        using var reader = new StreamReader(
            path.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
                : File.OpenRead(path));
        reader.ReadLine();
        var lines = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line.Split(','));
        }

        var drawn = new SeededRandom(1).SampleRange(lines.Count, Math.Min(lines.Count, FileRowCount));
        string[][] rows = [.. drawn.Select(row => lines[row])];
        var encoded = Enumerable.Range(0, rows[0].Length - 1).Select(column => Encoded([.. rows.Select(row => row[column])])).ToArray();
        return (
            FeatureMatrix.FromRows([.. Enumerable.Range(0, rows.Length).Select(
                row => encoded.SelectMany(column => column[row]).ToArray())]),
            [.. rows.Select(row => row[^1] == "1")]);
    }

    /// <summary>Brings a column of numbers to [0, 1], and one of texts to as many features as it has values.</summary>
    private static float[][] Encoded(string[] cells)
    {
        var numbers = new float[cells.Length];
        if (cells.Select((cell, i) => float.TryParse(cell, CultureInfo.InvariantCulture, out numbers[i])).All(isNumber => isNumber))
        {
            var (lowest, highest) = (numbers.Min(), numbers.Max());
            return [.. numbers.Select(number => new[] { highest > lowest ? (number - lowest) / (highest - lowest) : 0 })];
        }

        string[] names = [.. cells.Distinct().Order(StringComparer.Ordinal)];
        return [.. cells.Select(cell => names.Select(name => name == cell ? 1f : 0f).ToArray())];
    }

    private static bool[] Draw(SeededRandom random) =>
        [.. Enumerable.Range(0, RowCount).Select(_ => random.NextDouble() < AbnormalShare)];
}
