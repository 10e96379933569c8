using System.Diagnostics;
using System.Globalization;

namespace ActiveAnomaly.Benchmarks.Scale;

/// <summary>
/// The table of <see cref="PartitionBenchmark"/>, scored by several processes of a cluster that share this machine's processors: one that
/// scores, and helpers, of which one is killed when a third is done, and another one started. Then the broken file is mended, and every row
/// looked at.
/// </summary>
internal static class ClusterPartitionBenchmark
{
    /// <summary>Runs it.</summary>
    /// <param name="mend">Mends the broken partition.</param>
    /// <param name="words">The words of the command that scores.</param>
    /// <param name="output">The folder of the scores.</param>
    /// <param name="silos">The silos.</param>
    public static void Run(Action mend, string[] words, string output, SiloCount silos)
    {
        if (silos.Count < 2)
        {
            throw new ArgumentException($"{silos.Count} silos are too few: one scores, and at least one helps. Give 2 or more.");
        }

        var slots = silos.SlotsEach.ToString(CultureInfo.InvariantCulture);
        string[] work = ["work", "--cluster", silos.Place, "--slots", slots, "--json"];
        string[] score = [.. words, "--cluster", silos.Place, "--threads", slots];
        List<HelperProcess> helpers = [.. Enumerable.Range(1, silos.Count - 1).Select(_ => HelperProcess.Start(silos.Program, work))];
        try
        {
            foreach (var helper in helpers)
            {
                helper.WaitUntilJoined();
            }

            Say($"{silos.Count} silos of {slots} slots each");
            var (kill, killedAt) = (helpers[0], 0);
            var clock = Stopwatch.StartNew();
            var run = ToolProcess.Run(score, isFarEnough: null, KillWhenAThirdIsDone, silos.Program);
            var helping = helpers.Aggregate(TimeSpan.Zero, (sum, helper) => sum + helper.ProcessorTime);
            PartitionBenchmark.Tell("scored", run, silos.Count, helping);
            Say($"{run.Error.Split("Lost with").Length - 1} partitions were lost and scored again");
            PartitionBenchmark.Require(run.ExitCode == 1, "the broken partition is not told of", run.Error);
            var expected = $"0 kept, {PartitionTable.PartitionCount - 1} scored, 1 failed";
            PartitionBenchmark.Require(PartitionBenchmark.Statuses(run) == expected, "not all are scored", run.Error);
            PartitionBenchmark.Require(killedAt > 0, "nothing was killed", run.Error);
            mend();
            var mended = ToolProcess.Run([.. score, "--resume"], program: silos.Program);
            PartitionBenchmark.Require(mended.ExitCode == 0, "the mended partition is not scored", mended.Error);

            void KillWhenAThirdIsDone()
            {
                if (killedAt == 0 && PartitionBenchmark.Finished(output) >= PartitionTable.PartitionCount / 3)
                {
                    kill.Kill();
                    killedAt = PartitionBenchmark.Finished(output);
                    Say($"a helper killed after {clock.Elapsed.TotalSeconds:F1} s with {killedAt} partitions finished; another one starts");
                    helpers.Add(HelperProcess.Start(silos.Program, work));
                }
            }
        }
        finally
        {
            foreach (var helper in helpers)
            {
                helper.Dispose();
            }
        }
    }

    private static void Say(string text) => Console.WriteLine(text);
}
