namespace ActiveAnomaly.Querying;

/// <summary>What came of one query.</summary>
/// <param name="NormalCount">The rows answered normal.</param>
/// <param name="AbnormalCount">The rows answered abnormal.</param>
/// <param name="SkippedCount">The rows skipped.</param>
public readonly record struct QueryOutcome(int NormalCount, int AbnormalCount, int SkippedCount)
{
    /// <summary>
    /// Gets the share of abnormal rows among the answered ones, r; NaN when none was answered. Skipped rows do not count.
    /// </summary>
    public double AbnormalFraction => NormalCount + AbnormalCount == 0 ? double.NaN : (double)AbnormalCount / (NormalCount + AbnormalCount);
}
