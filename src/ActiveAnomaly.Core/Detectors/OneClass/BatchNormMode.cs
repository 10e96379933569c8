namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>Which statistics batch normalisation uses during one-class training.</summary>
public enum BatchNormMode
{
    /// <summary>
    /// Batch statistics in the first epoch, then the running statistics, frozen, while the weights go on training. This is
    /// what the authors' program does; it measures better on average.
    /// </summary>
    FrozenAfterFirstEpoch = 0,

    /// <summary>Batch statistics in every epoch.</summary>
    BatchStatistics = 1,
}
