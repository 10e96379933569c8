namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>
/// Whether rows drawn from those without a label stand for normal ones. Most rows of a pool are normal: where only abnormal rows are
/// labelled, that is worth more than any other knowledge.
/// </summary>
/// <remarks>
/// At most 300 rows are drawn, by the seed. With s the variance of an answer, each has the variance 300 s / w, at least s: 300 of them
/// weigh as much as w answers.
/// </remarks>
public enum PresumedNormals
{
    /// <summary>
    /// While fewer than a tenth as many rows are labelled normal as abnormal: w = abnormal - 10 normal. With rows that a strategy asked
    /// about, of which some are normal soon, that is next to never.
    /// </summary>
    Auto = 0,

    /// <summary>
    /// Wherever a row is labelled abnormal: w = abnormal. For labels that nobody asked for by a strategy, of pools of which few rows are
    /// abnormal.
    /// </summary>
    Always = 1,

    /// <summary>No row: what is not labelled is not known.</summary>
    Never = 2,
}
