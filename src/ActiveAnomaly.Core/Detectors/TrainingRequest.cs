using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>What a detector is asked to train on.</summary>
public sealed class TrainingRequest
{
    private PoolLabels? _labelsWithTwins;

    /// <summary>Creates a request.</summary>
    /// <param name="pool">The rows, [n x d].</param>
    /// <param name="labels">What is known of them; null for nothing.</param>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public TrainingRequest(FeatureMatrix pool, PoolLabels? labels = null)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Pool = pool;
        Labels = labels ?? PoolLabels.None(pool.RowCount);
        if (Labels.RowCount != pool.RowCount)
        {
            throw new ArgumentException(
                $"There are labels for {Labels.RowCount} rows and {pool.RowCount} rows in the pool; one label a row is needed.",
                nameof(labels));
        }
    }

    /// <summary>Gets the rows.</summary>
    public FeatureMatrix Pool { get; }

    /// <summary>Gets what is known of the rows: one label an answer, or more where twins were labelled one by one.</summary>
    public PoolLabels Labels { get; }

    /// <summary>
    /// Gets a value indicating whether a label counts for the row's twins too, the unlabelled rows of equal features: by default it does. A
    /// session that asks about each of equal rows does without.
    /// </summary>
    public bool LabelsCountForTwins { get; init; } = true;

    /// <summary>
    /// Gets what is known of the rows by themselves or, where labels count for twins, by these (<see cref="PoolLabels.WithTwins"/>): what a
    /// detector takes that makes use of unlabelled rows, so that no copy of a labelled row speaks against the label. Computed at the first
    /// call; <see cref="Labels"/> itself where it says no more.
    /// </summary>
    public PoolLabels LabelsWithTwins => _labelsWithTwins ??= LabelsCountForTwins ? Labels.WithTwins(Pool) : Labels;

    /// <summary>Gets unlabelled rows that are to be taken for anomalies (Eq. 8), ascending.</summary>
    /// <exception cref="ArgumentException">One of them is no row of the pool.</exception>
    public IReadOnlyList<int> PseudoAbnormalRows
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(PseudoAbnormalRows));
            foreach (var row in value)
            {
                if (row < 0 || row >= Pool.RowCount)
                {
                    throw new ArgumentException(
                        $"Row {row} cannot be pseudo-abnormal: the pool has {Pool.RowCount} rows.", nameof(PseudoAbnormalRows));
                }
            }

            field = value;
        }
    } = [];

    /// <summary>Gets the active-learning stage, from 0; a part of the seed of everything random.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The stage is negative.</exception>
    public int Stage
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Stage));
            field = value;
        }
    }

    /// <summary>
    /// Gets the model of the stage before, or null, as in a session that goes on from its log. A detector may take from it what it
    /// would compute itself without, with the same bits.
    /// </summary>
    public DetectorModel? Previous { get; init; }

    /// <summary>Gets where what depends on no label is kept for other runs over the same pool, or null. It changes no result.</summary>
    public TrainingCache? Cache { get; init; }

    /// <summary>
    /// Gets rows beside the pool of which everything is known, for detectors whose options want them, such as those that stop early by
    /// them; null, which is usual, for nobody labels so many rows. Detectors whose options do not want them make no use of them.
    /// </summary>
    public LabeledRows? Validation { get; init; }

    /// <summary>Gets who is told how far training is, or null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Gets the token that cancels training.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Gives a request that differs in what is named, and in nothing else.</summary>
    internal TrainingRequest With(
        PoolLabels labels, DetectorModel? previous, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        new(Pool, labels)
        {
            LabelsCountForTwins = LabelsCountForTwins,
            PseudoAbnormalRows = PseudoAbnormalRows,
            Stage = Stage,
            Previous = previous,
            Cache = Cache,
            Validation = Validation,
            Progress = progress,
            CancellationToken = cancellationToken,
        };
}
