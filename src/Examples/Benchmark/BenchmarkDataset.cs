using System.Globalization;
using System.IO.Compression;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Examples.Benchmark;

/// <summary>A data set of the benchmark: features scaled to [0, 1] by their minimum and maximum, and the truth.</summary>
internal sealed class BenchmarkDataset
{
    private BenchmarkDataset(string name, FeatureMatrix rows, bool[] isAbnormal, int batchSize)
    {
        Name = name;
        Rows = rows;
        IsAbnormal = isAbnormal;
        BatchSize = batchSize;
    }

    /// <summary>The paper's data sets by the names that the authors' program has for them, and the files that may hold each.</summary>
    private static readonly Dictionary<string, string[]> KnownFiles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ionosphere"] = ["ionosphere.csv"],
        ["arrhythmia"] = ["arrhythmia.csv"],
        ["cardio"] = ["cardio.csv"],
        ["mnist_tab"] = ["mnist.csv.gz", "mnist.csv"],
        ["glass"] = ["glass.csv"],
        ["optdigits"] = ["optdigits.csv.gz", "optdigits.csv"],
        ["nslkdd"] = ["nslkdd.csv.gz", "nslkdd.csv"],
    };

    /// <summary>Gets the names that "all" stands for: the six sets of the paper's tables, without the large NSL-KDD.</summary>
    public static IReadOnlyList<string> AllNames => [.. KnownFiles.Keys.Where(name => name != "nslkdd")];

    public string Name { get; }

    public FeatureMatrix Rows { get; }

    public bool[] IsAbnormal { get; }

    /// <summary>Gets the minibatch of the paper's experiments: 1024 for NSL-KDD, else 128.</summary>
    public int BatchSize { get; }

    /// <summary>Loads a data set by name from one of <paramref name="folders"/>, or by path.</summary>
    public static BenchmarkDataset Load(string nameOrPath, IReadOnlyList<string> folders)
    {
        var path = KnownFiles.TryGetValue(nameOrPath, out var files)
            ? folders.SelectMany(folder => files.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists)
                ?? throw new InputException(
                    $"The data set '{nameOrPath}' ({string.Join(" or ", files)}) is in none of "
                    + $"{string.Join(", ", folders.Select(folder => $"'{folder}'"))}. Give its folder with --data, or in the environment "
                    + $"variable {BenchmarkCommand.DataVariable}.")
            : File.Exists(nameOrPath) ? nameOrPath
            : throw new InputException($"There is no data set and no file '{nameOrPath}'. Data sets: {string.Join(", ", KnownFiles.Keys)}; "
                + "otherwise give the path of a .csv or .csv.gz.");
        var name = files is null ? Path.GetFileName(path).Split('.')[0] : nameOrPath;
        var (columns, isAbnormal) = Read(path);
        foreach (var column in columns)
        {
            ScaleMinMax(column);
        }

        var builder = new FeatureMatrixBuilder(columns.Count, isAbnormal.Length);
        var row = new float[columns.Count];
        for (var i = 0; i < isAbnormal.Length; i++)
        {
            for (var k = 0; k < row.Length; k++)
            {
                row[k] = (float)columns[k][i];
            }

            builder.Add(row);
        }

        return new BenchmarkDataset(name, builder.ToMatrix(), isAbnormal, name == "nslkdd" ? 1024 : 128);
    }

    /// <summary>Reads a CSV: a header, then features and, last, the label. Text columns are coded 0, 1, ... in sorted order.</summary>
    private static (List<double[]> Columns, bool[] IsAbnormal) Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using var unpacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(unpacked);
        var header = reader.ReadLine()?.Split(',')
            ?? throw new InputException($"The file '{path}' is empty; a header and rows are needed.");
        if (header.Length < 2)
        {
            throw new InputException($"The header of '{path}' has {header.Length} column; at least one feature and, last, the label are "
                + "needed, separated by commas.");
        }

        var cells = header.Select(_ => new List<string>()).ToArray();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            var values = text.Split(',');
            if (values.Length != header.Length)
            {
                throw new InputException($"Line {line} of '{path}' has {values.Length} values, the header has {header.Length}. Every line "
                    + "needs as many; quoted commas are not read.");
            }

            for (var k = 0; k < values.Length; k++)
            {
                cells[k].Add(values[k]);
            }
        }

        if (cells[0].Count == 0)
        {
            throw new InputException($"The file '{path}' has a header and no rows; a header and rows are needed.");
        }

        var labels = Numbers(cells[^1])
            ?? throw new InputException($"The last column of '{path}', '{header[^1]}', holds text; it must be the label, 0 or 1.");
        RequireFinite(labels, header[^1], path);
        bool[] isAbnormal = [.. labels.Select(label => label > 0)];
        if (!isAbnormal.Contains(true) || !isAbnormal.Contains(false))
        {
            throw new InputException(
                $"All labels of '{path}' are of one kind; normal rows (0) and abnormal ones (above 0) are needed to evaluate.");
        }

        return ([.. cells.SkipLast(1).Select((column, k) => Feature(column, header[k], path))], isAbnormal);
    }

    private static double[] Feature(List<string> cells, string name, string path)
    {
        if (Numbers(cells) is not { } values)
        {
            return Codes(cells);
        }

        RequireFinite(values, name, path);
        return values;
    }

    private static void RequireFinite(double[] values, string name, string path)
    {
        var bad = Array.FindIndex(values, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new InputException($"Row {bad}, column '{name}' of '{path}' is {values[bad].ToString(CultureInfo.InvariantCulture)}; "
                + "every value must be a finite number. Fill in or drop missing values before.");
        }
    }

    private static double[]? Numbers(List<string> cells)
    {
        var values = new double[cells.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                return null;
            }
        }

        return values;
    }

    private static double[] Codes(List<string> cells)
    {
        var codes = cells.Distinct().Order(StringComparer.Ordinal).Select((text, code) => (text, code))
            .ToDictionary(pair => pair.text, pair => (double)pair.code);
        return [.. cells.Select(cell => codes[cell])];
    }

    private static void ScaleMinMax(double[] column)
    {
        var (lowest, highest) = (column.Min(), column.Max());
        var range = highest > lowest ? highest - lowest : 1;
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = (column[i] - lowest) / range;
        }
    }
}
