using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Data;

/// <summary>Makes pools with a given share of anomalies, as the paper's experiments do.</summary>
public static class Pollution
{
    /// <summary>
    /// Chooses the rows of a pool with the abnormal share <paramref name="ratio"/>: all normal rows, and abnormal ones drawn
    /// without replacement.
    /// </summary>
    /// <param name="isAbnormal">The truth, one value a row.</param>
    /// <param name="ratio">The abnormal share of the pool, rho, in [0, 1); above the data's own share it means that share.</param>
    /// <param name="random">Random numbers for the draw.</param>
    /// <returns>Row indices, ascending: round(rho / (1 - rho) * number of normal rows) of them are abnormal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio lies outside [0, 1).</exception>
    public static int[] Rows(ReadOnlySpan<bool> isAbnormal, double ratio, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(ratio >= 0 && ratio < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A pollution ratio lies in [0, 1).");
        }

        var normal = new List<int>();
        var abnormal = new List<int>();
        for (var row = 0; row < isAbnormal.Length; row++)
        {
            (isAbnormal[row] ? abnormal : normal).Add(row);
        }

        var kept = (int)Math.Min(abnormal.Count, Math.Round(ratio / (1 - ratio) * normal.Count, MidpointRounding.AwayFromZero));
        return [.. normal.Concat(random.Sample(abnormal.ToArray(), kept)).Order()];
    }
}
