using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// A method of anomaly detection, not yet trained. Sessions, strategies, ensembles, persistence and the ML.NET layer speak to
/// this class and to <see cref="DetectorModel"/> only, so that a detector of your own works in all of them.
/// </summary>
/// <remarks>
/// A detector holds no fitted state: every <see cref="Fit"/> starts fresh from its options and its request, and may run on several
/// threads at once. Derived classes
/// say in <see cref="Train"/> how a model comes about; what all methods share (rows, threshold, what a model records of its
/// origin) is done here.
/// </remarks>
public abstract class Detector
{
    /// <summary>Features up to here overflow no method's arithmetic: sums of their products are far from the end of numbers.</summary>
    private const float LargestModerate = 1e6f;

    /// <summary>Creates the part that all detectors share: checks the options, and draws a seed when they leave it open.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    protected Detector(DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        Seed = options.Seed ?? DrawSeed();
    }

    /// <summary>Gets the method's name, such as "NCE".</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Gets a value indicating whether training makes use of labels. A session refuses to ask an expert for a detector that
    /// does not.
    /// </summary>
    public abstract bool UsesLabels { get; }

    /// <summary>
    /// Gets a value indicating whether training makes use of pseudo-abnormal rows (Eq. 8). A session chooses none for a detector that does
    /// not, and refuses to when it is told to choose them always.
    /// </summary>
    public virtual bool UsesPseudoAbnormalRows => UsesLabels;

    /// <summary>Gets the seed that all of the detector's random numbers derive from.</summary>
    public long Seed { get; }

    /// <summary>Gets the options.</summary>
    public DetectorOptions Options { get; }

    /// <summary>Gets the fewest rows that the method can be trained on.</summary>
    protected virtual int FewestRows => 2;

    /// <summary>Gets the options as the model records them: without what means something on this machine only.</summary>
    internal virtual DetectorOptions RecordedOptions => Options;

    /// <summary>Asks for what only some detectors can do, such as <see cref="IFeatureRange"/>.</summary>
    /// <typeparam name="T">The ability: an interface.</typeparam>
    /// <param name="capability">The object that has it, or null.</param>
    /// <returns>Whether this detector, with its options, has the ability.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out T? capability)
        where T : class
    {
        capability = Find<T>();
        return capability is not null;
    }

    /// <summary>Trains a model and scores the pool with it, once.</summary>
    /// <param name="request">The pool, its labels, and how to report and cancel.</param>
    /// <returns>
    /// The model and the scores of the pool's rows; the model belongs to the caller and does not change when the detector
    /// trains again.
    /// </returns>
    /// <exception cref="FeatureDataException">The pool cannot be trained on, or its scores are too large for a number.</exception>
    /// <exception cref="Training.TrainingDivergedException">
    /// A loss or a weight became infinite or NaN, of methods that train a network.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The training of a detector of one's own gave no model, one of other features, not one score a row, or NaN for a row of moderate
    /// features; the message names the detector.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public TrainedDetector Fit(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireRows(request.Pool.RowCount);
        var trained = Train(request);
        RequireModel(trained, request.Pool);
        RequireScores(trained, request.Pool);
        var threshold = Options.Threshold ?? (float)Quantile.Of(trained.Scores.Span, 1 - Options.Contamination);
        trained.Model.Complete(new ModelOrigin(Name, RecordedOptions, Seed, request.Stage, threshold));
        return trained;
    }

    /// <summary>Finds what only some detectors can do: this object itself, unless a derived class knows better.</summary>
    /// <typeparam name="T">The ability: an interface.</typeparam>
    /// <returns>The object that has it, or null.</returns>
    protected virtual T? Find<T>()
        where T : class => this as T;

    /// <summary>Trains a model. Everything random derives from <see cref="Seed"/> and the request's stage.</summary>
    /// <param name="request">The pool, of at least <see cref="FewestRows"/> rows, its labels, and how to report and cancel.</param>
    /// <returns>A new model with the scores of the pool's rows; <see cref="Scored"/> makes them.</returns>
    protected abstract TrainedDetector Train(TrainingRequest request);

    /// <summary>Scores the pool with a model that was trained on it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">What it was trained on.</param>
    /// <returns>The model with its scores, and its query scores where it has some of its own.</returns>
    /// <exception cref="OperationCanceledException">Scoring was cancelled.</exception>
    protected static TrainedDetector Scored(DetectorModel model, TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        var scores = new float[request.Pool.RowCount];
        if (model.TryGet<IQueryScorer>(out var scorer))
        {
            var queryScores = new float[scores.Length];
            scorer.Score(request.Pool, scores, queryScores, request.CancellationToken);
            return new TrainedDetector(model, scores, queryScores);
        }

        model.ScoreUnlimited(request.Pool, scores, request);
        return new TrainedDetector(model, scores);
    }

    private static bool IsModerate(FeatureMatrix pool)
    {
        foreach (var value in pool.Values)
        {
            if (Math.Abs(value) > LargestModerate)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Draws a seed for a detector whose options give none.</summary>
    internal static long DrawSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);

    private void RequireRows(int rowCount)
    {
        if (rowCount < FewestRows)
        {
            throw new FeatureDataException(
                $"The pool has {(rowCount == 0 ? "no rows" : rowCount == 1 ? "one row" : $"{rowCount} rows")}; "
                + $"{Name} needs at least {FewestRows} to train. Check the file, and filters before the trainer.");
        }
    }

    private void RequireModel([NotNull] TrainedDetector? trained, FeatureMatrix pool)
    {
        if (trained is null)
        {
            throw new InvalidOperationException(
                $"The training of {Name} gave null; {nameof(Train)} must give a new model with the pool's scores, as {nameof(Scored)} "
                + "does.");
        }

        if (trained.Model.FeatureCount != pool.FeatureCount)
        {
            throw new InvalidOperationException(
                $"The training of {Name} gave a model of {trained.Model.FeatureCount} features for a pool of {pool.FeatureCount}; the two "
                + "must agree.");
        }
    }

    private void RequireScores(TrainedDetector trained, FeatureMatrix pool)
    {
        var rowCount = pool.RowCount;
        static string Text(float number) => number.ToString(CultureInfo.InvariantCulture);
        if (trained.Scores.Length != rowCount)
        {
            throw new InvalidOperationException(
                $"The training of {Name} gave {trained.Scores.Length} scores for a pool of {rowCount} rows; one score a row is needed.");
        }

        foreach (var scores in (ReadOnlySpan<ReadOnlyMemory<float>>)[trained.Scores, trained.QueryScores])
        {
            var bad = FeatureMatrix.IndexOfNonFinite(scores.Span);
            if (bad >= 0)
            {
                var largest = FeatureMatrix.IndexOfLargest(pool.Row(bad));
                var (score, value) = (Text(scores.Span[bad]), Text(pool.Row(bad)[largest]));
                if (float.IsNaN(scores.Span[bad]) && IsModerate(pool))
                {
                    throw new InvalidOperationException(
                        $"{Name} scores row {bad} as NaN, though no feature of the pool is beyond {Text(LargestModerate)} either way: the "
                        + "fault lies in its training or in its model's scoring (0 / 0, the root or the logarithm of a negative number).");
                }

                throw new FeatureDataException(
                    $"{Name} scores row {bad} as {score}, which is no finite number: its features are too large, "
                    + $"or too far from the other rows'; the largest is {FeatureMatrix.Describe(largest, pool.FeatureNames)}, {value}. "
                    + "Scale the features before (in ML.NET: NormalizeMinMax), or leave the row out.",
                    bad,
                    largest);
            }
        }
    }
}
