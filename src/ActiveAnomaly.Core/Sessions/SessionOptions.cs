using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>The options of <see cref="ActiveLearningSession"/>.</summary>
public sealed record SessionOptions
{
    /// <summary>Gets the number of rows asked a stage, B, at least 1; null for the paper's rule (<see cref="DefaultBudget"/>).</summary>
    public int? BudgetPerStage { get; init; }

    /// <summary>
    /// Gets the seed of the session's own random numbers (random queries, pseudo-abnormal draws); null for the detector's.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>Gets whether pseudo-abnormal rows are marked.</summary>
    public PseudoAbnormalUse PseudoAbnormal { get; init; } = PseudoAbnormalUse.ByStrategy;

    /// <summary>Gets how pseudo-abnormal rows are chosen.</summary>
    public PseudoAbnormalSelection PseudoAbnormalSelection { get; init; } = new();

    /// <summary>
    /// Gets a value indicating whether each of equal rows is a question of its own, as in the paper's experiments. By default rows of equal
    /// features are asked about once, whatever the strategy, and the answer, or the skip, counts for all of them: in training too
    /// (<see cref="TrainingRequest.LabelsCountForTwins"/>).
    /// </summary>
    public bool AsksTwins { get; init; }

    /// <summary>
    /// Gets how many stages <see cref="ActiveLearningSession.History"/> keeps, the latest, at least 1; null for all. Each holds a model and
    /// the scores of all rows: a session that is trained after every answer keeps few.
    /// </summary>
    public int? KeptStageCount { get; init; }

    /// <summary>Gets how the answers of several annotators become one.</summary>
    public LabelPolicy LabelPolicy { get; init; } = new OneAnnotatorPolicy();

    /// <summary>
    /// Gets who is handed every event before it counts, such as a store's Append; null for nobody. An exception from there leaves
    /// the session as it was.
    /// </summary>
    public Action<SessionEvent>? Sink { get; init; }

    /// <summary>Gets the clock that events are dated by. It influences no result.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets where what depends on no label is kept for other sessions over the same pool, or null. It changes no result.</summary>
    public TrainingCache? Cache { get; init; }

    /// <summary>
    /// The paper's number of rows asked a stage: 1 % of the pool rounded down and at least 1, but 6 in pools of fewer than
    /// 500 rows.
    /// </summary>
    /// <param name="rowCount">The number of rows in the pool, n.</param>
    /// <returns>B.</returns>
    public static int DefaultBudget(int rowCount) => rowCount < 500 ? 6 : Math.Max(1, rowCount / 100);

    /// <summary>Checks every rule; sessions call it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        if (BudgetPerStage is < 1)
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(BudgetPerStage),
                BudgetPerStage,
                $"BudgetPerStage is {BudgetPerStage}; it must be at least 1, or null for the paper's rule.");
        }

        if (KeptStageCount is < 1)
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(KeptStageCount),
                KeptStageCount,
                $"KeptStageCount is {KeptStageCount}; it must be at least 1, or null for all.");
        }

        ArgumentNullException.ThrowIfNull(LabelPolicy, "options." + nameof(LabelPolicy));
        ArgumentNullException.ThrowIfNull(Clock, "options." + nameof(Clock));
        ArgumentNullException.ThrowIfNull(PseudoAbnormalSelection, "options." + nameof(PseudoAbnormalSelection));
        if (!Enum.IsDefined(PseudoAbnormal))
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(PseudoAbnormal),
                PseudoAbnormal,
                "PseudoAbnormal must be a value of PseudoAbnormalUse.");
        }
    }
}
