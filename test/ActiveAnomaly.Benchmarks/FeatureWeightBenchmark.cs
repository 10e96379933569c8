using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// What weights of features that are learnt from the answers are worth: on the numbers of a file, and with columns beside them that are
/// drawn evenly from 0 to 1 without a look at the truth.
/// </summary>
internal static class FeatureWeightBenchmark
{
    /// <summary>Runs.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="names">Which of them, with commas between.</param>
    /// <param name="share">How many columns are drawn for each column of numbers; at least 6 unless it is 0.</param>
    /// <param name="seedCount">How many seeds, from 1.</param>
    public static void Run(string folder, string names, double share, int seedCount)
    {
        Console.WriteLine($"100 x AUC at stage 0, the mean of stages 1 to {StageFigures.StageCount}, at stage {StageFigures.StageCount}, "
            + $"then 100 x average precision; {seedCount} seeds");
        Console.WriteLine($"{"",-18}{"features alike",44}{"weights",44}");
        var sets = new List<double[][]>();
        foreach (var name in names.Split(','))
        {
            var table = LabeledTable.Read(folder, name, isScaled: false);
            double[][][] runs = [.. Enumerable.Range(1, seedCount).Select(seed => RunOne(table, share, seed))];
            sets.Add([.. Enumerable.Range(0, 2).Select(i => StageFigures.Mean([.. runs.Select(run => run[i])]))]);
            Console.WriteLine($"{name,-18}{string.Concat(sets[^1].Select(figures => $"{StageFigures.Line(figures),44}"))}");
        }

        var means = Enumerable.Range(0, 2).Select(i => StageFigures.Mean([.. sets.Select(set => set[i])]));
        Console.WriteLine($"{"mean",-18}{string.Concat(means.Select(figures => $"{StageFigures.Line(figures),44}"))}");
        Console.WriteLine($"weights less alike {StageFigures.Difference(sets, 1, 0)}");
    }

    private static double[][] RunOne(LabeledTable table, double share, int seed)
    {
        var added = share == 0 ? 0 : Math.Max(6, (int)(share * table.Rows.FeatureCount));
        var random = new SeededRandom(seed).Derive("columns");
        var pool = new FeatureMatrixBuilder(table.Rows.FeatureCount + added, table.Rows.RowCount);
        for (var row = 0; row < table.Rows.RowCount; row++)
        {
            pool.Add([.. table.Rows.Row(row), .. Enumerable.Range(0, added).Select(_ => (float)random.NextDouble())]);
        }

        var rows = pool.ToMatrix();
        return
        [
            .. new[] { false, true }.Select(
                learns => StageFigures.Run(rows, table, new GaussianProcessOptions { Seed = seed, LearnsFeatureWeights = learns })),
        ];
    }
}
