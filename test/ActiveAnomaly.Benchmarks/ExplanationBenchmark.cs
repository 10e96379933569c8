using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// Times the explanation of one row, in processor time, which other programs do not add to, and measures whether it names what is wrong:
/// normal rows get a value in one feature that only abnormal ones have, or one far out, and that feature should be on top.
/// </summary>
internal static class ExplanationBenchmark
{
    private const int CorruptedCount = 200;

    /// <summary>Times sizes such as 351x33.</summary>
    public static void Run(string[] sizes)
    {
        Console.WriteLine(
            $"{"rows x features",-18}{"detector",-20}{"background ms",14}{"row ms",9}{"median row ms",15}{"odd top 1",12}{"top 3",8}"
            + $"{"far top 1",11}{"medians: odd",15}{"far",7}");
        foreach (var size in sizes.Length == 0 ? ["351x33", "100000x50"] : sizes)
        {
            var numbers = size.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var pool = BenchmarkPools.Create(numbers[0], numbers[1]);
            var labels = PoolLabels.None(pool.RowCount).With(Enumerable.Range(0, Math.Min(pool.RowCount / 10, 200)).Select(i => (int)(
                (long)i * 7919 % pool.RowCount)).Distinct().Select(row => KeyValuePair.Create(
                    row, BenchmarkPools.IsAbnormal(row, pool.RowCount) ? RowLabel.Abnormal : RowLabel.Normal)));
            foreach (var detector in (Detector[])
            [
                new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }),
                new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }),
                new NeighborDistanceDetector(),
                new CopodDetector(),
            ])
            {
                Print(size, pool, detector, detector.Fit(new TrainingRequest(pool, labels)));
            }
        }
    }

    private static void Print(string size, FeatureMatrix pool, Detector detector, TrainedDetector trained)
    {
        var background = Background.Ordinary(pool, trained.Scores.Span, Background.DefaultRowCount);
        var choosing = Milliseconds(_ => Background.Ordinary(pool, trained.Scores.Span, Background.DefaultRowCount));
        var explainer = new Explainer(trained.Model, background);
        var medians = new Explainer(trained.Model, Background.Medians(pool));
        var time = Milliseconds(i => explainer.Explain(pool.Row((int)(7919L * i % pool.RowCount))));
        var timeOfMedians = Milliseconds(i => medians.Explain(pool.Row((int)(7919L * i % pool.RowCount))));
        var (odd, oddThree) = Found(explainer, pool, isFar: false);
        var (far, _) = Found(explainer, pool, isFar: true);
        var (oddOfMedians, _) = Found(medians, pool, isFar: false);
        var (farOfMedians, _) = Found(medians, pool, isFar: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size,-18}{detector.Name,-20}{choosing,14:F1}{time,9:F2}{timeOfMedians,15:F2}"
            + $"{odd,12:F2}{oddThree,8:F2}{far,11:F2}{oddOfMedians,15:F2}{farOfMedians,7:F2}"));
    }

    /// <summary>The processor time of the process that an action takes, on average over two seconds of it after two that warm up.</summary>
    private static double Milliseconds(Action<int> action)
    {
        var count = 0;
        var total = TimeSpan.Zero;
        foreach (var isWarm in (bool[])[false, true])
        {
            var before = Environment.CpuUsage.TotalTime;
            for (count = 0; count < 5 || Environment.CpuUsage.TotalTime - before < TimeSpan.FromSeconds(2); count++)
            {
                action(count);
            }

            total = isWarm ? Environment.CpuUsage.TotalTime - before : total;
        }

        return total.TotalMilliseconds / count;
    }

    /// <summary>The shares of corrupted rows whose corrupted feature has the largest contribution, or one of the three largest.</summary>
    private static (double First, double Third) Found(Explainer explainer, FeatureMatrix pool, bool isFar)
    {
        var random = new SeededRandom(3);
        var normalCount = pool.RowCount - (pool.RowCount / 10);
        var (first, third) = (0, 0);
        for (var i = 0; i < CorruptedCount; i++)
        {
            var row = pool.Row(random.NextInt32(normalCount)).ToArray();
            var feature = random.NextInt32(row.Length);

            // Beyond all rows, or inside the range of the abnormal ones, where no normal row has it.
            row[feature] = isFar ? 3 : random.NextInt32(2) == 0 ? 0.05f : 0.95f;
            var top = explainer.Explain(row).Top(3);
            first += top.FirstOrDefault(-1) == feature ? 1 : 0;
            third += top.Contains(feature) ? 1 : 0;
        }

        return (first / (double)CorruptedCount, third / (double)CorruptedCount);
    }
}
