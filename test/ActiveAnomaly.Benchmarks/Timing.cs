using System.Diagnostics;

namespace ActiveAnomaly.Benchmarks;

/// <summary>Times an action many times over.</summary>
internal static class Timing
{
    /// <summary>
    /// Runs <paramref name="action"/> until it has run for about <paramref name="budget"/>, after a warm-up as long as that, and gives all
    /// times in microseconds, ascending.
    /// </summary>
    /// <remarks>
    /// The warm-up is a time, not a number of runs: tiered compilation replaces hot code in the background, and a step of ten microseconds
    /// runs ten thousand times before it is done. Leave it a core of its own: on a process pinned to one, it may take seconds.
    /// </remarks>
    public static double[] Microseconds(Action action, TimeSpan budget)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < 3 || Stopwatch.GetElapsedTime(begin) < budget; i++)
        {
            action();
        }

        var times = new List<double>();
        begin = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(begin) < budget)
        {
            var before = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }

        times.Sort();
        return [.. times];
    }

    /// <summary>Gives the value below which the share <paramref name="fraction"/> of sorted times lies.</summary>
    public static double At(double[] sorted, double fraction) => sorted[(int)(fraction * (sorted.Length - 1))];

    /// <summary>The largest GFLOP/s of fused multiply-adds in registers, measured now: the peak that kernels are compared with.</summary>
    public static double PeakGigaflops()
    {
        var best = 0.0;
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var before = Stopwatch.GetTimestamp();
            var count = FusedMultiplyAdds.Run(200_000);
            best = Math.Max(best, 2.0 * count / Stopwatch.GetElapsedTime(before).TotalNanoseconds);
        }

        return best;
    }
}
