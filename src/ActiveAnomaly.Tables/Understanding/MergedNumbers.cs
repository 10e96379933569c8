namespace ActiveAnomaly.Tables.Understanding;

/// <summary>What single precision, which features have, leaves of the different numbers of a column.</summary>
/// <param name="DifferentCount">How many different numbers the column has.</param>
/// <param name="LeftCount">How many of them are different after rounding.</param>
/// <param name="Lower">The smallest number that becomes the same as the next larger one; NaN where none does.</param>
/// <param name="Higher">That next larger one; NaN where there is none.</param>
/// <param name="Offset">A number to subtract, after which rounding does no harm: the smallest or the median; null where neither is.</param>
internal sealed record MergedNumbers(long DifferentCount, long LeftCount, double Lower, double Higher, double? Offset)
{
    /// <summary>
    /// With so many different numbers left a column still tells rows apart as finely as 16 bits do. Many random numbers have to share the
    /// numbers of single precision, of which there are 2^23 between 0.5 and 1: that is no loss.
    /// </summary>
    private const long Plenty = 1 << 16;

    /// <summary>One in so many numbers may be lost: among random ones some are next to each other.</summary>
    private const long HarmlessPart = 100;

    /// <summary>Gets a value indicating whether more of the numbers are lost than chance explains.</summary>
    public bool IsHarmful =>
        IsMostLost || (LeftCount < Plenty && HarmlessPart * (DifferentCount - LeftCount) > DifferentCount);

    /// <summary>Gets a value indicating whether the column is destroyed: fewer than half of its numbers are left, or one.</summary>
    public bool IsDestructive => DifferentCount > 1 && (LeftCount == 1 || (IsMostLost && LeftCount < Plenty));

    private bool IsMostLost => 2 * LeftCount < DifferentCount;

    /// <summary>Counts, in one pass; further ones only where rounding does harm.</summary>
    /// <param name="sorted">The finite numbers of a column, ascending.</param>
    /// <param name="median">Their median.</param>
    public static MergedNumbers Of(ReadOnlySpan<double> sorted, double median)
    {
        var merged = Count(sorted, 0);
        if (!merged.IsHarmful)
        {
            return merged;
        }

        foreach (var offset in (ReadOnlySpan<double>)[sorted[0], median])
        {
            if (!Count(sorted, offset).IsHarmful)
            {
                return merged with { Offset = offset };
            }
        }

        return merged;
    }

    /// <summary>Sorted numbers that become the same are neighbours, and subtraction leaves the order.</summary>
    private static MergedNumbers Count(ReadOnlySpan<double> sorted, double offset)
    {
        var (different, left, lower, higher) = (Math.Min(1L, sorted.Length), Math.Min(1L, sorted.Length), double.NaN, double.NaN);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                continue;
            }

            different++;
            if ((float)(sorted[i] - offset) != (float)(sorted[i - 1] - offset))
            {
                left++;
            }
            else if (double.IsNaN(lower))
            {
                (lower, higher) = (sorted[i - 1], sorted[i]);
            }
        }

        return new MergedNumbers(different, left, lower, higher, Offset: null);
    }
}
