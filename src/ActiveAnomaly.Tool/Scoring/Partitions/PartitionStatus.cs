namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What became of a partition.</summary>
internal enum PartitionStatus
{
    /// <summary>It was not finished when the run was cancelled, and has no scores.</summary>
    Cancelled = 0,

    /// <summary>Its scores were written.</summary>
    Scored = 1,

    /// <summary>Its scores are those of an earlier run, made of the same file in the same way.</summary>
    Kept = 2,

    /// <summary>It cannot be scored, and has no scores.</summary>
    Failed = 3,
}
