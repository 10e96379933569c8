using ActiveAnomaly.Data;

namespace ActiveAnomaly.Objectives;

/// <summary>How a row counts in a training loss.</summary>
public enum RowRole : byte
{
    /// <summary>Nothing is known of the row; it counts as normal.</summary>
    Unlabeled = 0,

    /// <summary>The row is labelled normal.</summary>
    Normal = 1,

    /// <summary>The row is labelled abnormal.</summary>
    Abnormal = 2,

    /// <summary>The row is not labelled but scores like labelled anomalies (Eq. 8), and counts in no base loss.</summary>
    PseudoAbnormal = 3,
}

/// <summary>The roles of all rows of a pool. Immutable.</summary>
public sealed class RowRoles
{
    private readonly RowRole[] _roles;

    private RowRoles(RowRole[] roles) => _roles = roles;

    /// <summary>Gets one role a row, in pool order.</summary>
    public ReadOnlySpan<RowRole> Values => _roles;

    /// <summary>Makes the roles that labels and pseudo-abnormal rows give.</summary>
    /// <param name="labels">The labels of the pool.</param>
    /// <param name="pseudoAbnormalRows">Unlabelled rows that are taken for anomalies.</param>
    /// <returns>The roles.</returns>
    /// <exception cref="ArgumentException">A pseudo-abnormal row is no row of the pool, or carries a label.</exception>
    public static RowRoles Of(PoolLabels labels, IReadOnlyList<int> pseudoAbnormalRows)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(pseudoAbnormalRows);
        var roles = new RowRole[labels.RowCount];
        for (var i = 0; i < roles.Length; i++)
        {
            roles[i] = labels[i] switch
            {
                RowLabel.Normal => RowRole.Normal,
                RowLabel.Abnormal => RowRole.Abnormal,
                _ => RowRole.Unlabeled,
            };
        }

        foreach (var row in pseudoAbnormalRows)
        {
            if ((uint)row >= (uint)roles.Length || labels[row] != RowLabel.Unlabeled)
            {
                throw new ArgumentException(
                    $"Row {row} cannot be pseudo-abnormal: it must be an unlabelled row of the pool of {roles.Length} rows.",
                    nameof(pseudoAbnormalRows));
            }

            roles[row] = RowRole.PseudoAbnormal;
        }

        return new RowRoles(roles);
    }
}
