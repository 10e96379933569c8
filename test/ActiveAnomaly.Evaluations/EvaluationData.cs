using System.Collections.Concurrent;
using System.Reflection;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Evaluations;

/// <summary>A data set of the papers, as it is, with the truth.</summary>
internal sealed record EvaluationData(FeatureMatrix Rows, bool[] IsAbnormal)
{
    private static readonly ConcurrentDictionary<string, EvaluationData> Read = new();

    /// <summary>Gives a data set, or ends the test as inconclusive with the reason.</summary>
    /// <param name="name">The name of its file, without what its kind adds.</param>
    public static EvaluationData Of(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", name + ".csv"));
        if (!File.Exists(path) && !File.Exists(path + ".gz"))
        {
            Assert.Inconclusive($"The data set {name} is not on this machine: there is no file '{path}'.");
        }

        return Read.GetOrAdd(name, _ => ReadFile(File.Exists(path) ? path : path + ".gz"));
    }

    /// <summary>Draws rows, of each class the same share.</summary>
    public EvaluationData Sampled(int count)
    {
        var random = new SeededRandom(0).Derive("sample");
        var abnormal = Of(isAbnormal: true);
        var abnormalCount = (int)Math.Round((double)count * abnormal.Length / IsAbnormal.Length);
        int[] rows =
        [
            .. random.Sample(Of(isAbnormal: false), count - abnormalCount).Concat(random.Sample(abnormal, abnormalCount)).Order(),
        ];
        return new EvaluationData(Rows.Select(rows), [.. rows.Select(row => IsAbnormal[row])]);
    }

    /// <summary>Brings every feature of all rows into [0, 1], as the program of Kim et al. does.</summary>
    public FeatureMatrix Scaled()
    {
        var values = Rows.Values.ToArray();
        for (var k = 0; k < Rows.FeatureCount; k++)
        {
            var column = Enumerable.Range(0, Rows.RowCount).Select(row => Rows.Row(row)[k]).ToArray();
            var (lowest, highest) = ((double)column.Min(), (double)column.Max());
            for (var row = 0; row < Rows.RowCount; row++)
            {
                values[(row * Rows.FeatureCount) + k] = (float)(highest > lowest ? (column[row] - lowest) / (highest - lowest) : 0);
            }
        }

        return FeatureMatrix.Copy(values, Rows.FeatureCount);
    }

    private int[] Of(bool isAbnormal) => [.. Enumerable.Range(0, IsAbnormal.Length).Where(row => IsAbnormal[row] == isAbnormal)];

    private static string Root => typeof(EvaluationData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static EvaluationData ReadFile(string path)
    {
        var table = TableReader.Read(path, new TableOptions());
        var columns = table.Columns.Select(column => column.Numbers.ToArray()).ToArray();
        var builder = new FeatureMatrixBuilder(columns.Length, table.RowCount);
        for (var row = 0; row < table.RowCount; row++)
        {
            builder.Add([.. columns.Select(column => (float)column[row])]);
        }

        return new EvaluationData(builder.ToMatrix(), [.. table.Labels.Values.ToArray().Select(label => label == RowLabel.Abnormal)]);
    }
}
