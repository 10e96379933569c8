namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>What a <see cref="FalseAlarmThreshold"/> rests on.</summary>
public enum FalseAlarmEvidence
{
    /// <summary>
    /// All rows of the pool that are not known to be abnormal, taken for normal: more of them than of normal rows lie above the threshold.
    /// </summary>
    PoolRows = 0,

    /// <summary>Rows that were answered normal, each scored by a model that has not seen the answer.</summary>
    NormalAnswers = 1,
}
