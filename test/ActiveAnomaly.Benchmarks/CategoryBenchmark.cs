using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// What columns of categories that mean nothing take from the default detector, where it is told which features are one column's categories
/// and where it is not: numbers of a file, and beside them one-hot columns drawn without a look at the truth. By turns a column has 50
/// categories that are equally frequent, and 30 of which the i-th is drawn with a chance in proportion to i^-1.2.
/// </summary>
internal static class CategoryBenchmark
{
    private const int EvenCount = 50;
    private const int UnevenCount = 30;

    private static readonly double[] UnevenShares = Shares([.. Enumerable.Range(1, UnevenCount).Select(i => Math.Pow(i, -1.2))]);

    /// <summary>Runs.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="names">Which of them, with commas between.</param>
    /// <param name="columnCount">How many columns of categories.</param>
    /// <param name="seedCount">How many seeds, from 1.</param>
    public static void Run(string folder, string names, int columnCount, int seedCount)
    {
        Console.WriteLine($"100 x AUC at stage 0, the mean of stages 1 to {StageFigures.StageCount}, at stage {StageFigures.StageCount}; "
            + $"{seedCount} seeds; {columnCount} columns of categories");
        Console.WriteLine($"{"",-14}{"numbers alone",22}{"categories, told",22}{"categories, not told",22}");
        var sets = new List<double[][]>();
        foreach (var name in names.Split(','))
        {
            var table = LabeledTable.Read(folder, name, isScaled: false);
            double[][][] runs = [.. Enumerable.Range(1, seedCount).Select(seed => RunOne(table, columnCount, seed))];
            sets.Add([.. Enumerable.Range(0, 3).Select(pool => StageFigures.Mean([.. runs.Select(run => run[pool])]))]);
            Console.WriteLine($"{name,-14}{string.Concat(sets[^1].Select(figures => $"{StageFigures.Line(figures),22}"))}");
        }

        var means = Enumerable.Range(0, 3).Select(i => StageFigures.Mean([.. sets.Select(set => set[i])]));
        Console.WriteLine($"{"mean",-14}{string.Concat(means.Select(figures => $"{StageFigures.Line(figures),22}"))}");
        Console.WriteLine($"told less not told {StageFigures.Difference(sets, 1, 2)}; "
            + $"told less numbers alone {StageFigures.Difference(sets, 1, 0)}");
    }

    private static double[][] RunOne(LabeledTable table, int columnCount, int seed)
    {
        var (pool, ranges) = WithCategories(table.Rows, columnCount, new SeededRandom(seed).Derive("categories"));
        return [Auc(table.Rows, table, seed), Auc(pool.WithCategoricalRanges(ranges), table, seed), Auc(pool, table, seed)];
    }

    private static (FeatureMatrix Pool, CategoricalRange[] Ranges) WithCategories(
        FeatureMatrix numbers, int columnCount, SeededRandom random)
    {
        var ranges = new CategoricalRange[columnCount];
        var width = numbers.FeatureCount;
        for (var column = 0; column < columnCount; column++)
        {
            ranges[column] = new CategoricalRange(width, column % 2 == 0 ? EvenCount : UnevenCount);
            width += ranges[column].Count;
        }

        var builder = new FeatureMatrixBuilder(width, numbers.RowCount);
        for (var row = 0; row < numbers.RowCount; row++)
        {
            var values = new float[width];
            numbers.Row(row).CopyTo(values);
            foreach (var range in ranges)
            {
                values[range.First + (range.Count == EvenCount ? random.NextInt32(EvenCount) : Uneven(random.NextDouble()))] = 1;
            }

            builder.Add(values);
        }

        return (builder.ToMatrix(), ranges);
    }

    private static int Uneven(double drawn)
    {
        var place = Array.BinarySearch(UnevenShares, drawn);
        return Math.Min(place < 0 ? ~place : place, UnevenCount - 1);
    }

    /// <summary>Gives for each the share of it and of those before.</summary>
    private static double[] Shares(double[] weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight / weights.Sum())];
    }

    private static double[] Auc(FeatureMatrix pool, LabeledTable table, int seed) =>
        StageFigures.Run(pool, table, new GaussianProcessOptions { Seed = seed })[..StageFigures.Count];
}
