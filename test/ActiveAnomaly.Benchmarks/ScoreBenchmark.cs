using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Times scoring: a whole matrix, and row by row.</summary>
internal static class ScoreBenchmark
{
    public static void Run()
    {
        Console.WriteLine($"{"net",-16}{"how",-12}{"rows/s",14}{"bytes allocated a row",24}");
        foreach (var featureCount in (int[])[33, 100, 274])
        {
            var pool = BenchmarkPools.Create(20_000, featureCount);
            var model = (DeepOneClassModel)new DeepSvddDetector(new DeepSvddOptions { Seed = 1, PretrainingEpochCount = 1, EpochCount = 1 })
                .Fit(new TrainingRequest(pool)).Model;
            Print(model, "matrix", pool.RowCount, () => model.Score(pool));
            Print(model, "row by row", pool.RowCount, () =>
            {
                for (var row = 0; row < pool.RowCount; row++)
                {
                    model.Score(pool.Row(row));
                }
            });
        }
    }

    private static void Print(DeepOneClassModel model, string how, int rowCount, Action action)
    {
        var times = Timing.Microseconds(action, TimeSpan.FromSeconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)rowCount;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Encoder.Shape,-16}{how,-12}{rowCount / Timing.At(times, 0.5) * 1e6,14:N0}{bytes,24:F2}"));
    }
}
