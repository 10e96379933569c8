using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// What columns of categories that mean nothing take from the default detector, where it is told which features are one column's categories
/// and where it is not: numbers of a file, and beside them one-hot columns drawn without a look at the truth. By turns a column has 50
/// categories that are equally frequent, and 30 of which the i-th is drawn with a chance in proportion to i^-1.2.
/// </summary>
internal static class CategoryBenchmark
{
    private const int StageCount = 5;
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
        Console.WriteLine($"100 x AUC at stage 0, the mean of stages 1 to {StageCount}, at stage {StageCount}; {seedCount} seeds; "
            + $"{columnCount} columns of categories");
        Console.WriteLine($"{"",-14}{"numbers alone",22}{"categories, told",22}{"categories, not told",22}");
        var sets = new List<double[][]>();
        foreach (var name in names.Split(','))
        {
            var table = LabeledTable.Read(folder, name, isScaled: false);
            double[][][] runs = [.. Enumerable.Range(1, seedCount).Select(seed => RunOne(table, columnCount, seed))];
            sets.Add([.. Enumerable.Range(0, 3).Select(pool => Mean([.. runs.Select(run => run[pool])]))]);
            Console.WriteLine($"{name,-14}{string.Concat(sets[^1].Select(figures => $"{Line(figures),22}"))}");
        }

        var means = Enumerable.Range(0, 3).Select(i => Mean([.. sets.Select(set => set[i])]));
        Console.WriteLine($"{"mean",-14}{string.Concat(means.Select(figures => $"{Line(figures),22}"))}");
        Console.WriteLine($"told less not told {Difference(sets, 1, 2)}; told less numbers alone {Difference(sets, 1, 0)}");
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

    private static double[] Auc(FeatureMatrix pool, LabeledTable table, int seed)
    {
        var session = new ActiveLearningSession(
            pool,
            new GaussianProcessDetector(new GaussianProcessOptions { Seed = seed }),
            new ThirdsStrategy(),
            new SessionOptions { Seed = seed, AsksTwins = true, PseudoAbnormal = PseudoAbnormalUse.Never });
        session.Run(question => table.IsAbnormal[question.RowIndex] ? Answer.Abnormal : Answer.Normal, StageCount);
        double[] stages =
        [
            .. Enumerable.Range(0, StageCount + 1)
                .Select(stage => 100 * StageEvaluation.Of(session.History, stage, table.IsAbnormal, pool).RocAuc),
        ];
        return [stages[0], stages[1..].Average(), stages[^1]];
    }

    private static double[] Mean(double[][] figures) =>
        [.. Enumerable.Range(0, figures[0].Length).Select(i => figures.Average(own => own[i]))];

    private static string Line(double[] figures) =>
        string.Join(' ', figures.Select(figure => figure.ToString("F1", CultureInfo.InvariantCulture).PadLeft(6)));

    private static string Difference(List<double[][]> sets, int one, int other) => string.Join(", ", Enumerable.Range(0, 3).Select(i =>
    {
        double[] differences = [.. sets.Select(set => set[one][i] - set[other][i])];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{differences.Average():+0.0;-0.0} ({ProbabilityBenchmark.StandardError(differences):F1})");
    }));
}
