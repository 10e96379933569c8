using System.Diagnostics;
using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Benchmarks;

/// <summary>
/// A whole session with the default detector, strategy and budget, an oracle that knows the truth, and the time by phase: how users of
/// large pools meet the library.
/// </summary>
internal static class SessionBenchmark
{
    private const int FeatureCount = 5;
    private const int StageCount = 5;

    public static void Run(string[] rowCounts)
    {
        foreach (var text in rowCounts.Length == 0 ? ["30000", "100000", "300000", "1000000"] : rowCounts)
        {
            Run(int.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    private static void Run(int rowCount)
    {
        var (pool, isAbnormal) = ClusterPools.Create(rowCount, FeatureCount);
        var begin = Stopwatch.GetTimestamp();
        var session = new ActiveLearningSession(
            pool, new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }), new ThirdsStrategy());
        Console.WriteLine(
            $"{rowCount} x {FeatureCount}, {session.BudgetPerStage} questions a stage, {isAbnormal.Count(x => x)} abnormal rows");
        Console.WriteLine($"{"stage",5}{"answers",9}{"train s",9}{"query s",9}{"answer s",10}{"hits %",8}{"AUC",9}  phases of training");
        for (var stage = 0; stage <= StageCount; stage++)
        {
            var phases = new Phases();
            var training = Seconds(() => session.Train(phases));
            phases.End();
            var auc = Ranking.RocAuc(session.History[^1].Scores.Span, isAbnormal);
            var (labelCount, hitCount) = (session.Labels.LabeledCount, 0);
            IReadOnlyList<QueriedRow> asked = [];
            var (query, answering) = (0.0, 0.0);
            if (stage < StageCount)
            {
                query = Seconds(() => asked = session.Query());
                hitCount = asked.Count(row => isAbnormal[row.RowIndex]);
                answering = Seconds(() => AnswerAll(session, asked, isAbnormal));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{stage,5}{labelCount,9}{training,9:F2}{query,9:F2}{answering,10:F2}"
                + $"{100.0 * hitCount / Math.Max(asked.Count, 1),8:F1}{auc,9:F5}  {phases}"));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"in all {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s, {process.TotalProcessorTime.TotalSeconds:F1} s of processors, "
            + $"at most {process.PeakWorkingSet64 / 1048576.0:F0} MiB held"));
    }

    private static void AnswerAll(ActiveLearningSession session, IReadOnlyList<QueriedRow> asked, bool[] isAbnormal)
    {
        foreach (var row in asked)
        {
            session.Answer(row.RowIndex, isAbnormal[row.RowIndex] ? Data.RowLabel.Abnormal : Data.RowLabel.Normal);
        }
    }

    private static double Seconds(Action action)
    {
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>Sums up the time between reports, for the phase that the later one is of.</summary>
    private sealed class Phases : IProgress<TrainingProgress>
    {
        private readonly Dictionary<string, (double Seconds, double LongestGap)> _phases = [];
        private readonly List<string> _names = [];
        private long _last = Stopwatch.GetTimestamp();

        public void Report(TrainingProgress value)
        {
            var gap = Stopwatch.GetElapsedTime(_last).TotalSeconds;
            _last = Stopwatch.GetTimestamp();
            if (!_phases.TryGetValue(value.Phase, out var sum))
            {
                _names.Add(value.Phase);
            }

            _phases[value.Phase] = (sum.Seconds + gap, Math.Max(sum.LongestGap, gap));
        }

        /// <summary>Counts the time since the last report as the rest.</summary>
        public void End() => Report(new TrainingProgress(0, "rest", 0, 1, 0, TimeSpan.Zero, TimeSpan.Zero));

        public override string ToString() => string.Join(", ", _names.Select(name => string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {_phases[name].Seconds:F2} (at most {_phases[name].LongestGap:F2} between reports)")));
    }
}
