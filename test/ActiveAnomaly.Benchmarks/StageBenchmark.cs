using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Times whole stages, and the retraining between two answers.</summary>
internal static class StageBenchmark
{
    private const int RepeatCount = 5;

    public static void Run()
    {
        Console.WriteLine($"{"what",-78}{"median s",10}{"fastest s",10}");
        var cardio = BenchmarkPools.Create(1831, 21);
        Print(
            "stage 0 of a pool of cardio's size, 1831 x 21, 100 + 50 epochs",
            () => new NceDetector(new NceOptions { Seed = 1 }).Fit(new TrainingRequest(cardio)));
        var network = BenchmarkPools.Create(125_973, 41);
        Print(
            "stage 0 of a pool of NSL-KDD's size, 125973 x 41, minibatch 1024",
            () => new NceDetector(new NceOptions { Seed = 1, BatchSize = 1024 }).Fit(new TrainingRequest(network)));
        var pool = BenchmarkPools.Create(2000, 33);
        var reusing = new NceDetector(new NceOptions { Seed = 1, ReusePretraining = true });
        var first = reusing.Fit(new TrainingRequest(pool)).Model;
        var labels = Labels(pool.RowCount, 50);
        Print(
            "retrain of 2000 x 33 with 50 labels, NCE, pre-training reused",
            () => reusing.Fit(new TrainingRequest(pool, labels) { Stage = 1, Previous = first }));
        Print("stage 5 of NSL-KDD's size: 2700 normal and 3600 abnormal labels", () => NslKddLastStage(network));
    }

    private static void NslKddLastStage(FeatureMatrix pool)
    {
        var detector = new NceDetector(new NceOptions { Seed = 1, BatchSize = 1024, PretrainingEpochCount = 0 });
        detector.Fit(new TrainingRequest(pool, Labels(pool.RowCount, 6300)) { Stage = 5 });
    }

    private static PoolLabels Labels(int rowCount, int count)
    {
        var rows = new SeededRandom(3).Sample(Enumerable.Range(0, rowCount).ToArray(), count);
        return PoolLabels.None(rowCount)
            .With(rows.Select((row, i) => KeyValuePair.Create(row, i % 7 < 4 ? RowLabel.Abnormal : RowLabel.Normal)));
    }

    private static void Print(string what, Action action)
    {
        action();
        var seconds = new List<double>();
        for (var i = 0; i < RepeatCount; i++)
        {
            var before = Stopwatch.GetTimestamp();
            action();
            seconds.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        seconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-78}{seconds[RepeatCount / 2],10:F3}{seconds[0],10:F3}"));
    }
}
