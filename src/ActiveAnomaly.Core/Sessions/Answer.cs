namespace ActiveAnomaly.Sessions;

/// <summary>What an oracle says of a row.</summary>
public enum Answer
{
    /// <summary>The row is normal.</summary>
    Normal = 1,

    /// <summary>The row is an anomaly.</summary>
    Abnormal = 2,

    /// <summary>The oracle does not know; the row is not asked again in this session.</summary>
    Skip = 3,
}
