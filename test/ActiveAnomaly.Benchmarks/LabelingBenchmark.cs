using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// Labelling as a person meets it: how long an answer takes until the next question is there, what is trained and chosen behind it, and
/// how soon the model knows of it. Logs are kept in an SQLite file in a temporary folder.
/// </summary>
internal static class LabelingBenchmark
{
    private const int WarmUpCount = 30;
    private const int StepCount = 100;
    private const int FastCount = 100;
    private const int AnswerCount = 200;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints the figures of pools.</summary>
    /// <param name="sizes">Their rows and features, such as 351x33; none for the usual ones.</param>
    public static void Run(string[] sizes)
    {
        foreach (var size in sizes.Length == 0 ? ["351x33", "100000x50"] : sizes)
        {
            int[] numbers = [.. size.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            if (numbers is not [var rowCount, var featureCount])
            {
                throw new ArgumentException($"'{size}' is no size of a pool; give rows and features, such as 351x33.");
            }

            Run(rowCount, featureCount);
        }
    }

    private static void Run(int rowCount, int featureCount)
    {
        var (pool, isAbnormal) = ClusterPools.Create(rowCount, featureCount);
        Console.WriteLine($"{rowCount} x {featureCount}, {isAbnormal.Count(x => x)} abnormal rows");

        // Tiered compilation replaces hot code for some seconds: what it does is seen in no figure.
        LabelingSteps.Run(pool, isAbnormal, Math.Min(WarmUpCount, rowCount / 2));
        var (steps, sum) = LabelingSteps.Run(pool, isAbnormal, Math.Min(StepCount, rowCount / 2));
        Console.WriteLine($"  {"step of retraining, one after the other",-46}{"median ms",12}{"95 % ms",10}{"processor ms",14}");
        foreach (var step in steps)
        {
            Print(step.Name, step.Milliseconds, step.ProcessorMilliseconds);
        }

        Console.WriteLine($"    sum of all rows chosen and all scores: {sum}");

        using var folder = new LabelingFolder();
        using var store = new SqliteSessionStore(folder.StorePath);
        using var paced = new LabelingPace(store, pool, isAbnormal);
        Print("answer to next question, at once", paced.Answer(FastCount, TimeSpan.Zero));
        Print($"answer to next question, every {Pace.TotalMilliseconds} ms", paced.Answer(AnswerCount, Pace));
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  after {FastCount + AnswerCount} answers: {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:F0} MiB of objects, at most "
            + $"{process.PeakWorkingSet64 / 1048576.0:F0} MiB held, a log of {folder.Size / 1024} KiB"));
    }

    private static void Print(string what, PaceTimes times)
    {
        Console.WriteLine($"  {what,-46}{"median ms",12}{"95 % ms",10}{"most ms",10}{"",4}{times.ProcessorMilliseconds:F1} processor ms an answer");
        PrintTimes("  until the receipt with the next question", times.Receipts);
        PrintTimes("  until a model knows of the answer", times.Models);
        PrintTimes("  looking where the session stands", times.States);
        PrintTimes("  whoever looks at anything meanwhile waits", times.Waits);
    }

    private static void PrintTimes(string what, List<double> times)
    {
        if (times.Count == 0)
        {
            return;
        }

        double[] sorted = [.. times.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-46}{Timing.At(sorted, 0.5),12:F2}{Timing.At(sorted, 0.95),10:F2}{sorted[^1],10:F2}"));
    }

    private static void Print(string what, List<double> times, double processor)
    {
        double[] sorted = [.. times.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"    {what,-44}{Timing.At(sorted, 0.5),12:F2}{Timing.At(sorted, 0.95),10:F2}{processor,14:F2}"));
    }
}
