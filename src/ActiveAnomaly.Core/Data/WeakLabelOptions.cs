namespace ActiveAnomaly.Data;

/// <summary>
/// What a weakly supervised experiment is made of (<see cref="WeakLabelSplit"/>): the parts of the data, how many anomalies are labelled,
/// and how many lie hidden among the unlabelled rows. The defaults are the protocol of Xu et al. (RoSAS, Information Processing and
/// Management 60(5), 2023).
/// </summary>
public sealed record WeakLabelOptions
{
    /// <summary>Gets the share of the rows of each class that is trained on, in (0, 1).</summary>
    public double TrainingShare { get; init; } = Defaults.TrainingShare;

    /// <summary>
    /// Gets the share of the rows of each class that is kept for choosing (an early stop), in [0, 1); the rest, after training and
    /// validation, is the test part.
    /// </summary>
    public double ValidationShare { get; init; } = Defaults.ValidationShare;

    /// <summary>Gets the number of training anomalies that are labelled, at least 0.</summary>
    public int LabeledCount { get; init; } = Defaults.LabeledCount;

    /// <summary>
    /// Gets the share of anomalies among the unlabelled training rows, in [0, 1): some are removed, or added, until it is reached; null
    /// leaves as many as there are.
    /// </summary>
    public double? Contamination { get; init; } = Defaults.Contamination;

    /// <summary>
    /// Gets a value indicating whether anomalies are made where too few are unlabelled: copies of one with some features of another.
    /// Without it a part with too few stays as it is.
    /// </summary>
    public bool AddsAnomalies { get; init; } = Defaults.AddsAnomalies;

    /// <summary>
    /// Gets the share of its features that an added anomaly has of another one, in [0, 1]; above 0 at least one feature is swapped.
    /// </summary>
    public double SwappedShare { get; init; } = Defaults.SwappedShare;

    /// <summary>Checks every rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        Require(TrainingShare is > 0 and < 1, nameof(TrainingShare), TrainingShare, "in (0, 1)");
        Require(
            ValidationShare >= 0 && TrainingShare + ValidationShare < 1,
            nameof(ValidationShare),
            ValidationShare,
            FormattableString.Invariant(
                $"at least 0, and together with TrainingShare ({TrainingShare}) less than 1, so that a test part remains"));
        Require(LabeledCount >= 0, nameof(LabeledCount), LabeledCount, "at least 0");
        Require(Contamination is null or (>= 0 and < 1), nameof(Contamination), Contamination, "in [0, 1), or null");
        Require(SwappedShare is >= 0 and <= 1, nameof(SwappedShare), SwappedShare, "in [0, 1]");
    }

    private static void Require(bool holds, string property, object? found, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                "options." + property, found, FormattableString.Invariant($"{property} is {found ?? "null"}; it must be {allowed}."));
        }
    }

    /// <summary>The defaults, one constant each.</summary>
    public static class Defaults
    {
        /// <summary>The share of rows to train on.</summary>
        public const double TrainingShare = 0.6;

        /// <summary>The share of rows to choose by.</summary>
        public const double ValidationShare = 0.2;

        /// <summary>The number of labelled anomalies.</summary>
        public const int LabeledCount = 30;

        /// <summary>The share of anomalies among the unlabelled rows.</summary>
        public const double Contamination = 0.02;

        /// <summary>Whether anomalies are made where there are too few.</summary>
        public const bool AddsAnomalies = true;

        /// <summary>The share of features that a made anomaly has of another one.</summary>
        public const double SwappedShare = 0.05;
    }
}
