using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Times one training on wide, almost empty rows with the default options, and says how well it ranks.</summary>
internal static class OneHotBenchmark
{
    private const int RepeatCount = 3;
    private const int LabelCount = 150;

    private static readonly (string Name, Func<long, Detector> Create)[] Detectors =
    [
        ("svdd", seed => new DeepSvddDetector(new DeepSvddOptions { Seed = seed })),
        ("nce", seed => new NceDetector(new NceOptions { Seed = seed })),
        ("dsad", seed => new DeepSadDetector(new DeepSadOptions { Seed = seed })),
        ("autoencoder", seed => new AutoencoderDetector(new AutoencoderOptions { Seed = seed })),
        ("gp", seed => new GaussianProcessDetector(new GaussianProcessOptions { Seed = seed })),
    ];

    public static void Run(string kind, string[] only)
    {
        var (pool, isAbnormal) = OneHotPools.Create(kind);
        Console.WriteLine($"{pool.RowCount} x {pool.FeatureCount}, {isAbnormal.Count(x => x)} abnormal rows");
        Console.WriteLine($"{"detector",-14}{"labels",8}{"median s",10}{"processors s",14}{"AUC of the seeds",24}");
        foreach (var (name, create) in Detectors)
        {
            if (only.Length == 0 || only.Contains(name))
            {
                Print(name, create, pool, PoolLabels.None(pool.RowCount), isAbnormal);
                Print(name, create, pool, Labels(isAbnormal), isAbnormal);
            }
        }
    }

    private static void Print(string name, Func<long, Detector> create, FeatureMatrix pool, PoolLabels labels, bool[] isAbnormal)
    {
        var (seconds, aucs) = (new double[RepeatCount], new double[RepeatCount]);
        using var process = Process.GetCurrentProcess();
        var beforeAll = process.TotalProcessorTime;
        for (var i = 0; i < RepeatCount; i++)
        {
            var before = Stopwatch.GetTimestamp();
            var trained = create(i + 1).Fit(new TrainingRequest(pool, labels));
            seconds[i] = Stopwatch.GetElapsedTime(before).TotalSeconds;
            int[] unknown = [.. Enumerable.Range(0, pool.RowCount).Where(row => labels[row] == RowLabel.Unlabeled)];
            aucs[i] = Ranking.RocAuc(
                [.. unknown.Select(row => trained.Scores.Span[row])], [.. unknown.Select(row => isAbnormal[row])]);
        }

        Array.Sort(seconds);
        process.Refresh();
        var processors = (process.TotalProcessorTime - beforeAll).TotalSeconds / RepeatCount;
        var ofSeeds = string.Join(' ', aucs.Select(auc => auc.ToString("F4", CultureInfo.InvariantCulture)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-14}{labels.LabeledCount,8}{seconds[RepeatCount / 2],10:F2}{processors,14:F2}{ofSeeds,24}"));
    }

    private static PoolLabels Labels(bool[] isAbnormal)
    {
        var drawn = new SeededRandom(2).SampleRange(isAbnormal.Length, LabelCount);
        return PoolLabels.None(isAbnormal.Length).With(drawn.Select(
            row => KeyValuePair.Create(row, isAbnormal[row] ? RowLabel.Abnormal : RowLabel.Normal)));
    }
}
