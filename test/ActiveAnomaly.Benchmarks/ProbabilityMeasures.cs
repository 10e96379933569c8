namespace ActiveAnomaly.Benchmarks;

/// <summary>How good probabilities are: calibration error, Brier score and log loss (in nats).</summary>
internal static class ProbabilityMeasures
{
    private const int BinCount = 15;

    /// <summary>The least probability that log loss takes one for.</summary>
    private const double Least = 1e-6;

    /// <summary>
    /// Measures over some rows: the expected calibration error, of bins of equally many rows by probability; the Brier score; log loss.
    /// </summary>
    public static double[] Of(double[] probabilities, bool[] isAbnormal, IReadOnlyList<int> rows)
    {
        int[] order = [.. rows.OrderBy(row => probabilities[row])];
        var error = 0.0;
        for (var bin = 0; bin < BinCount; bin++)
        {
            var (first, end) = ((int)((long)bin * order.Length / BinCount), (int)((bin + 1L) * order.Length / BinCount));
            var difference = 0.0;
            for (var i = first; i < end; i++)
            {
                difference += probabilities[order[i]] - (isAbnormal[order[i]] ? 1 : 0);
            }

            error += Math.Abs(difference) / order.Length;
        }

        var (brier, logLoss) = (0.0, 0.0);
        foreach (var row in rows)
        {
            var p = probabilities[row];
            brier += Math.Pow(p - (isAbnormal[row] ? 1 : 0), 2) / rows.Count;
            logLoss -= Math.Log(Math.Clamp(isAbnormal[row] ? p : 1 - p, Least, 1)) / rows.Count;
        }

        return [error, brier, logLoss];
    }
}
