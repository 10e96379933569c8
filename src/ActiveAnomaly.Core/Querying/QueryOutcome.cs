using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

/// <summary>What came of one query.</summary>
/// <param name="NormalCount">The rows answered normal.</param>
/// <param name="AbnormalCount">The rows answered abnormal.</param>
/// <param name="SkippedCount">The rows skipped.</param>
public readonly record struct QueryOutcome(int NormalCount, int AbnormalCount, int SkippedCount)
{
    private readonly IReadOnlyList<RowLabel>? _labels;

    /// <summary>
    /// Gets the share of abnormal rows among the answered ones, r; NaN when none was answered. Skipped rows do not count.
    /// </summary>
    public double AbnormalFraction => NormalCount + AbnormalCount == 0 ? double.NaN : (double)AbnormalCount / (NormalCount + AbnormalCount);

    /// <summary>
    /// Gets what each row of the query was found to be, in the order of choice: unlabelled where it was skipped or waits for an
    /// answer. Empty where only the counts are known.
    /// </summary>
    public IReadOnlyList<RowLabel> Labels
    {
        get => _labels ?? [];
        init => _labels = value;
    }

    /// <summary>Makes an outcome of what each row was found to be.</summary>
    /// <param name="labels">One label a row, in the order of choice; unlabelled for a skip.</param>
    /// <returns>The outcome.</returns>
    public static QueryOutcome Of(params IReadOnlyList<RowLabel> labels) => new(
        labels.Count(label => label == RowLabel.Normal),
        labels.Count(label => label == RowLabel.Abnormal),
        labels.Count(label => label == RowLabel.Unlabeled)) { Labels = [.. labels] };

    /// <inheritdoc/>
    public bool Equals(QueryOutcome other) =>
        (NormalCount, AbnormalCount, SkippedCount) == (other.NormalCount, other.AbnormalCount, other.SkippedCount)
        && Labels.SequenceEqual(other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NormalCount, AbnormalCount, SkippedCount, Labels.Count);
}
