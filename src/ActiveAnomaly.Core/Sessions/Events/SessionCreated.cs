using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions.Events;

/// <summary>The session began: what it is about, and everything that its results depend on.</summary>
public sealed record SessionCreated : SessionEvent
{
    /// <summary>The version of the events that this library writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 3;

    /// <summary>Gets the version of the log's events.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Gets the number of rows in the pool, n.</summary>
    public required int RowCount { get; init; }

    /// <summary>Gets the number of features, d.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Gets the fingerprint of these rows (<see cref="PoolFingerprint"/>).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// Gets which features are the categories of one column each; null in logs of before they were written down.
    /// </summary>
    public IReadOnlyList<CategoricalRange>? CategoricalRanges { get; init; }

    /// <summary>Gets the detector's name.</summary>
    public required string Detector { get; init; }

    /// <summary>Gets the detector's seed.</summary>
    public required long DetectorSeed { get; init; }

    /// <summary>Gets the name of the type of the detector's options.</summary>
    public required string DetectorOptionsType { get; init; }

    /// <summary>Gets the detector's options.</summary>
    public required JsonElement DetectorOptions { get; init; }

    /// <summary>Gets the strategy's name.</summary>
    public required string Strategy { get; init; }

    /// <summary>Gets the strategy's settings; null where it has none, and in logs of before they were written down.</summary>
    public string? StrategySettings { get; init; }

    /// <summary>Gets the label policy's name.</summary>
    public required string LabelPolicy { get; init; }

    /// <summary>Gets the seed of the session's own random numbers.</summary>
    public required long Seed { get; init; }

    /// <summary>Gets the number of rows asked a stage, B.</summary>
    public required int BudgetPerStage { get; init; }

    /// <summary>Gets whether pseudo-abnormal rows are marked.</summary>
    public required PseudoAbnormalUse PseudoAbnormal { get; init; }

    /// <summary>Gets which rows qualify as pseudo-abnormal.</summary>
    public required PseudoAbnormalBound PseudoAbnormalBound { get; init; }

    /// <summary>Gets a value indicating whether pseudo-abnormal rows are drawn with replacement.</summary>
    public required bool PseudoAbnormalWithReplacement { get; init; }

    /// <summary>
    /// Gets a value indicating whether each of equal rows is a question of its own. Version 1 does not say: then it was.
    /// </summary>
    public bool AsksTwins { get; init; } = true;

    /// <summary>Gets the rows known to be normal beforehand, ascending.</summary>
    public required IReadOnlyList<int> NormalRows { get; init; }

    /// <summary>Gets the rows known to be abnormal beforehand, ascending.</summary>
    public required IReadOnlyList<int> AbnormalRows { get; init; }

    /// <summary>Tells whether the session was created with a detector: its name, its seed and all its options.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>True where the session goes on with it.</returns>
    public bool IsCreatedWith(Detector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return !SessionResumption.DetectorDifferences(this, detector).Any();
    }
}
