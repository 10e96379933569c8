using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>A data set of the benchmark: features, scaled to [0, 1] by their minimum and maximum or as they are, and the truth.</summary>
internal sealed class BenchmarkDataset(string name, FeatureMatrix rows, bool[] isAbnormal, int batchSize)
{
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

    public string Name { get; } = name;

    public FeatureMatrix Rows { get; } = rows;

    public bool[] IsAbnormal { get; } = isAbnormal;

    /// <summary>Gets the minibatch of the paper's experiments: 1024 for NSL-KDD, else 128.</summary>
    public int BatchSize { get; } = batchSize;

    /// <summary>Loads a data set.</summary>
    /// <param name="found">The data set's name and file, of <see cref="Find"/>.</param>
    /// <param name="options">What is known of the table.</param>
    /// <param name="understood">Is told what was understood of it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="scaled">Whether features are scaled; not where an experiment scales by a part of the rows.</param>
    public static BenchmarkDataset Load(
        DataSet found,
        TableOptions options,
        Action<Table> understood,
        CancellationToken cancellationToken,
        bool scaled = true)
    {
        var (name, path) = found;
        var table = TableReader.Read(path, options, cancellationToken);
        understood(table);
        var isAbnormal = table.RequireTruth("the benchmark");
        var isNslKdd = name == "nslkdd";
        List<double[]> columns = [];
        List<CategoricalRange> ranges = [];
        foreach (var column in table.Columns)
        {
            if (column.Kind == ColumnKind.Category && !isNslKdd)
            {
                ranges.Add(new CategoricalRange(columns.Count, column.FeatureCount));
            }

            columns.AddRange(Features(column, hasCodes: isNslKdd));
        }

        if (scaled)
        {
            columns.ForEach(ScaleMinMax);
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

        var matrix = builder.ToMatrix().WithCategoricalRanges(ranges);
        return new BenchmarkDataset(name, matrix, isAbnormal, isNslKdd ? 1024 : 128);
    }

    /// <summary>Says what a data set is, to tell it from another of its name: sizes, and a hash of numbers and truth.</summary>
    public static string Content(FeatureMatrix rows, bool[] isAbnormal)
    {
        var hash = SHA256.HashData(
            [.. Encoding.ASCII.GetBytes(PoolFingerprint.Of(rows)), .. MemoryMarshal.AsBytes(isAbnormal.AsSpan())]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.RowCount} x {rows.FeatureCount}, {isAbnormal.Count(value => value)} abnormal, {Convert.ToHexStringLower(hash)[..16]}");
    }

    /// <summary>Finds a data set by its name, in --data or the folders that stand in for it, or by path.</summary>
    /// <param name="nameOrPath">A name of the paper's data sets, of a file without what its kind adds, or a path.</param>
    /// <param name="places">The files and folders to look in, in order.</param>
    public static DataSet Find(string nameOrPath, IReadOnlyList<string> places)
    {
        // By the letters that the authors' program has, whatever ones are asked for: settings go by the name too.
        var files = (string[]?)null;
        if (KnownFiles.Keys.FirstOrDefault(known => KnownFiles.Comparer.Equals(known, nameOrPath)) is { } known)
        {
            (nameOrPath, files) = (known, KnownFiles[known]);
        }

        foreach (var place in places)
        {
            if (Directory.Exists(place))
            {
                var path = (files ?? []).Select(file => Path.Combine(place, file)).FirstOrDefault(File.Exists)
                    ?? DataSet.InFolder(place, nameOrPath)?.Path;
                if (path is not null)
                {
                    return new DataSet(nameOrPath, path);
                }
            }
            else if (DataSet.OfFile(place) is var only && (only.Name == nameOrPath || files?.Contains(Path.GetFileName(place)) == true))
            {
                return new DataSet(nameOrPath, place);
            }
        }

        if (File.Exists(nameOrPath))
        {
            return DataSet.OfFile(nameOrPath);
        }

        if (places is [var folder] && Directory.Exists(folder))
        {
            DataSet.RequireSome(folder);
        }

        throw new InputException(
            $"There is no data set and no file '{nameOrPath}'{(files is null ? string.Empty : $" ({string.Join(" or ", files)})")}. "
            + $"Looked in "
            + $"{string.Join(", ", places.Select(place => $"'{place}'"))}. Data sets: {string.Join(", ", KnownFiles.Keys)}, and the "
            + $"names of "
            + "the files there; otherwise give the path of a file. Give the folder, or the file, with --data, or in the environment "
            + "variable "
            + $"{BenchmarkCommand.DataVariable}.");
    }

    /// <summary>
    /// Gives the features of a column: one a category, or, for NSL-KDD as in the authors' program, the categories' numbers in sorted order.
    /// </summary>
    private static IEnumerable<double[]> Features(TableColumn column, bool hasCodes)
    {
        if (column.Kind != ColumnKind.Category)
        {
            return [column.Numbers.ToArray()];
        }

        var codes = column.Codes.ToArray();
        return hasCodes
            ? [[.. codes.Select(code => (double)code)]]
            : Enumerable.Range(0, column.FeatureCount).Select(category => codes.Select(code => code == category ? 1.0 : 0).ToArray());
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
