using System.Globalization;
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
    /// <param name="sizes">
    /// Their rows, features and, where there are some, the rows answered before the first figure, such as 351x33 or 100000x50x2000; none
    /// for the usual ones.
    /// </param>
    public static void Run(string[] sizes)
    {
        foreach (var size in sizes.Length == 0 ? ["351x33", "100000x50", "100000x50x2000"] : sizes)
        {
            int[] numbers = [.. size.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            if (numbers is not [var rowCount, var featureCount, .. { Length: <= 1 } before])
            {
                throw new ArgumentException(
                    $"'{size}' is no size of a pool; give rows, features and, if you like, answers before, such as 351x33 or 351x33x100.");
            }

            Run(rowCount, featureCount, before is [var beforeCount] ? beforeCount : 0);
        }
    }

    private static void Run(int rowCount, int featureCount, int beforeCount)
    {
        var labeled = LabeledPool.Create(rowCount, featureCount, beforeCount);
        Console.WriteLine(
            $"{rowCount} x {featureCount}, {labeled.IsAbnormal.Count(x => x)} abnormal rows, {labeled.Before.Count} answered before");
        RunSession(labeled);
        RunPageAsync(labeled).GetAwaiter().GetResult();
    }

    private static void RunSession(LabeledPool pool)
    {
        var rowCount = pool.Rows.RowCount;

        // Tiered compilation replaces hot code for some seconds: what it does is seen in no figure.
        LabelingSteps.Run(pool, Math.Min(WarmUpCount, rowCount / 2));
        var (steps, sum) = LabelingSteps.Run(pool, Math.Min(StepCount, rowCount / 2));
        Console.WriteLine($"  {"step of retraining, one after the other",-46}{"median ms",12}{"95 % ms",10}{"processor ms",14}");
        foreach (var step in steps)
        {
            Print(step.Name, step.Milliseconds, step.ProcessorMilliseconds);
        }

        Console.WriteLine($"    sum of all rows chosen and all scores: {sum}");

        using var folder = new LabelingFolder();
        using var store = new SqliteSessionStore(folder.StorePath);
        using var paced = new LabelingPace(store, pool);
        Print("answer to next question, at once", paced.Answer(FastCount, TimeSpan.Zero));
        Print($"answer to next question, every {Pace.TotalMilliseconds} ms", paced.Answer(AnswerCount, Pace));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  after {FastCount + AnswerCount} answers more: {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:F0} MiB of "
            + $"objects, a store of {folder.StoreSize / 1024} KiB, at most 4 MiB of it for writing ahead"));
    }

    private static async Task RunPageAsync(LabeledPool pool)
    {
        using var folder = new LabelingFolder();
        using var store = new SqliteSessionStore(folder.StorePath);
        await using var page = await LabelingPage.OpenAsync(store, pool, folder.CsvPath);
        await page.AnswerAsync(Math.Min(WarmUpCount, pool.Rows.RowCount / 4), TimeSpan.Zero);
        var times = await page.AnswerAsync(Math.Min(AnswerCount, pool.Rows.RowCount / 2), Pace);
        PrintHead($"the page's requests, an answer every {Pace.TotalMilliseconds} ms", times.ProcessorMilliseconds);
        PrintTimes("  until the next row is there", times.Rows);
        PrintTimes("  POST answers", times.Answers);
        PrintTimes("  GET rows/N, ahead", times.Ahead);
        PrintTimes("  GET state", times.States);
    }

    private static void PrintHead(string what, double processor) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {what,-46}{"median ms",12}{"95 % ms",10}{"most ms",10}{"",4}{processor:F1} processor ms an answer"));

    private static void Print(string what, PaceTimes times)
    {
        PrintHead(what, times.ProcessorMilliseconds);
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
