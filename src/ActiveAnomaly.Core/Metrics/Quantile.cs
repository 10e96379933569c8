namespace ActiveAnomaly.Metrics;

/// <summary>Quantiles with linear interpolation between the two nearest ranks.</summary>
public static class Quantile
{
    /// <summary>Computes a quantile of values in any order: rank q (n - 1) of the sorted values, from 0, interpolated linearly.</summary>
    /// <param name="values">At least one finite value; they are not changed.</param>
    /// <param name="q">Which quantile, in [0, 1].</param>
    /// <returns>The quantile.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> lies outside [0, 1].</exception>
    public static double Of(ReadOnlySpan<float> values, double q)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, q);
    }

    /// <summary>Computes a quantile of values in ascending order.</summary>
    /// <param name="sorted">At least one finite value, ascending.</param>
    /// <param name="q">Which quantile, in [0, 1].</param>
    /// <returns>The quantile.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> lies outside [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<float> sorted, double q)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("There are no values to take a quantile of.", nameof(sorted));
        }

        if (!(q >= 0 && q <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies in [0, 1].");
        }

        var rank = q * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * ((double)sorted[above] - sorted[below]));
    }
}
