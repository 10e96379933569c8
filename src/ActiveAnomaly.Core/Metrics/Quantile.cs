using System.Numerics;

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
        Require(values, q, nameof(values));
        var rank = q * (values.Length - 1);
        var below = (int)Math.Floor(rank);
        var ordered = values.ToArray();
        Select(ordered, below);
        var above = ordered[below];
        if (below + 1 < ordered.Length)
        {
            above = float.PositiveInfinity;
            foreach (var value in ordered.AsSpan(below + 1))
            {
                above = Math.Min(above, value);
            }
        }

        return Between(ordered[below], above, rank - below);
    }

    /// <summary>Computes a quantile of values in ascending order.</summary>
    /// <param name="sorted">At least one finite value, ascending.</param>
    /// <param name="q">Which quantile, in [0, 1].</param>
    /// <returns>The quantile.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> lies outside [0, 1].</exception>
    public static double OfSorted(ReadOnlySpan<float> sorted, double q)
    {
        Require(sorted, q, nameof(sorted));
        var rank = q * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        return Between(sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)], rank - below);
    }

    /// <summary>Computes a quantile of values in ascending order, as <see cref="OfSorted(ReadOnlySpan{float}, double)"/>.</summary>
    internal static double OfSorted(ReadOnlySpan<double> sorted, double q)
    {
        Require(sorted, q, nameof(sorted));
        var rank = q * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        return Between(sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)], rank - below);
    }

    private static double Between(double below, double above, double share) => below + (share * (above - below));

    private static void Require<T>(ReadOnlySpan<T> values, double q, string name)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There are no values to take a quantile of.", name);
        }

        if (!(q >= 0 && q <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies in [0, 1].");
        }
    }

    /// <summary>
    /// Puts the value of a rank in its place, what is not larger before it and what is not smaller behind it (Hoare 1961, with the median
    /// of three; the rest is sorted should that split badly too often).
    /// </summary>
    private static void Select(Span<float> values, int rank)
    {
        var (first, last) = (0, values.Length - 1);
        for (var left = 2 * BitOperations.Log2((uint)values.Length); first < last; left--)
        {
            if (left < 0)
            {
                values[first..(last + 1)].Sort();
                return;
            }

            var pivot = Median(values[first], values[(first + last) / 2], values[last]);
            var (i, j) = (first, last);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
            {
                last = j;
            }
            else if (rank >= i)
            {
                first = i;
            }
            else
            {
                return;
            }
        }
    }

    private static float Median(float x, float y, float z) => Math.Max(Math.Min(x, y), Math.Min(Math.Max(x, y), z));
}
