namespace ActiveAnomaly.Data;

/// <summary>What is known about a row.</summary>
public enum RowLabel : byte
{
    /// <summary>Nobody has said what the row is.</summary>
    Unlabeled = 0,

    /// <summary>The row is known to be normal.</summary>
    Normal = 1,

    /// <summary>The row is known to be an anomaly.</summary>
    Abnormal = 2,
}
