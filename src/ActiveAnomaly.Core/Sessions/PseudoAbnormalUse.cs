namespace ActiveAnomaly.Sessions;

/// <summary>Whether a session marks pseudo-abnormal rows (Eq. 8).</summary>
public enum PseudoAbnormalUse
{
    /// <summary>Where the paper's experiments do: with the boundary strategies, not with random or high-confidence queries.</summary>
    ByStrategy = 0,

    /// <summary>With every strategy.</summary>
    Always = 1,

    /// <summary>Never.</summary>
    Never = 2,
}
