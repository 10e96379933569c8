using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>Rows of which each is known to be normal or abnormal. Immutable.</summary>
public sealed class LabeledRows
{
    private readonly bool[] _isAbnormal;

    /// <summary>Creates the rows.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="isAbnormal">Whether each is abnormal [n]; copied.</param>
    /// <exception cref="ArgumentException">There is not one truth value a row, or not both kinds of row.</exception>
    public LabeledRows(FeatureMatrix rows, ReadOnlySpan<bool> isAbnormal)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var abnormalCount = isAbnormal.Count(true);
        if (isAbnormal.Length != rows.RowCount || abnormalCount == 0 || abnormalCount == rows.RowCount)
        {
            throw new ArgumentException(
                $"There are {rows.RowCount} rows and {isAbnormal.Length} truth values, {abnormalCount} of them abnormal; "
                + "one value a row is needed, and rows of both kinds.",
                nameof(isAbnormal));
        }

        Rows = rows;
        _isAbnormal = isAbnormal.ToArray();
    }

    /// <summary>Gets the rows.</summary>
    public FeatureMatrix Rows { get; }

    /// <summary>Gets whether each is abnormal, in the rows' order.</summary>
    public ReadOnlySpan<bool> IsAbnormal => _isAbnormal;
}
