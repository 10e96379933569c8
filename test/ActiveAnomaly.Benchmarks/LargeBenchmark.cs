using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// One million rows of 128 features: 10 epochs of 20 minibatches of 32 (the scalability setting of RoSAS, Xu et al. 2023), then
/// scoring all rows. Also prints what training holds in memory beside the feature matrix.
/// </summary>
internal static class LargeBenchmark
{
    private const int RowCount = 1_000_000;
    private const int FeatureCount = 128;
    private const int EpochCount = 10;
    private const int StepsPerEpoch = 20;
    private const int BatchSize = 32;

    public static void Run()
    {
        var pool = BenchmarkPools.Create(RowCount, FeatureCount);
        var begin = Stopwatch.GetTimestamp();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var detector = new DeepSvddDetector(new DeepSvddOptions
        {
            Seed = 1,
            PretrainingEpochCount = EpochCount,
            EpochCount = EpochCount,
            BatchSize = BatchSize,
            LargestStepCount = StepsPerEpoch,
        });
        var model = detector.Fit(new TrainingRequest(pool)).Model;
        var training = Stopwatch.GetElapsedTime(begin);
        begin = Stopwatch.GetTimestamp();
        var scores = model.Score(pool);
        var scoring = Stopwatch.GetElapsedTime(begin);
        var held = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RowCount} x {FeatureCount}: training {training.TotalSeconds:F2} s, scoring {scoring.TotalSeconds:F2} s "
            + $"({RowCount / scoring.TotalSeconds:N0} rows/s), held beside the matrix {held / 1048576.0:F1} MiB, AUC "
            + $"{Ranking.RocAuc(scores, BenchmarkPools.Truth(RowCount)):F4}"));
    }
}
