using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// Times the Gaussian process: what is learnt without labels, the step from one answer to new scores of all rows, a stage that computes
/// all covariances anew, and scoring.
/// </summary>
internal static class GaussianBenchmark
{
    private static readonly (int Rows, int Features, int Answers)[] Sizes =
    [
        (1_000, 30, 50), (1_831, 21, 90), (2_000, 30, 100), (7_603, 100, 380), (10_000, 30, 500), (100_000, 30, 500), (100_000, 50, 500),
        (1_000_000, 30, 250), (1_000_000, 30, 2_000),
    ];

    public static void Run(string[] only)
    {
        Console.WriteLine(
            $"{"rows x features",-20}{"answers",8}{"set-up ms",12}{"all answers ms",16}{"one more ms",13}"
            + $"{"score us a row",16}{"file KiB",10}");
        foreach (var (rows, features, answers) in Sizes)
        {
            if (only.Length == 0 || only.Contains($"{rows}x{features}x{answers}"))
            {
                Print(rows, features, answers);
            }
        }
    }

    private static void Print(int rowCount, int featureCount, int answerCount)
    {
        var pool = BenchmarkPools.Create(rowCount, featureCount);
        var repeatCount = rowCount > 200_000 ? 1 : 5;
        var detector = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 });
        DetectorModel? model = null;

        // Tiered compilation replaces hot code for a second or two: figures are those of a process that has run for a while.
        var small = BenchmarkPools.Create(1000, featureCount);
        Timing.Microseconds(() => detector.Fit(new TrainingRequest(small, Labels(1000, 40))), TimeSpan.FromSeconds(1.5));
        var setUp = Median(repeatCount, () => model = detector.Fit(new TrainingRequest(pool)).Model);
        var first = model;
        var all = Median(
            repeatCount,
            () => model = detector.Fit(new TrainingRequest(pool, Labels(rowCount, answerCount)) { Previous = first }).Model);

        // Each repetition adds one answer to the model before it.
        var count = answerCount;
        var one = Median(
            repeatCount,
            () => model = detector.Fit(new TrainingRequest(pool, Labels(rowCount, ++count)) { Previous = model }).Model);
        var scored = pool.Select([.. Enumerable.Range(0, Math.Min(rowCount, 10_000))]);
        var score = Median(3, () => model!.Score(scored));
        var fileSize = DetectorModelFormat.ToBytes(model!).Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{$"{rowCount} x {featureCount}",-20}{answerCount,8}{setUp,12:F1}{all,16:F1}{one,13:F2}{1000 * score / scored.RowCount,16:F1}"
            + $"{fileSize / 1024,10}"));
    }

    /// <summary>Answers for rows that lie spread over the pool, in the order in which they come.</summary>
    private static PoolLabels Labels(int rowCount, int count) => PoolLabels.None(rowCount).With(
        Enumerable.Range(0, count).Select(i => (int)((long)i * 7919 % rowCount)).Distinct().Select(row => KeyValuePair.Create(
            row, BenchmarkPools.IsAbnormal(row, rowCount) ? RowLabel.Abnormal : RowLabel.Normal)));

    private static double Median(int repeatCount, Action action)
    {
        var times = new double[repeatCount];
        for (var i = 0; i < times.Length; i++)
        {
            var before = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[repeatCount / 2];
    }
}
