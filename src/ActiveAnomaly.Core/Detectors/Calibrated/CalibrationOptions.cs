namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>The options of a <see cref="Calibration"/>.</summary>
public sealed record CalibrationOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of parts that answers are divided into.</summary>
        public const int FoldCount = 10;

        /// <summary>The fewest answers of each kind for a probability.</summary>
        public const int FewestOfEachKind = 5;

        /// <summary>What unanswered rows weigh beside the answers.</summary>
        public const double PriorShare = 0.1;

        /// <summary>How sure a threshold for a rate of false alarms is.</summary>
        public const double Confidence = 0.95;
    }

    /// <summary>
    /// Gets the number of parts that the answers are divided into, at least 2: each is scored by a model that is trained without it, so
    /// that calibration costs so many trainings. With fewer parts each of these knows less than the model that is calibrated.
    /// </summary>
    public int FoldCount { get; init; } = Defaults.FoldCount;

    /// <summary>
    /// Gets the fewest answers of each kind, normal and abnormal, at least 2, from which a probability is made; with fewer there is none,
    /// and <see cref="Calibration.Warning"/> says so. Rows of equal features count as one.
    /// </summary>
    public int FewestOfEachKind { get; init; } = Defaults.FewestOfEachKind;

    /// <summary>
    /// Gets how much the unanswered rows weigh, taken for normal, beside all answers together, in [0, 1]: what is known of scores at which
    /// a strategy asks nothing.
    /// </summary>
    public double PriorShare { get; init; } = Defaults.PriorShare;

    /// <summary>
    /// Gets the share of normal rows that may lie above the threshold, in (0, 1); null leaves the model's threshold as it is. A rate that
    /// the rows cannot support is an error.
    /// </summary>
    public double? FalseAlarmRate { get; init; }

    /// <summary>Gets how sure the threshold for <see cref="FalseAlarmRate"/> is, in (0, 1).</summary>
    public double Confidence { get; init; } = Defaults.Confidence;

    /// <summary>Checks every rule; calibration calls it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        Require(FoldCount >= 2, nameof(FoldCount), FoldCount, "at least 2");
        Require(FewestOfEachKind >= 2, nameof(FewestOfEachKind), FewestOfEachKind, "at least 2");
        Require(PriorShare is >= 0 and <= 1, nameof(PriorShare), PriorShare, "in [0, 1]");
        Require(FalseAlarmRate is null or (> 0 and < 1), nameof(FalseAlarmRate), FalseAlarmRate, "in (0, 1), or null");
        Require(Confidence is > 0 and < 1, nameof(Confidence), Confidence, "in (0, 1)");
    }

    private static void Require(bool holds, string property, object? found, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                "options." + property, found, FormattableString.Invariant($"{property} is {found ?? "null"}; it must be {allowed}."));
        }
    }
}
