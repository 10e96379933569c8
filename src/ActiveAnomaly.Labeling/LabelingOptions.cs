using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>The options of <see cref="LabelingSession"/>.</summary>
public sealed record LabelingOptions
{
    /// <summary>
    /// Gets what is trained; null for the default detector, a Gaussian process on the answers, with the seed <see cref="Seed"/>. A session
    /// that is opened again needs the same one.
    /// </summary>
    public Detector? Detector { get; init; }

    /// <summary>Gets what chooses the rows to ask about; null for <see cref="ThirdsStrategy"/>.</summary>
    public QueryStrategy? Strategy { get; init; }

    /// <summary>
    /// Gets how the answers of several annotators become one; null for <see cref="LatestAnswerPolicy"/> in a new session, and for its own,
    /// where it is one of this library, in one that is opened again.
    /// </summary>
    public LabelPolicy? LabelPolicy { get; init; }

    /// <summary>
    /// Gets the seed of the default detector and of the session's own draws; null for 0 in a new session (its own draws take the seed of
    /// <see cref="Detector"/> where one is given), and for its own in one that is opened again.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Gets how many questions are meant to be asked, at least 1; null for 5 % of the rows, rounded up, and in a session that is opened
    /// again for what it had. Nothing stops there.
    /// </summary>
    public int? Budget { get; init; }

    /// <summary>
    /// Gets the share of the questions that are drawn at random, in [0, 1), to find out how good the model is
    /// (<see cref="AuditResult"/>); null for 0, none, and in a session that is opened again for what it had.
    /// </summary>
    public double? AuditShare { get; init; }

    /// <summary>
    /// Gets the number k of rows of the highest scores that precision and recall are meant at, from 1; null for 1 % of the rows and at
    /// least 10, and in a session that is opened again for what it had.
    /// </summary>
    public int? AuditTopCount { get; init; }

    /// <summary>Gets how many rows are chosen ahead, from 1; the default is <see cref="Defaults.UpcomingCount"/>.</summary>
    public int UpcomingCount { get; init; } = Defaults.UpcomingCount;

    /// <summary>
    /// Gets how long the next question waits for the model that knows of the last answer, where that is expected to be enough; the default
    /// is
    /// <see cref="Defaults.Patience"/>, 0 waits for none. After that the rows come from the model there is.
    /// </summary>
    public TimeSpan Patience { get; init; } = Defaults.Patience;

    /// <summary>
    /// Gets what every row truly is [n], where that is known and hidden from the annotators, for trying out: the state then has the model's
    /// AUC. Null for no such thing.
    /// </summary>
    public IReadOnlyList<bool>? HiddenTruth { get; init; }

    /// <summary>Gets the clock that events are dated by. It influences no result.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets how long a question waits for a row where there is none yet. Tests lengthen it: machines may be slow.</summary>
    internal TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Gets how long training and choosing may take together for what comes next to be found out before the answer: that is done twice a
    /// question, and one of the two always in vain.
    /// </summary>
    internal TimeSpan LongestLookahead { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Checks every rule; sessions call it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Clock, "options." + nameof(Clock));
        ArgumentOutOfRangeException.ThrowIfLessThan(Budget ?? 1, 1, "options." + nameof(Budget));
        ArgumentOutOfRangeException.ThrowIfLessThan(AuditTopCount ?? 1, 1, "options." + nameof(AuditTopCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(UpcomingCount, 1, "options." + nameof(UpcomingCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, TimeSpan.Zero, "options." + nameof(Patience));
        if (AuditShare is { } share && !(share >= 0 && share < 1))
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(AuditShare), AuditShare, $"AuditShare is {AuditShare}; a share from 0 to below 1 is allowed.");
        }
    }

    /// <summary>Checks every rule, those of a pool too.</summary>
    internal LabelingOptions CheckedFor(FeatureMatrix pool)
    {
        Validate();
        if (pool.RowCount < 2)
        {
            throw new ArgumentException(
                $"The pool has {pool.RowCount} rows; at least 2 are needed to train a model. Check the file.", nameof(pool));
        }

        if (AuditTopCount > pool.RowCount)
        {
            // The name that the caller gave, as Validate has it.
            var name = "options." + nameof(AuditTopCount);
            throw new ArgumentOutOfRangeException(
                name,
                AuditTopCount,
                $"AuditTopCount is {AuditTopCount}, and the pool has {pool.RowCount} rows; 1 to {pool.RowCount} is allowed.");
        }

        return HiddenTruth is { } truth && truth.Count != pool.RowCount
            ? throw new ArgumentException(
                $"The hidden truth is of {truth.Count} rows, and the pool has {pool.RowCount}; one value a row is needed.",
                nameof(pool))
            : this;
    }

    /// <summary>Gives the detector, or the default one, with a seed where the options have none.</summary>
    internal Detector DetectorWith(long seed) =>
        Detector ?? new GaussianProcessDetector(new GaussianProcessOptions { Seed = Seed ?? seed });

    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The number of rows that are chosen ahead.</summary>
        public const int UpcomingCount = 6;

        /// <summary>The share of the rows that are meant to be asked about.</summary>
        public const double BudgetShare = 0.05;

        /// <summary>How long a question waits for a model: not noticed by who answers.</summary>
        public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);
    }
}
