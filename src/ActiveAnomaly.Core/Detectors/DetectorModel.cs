using System.Diagnostics.CodeAnalysis;
using ActiveAnomaly.Data;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Detectors;

/// <summary>A trained detector. Immutable, and so safe to score with from several threads at once.</summary>
/// <remarks>What only some models can do is an interface that is asked for by type: <see cref="TryGet"/>.</remarks>
public abstract class DetectorModel
{
    /// <summary>The number of rows that one thread scores at a time.</summary>
    private const int PartSize = 4096;

    private ModelOrigin? _origin;

    /// <summary>Creates the part that all models share.</summary>
    /// <param name="featureCount">The number of features, d, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is less than 1.</exception>
    protected DetectorModel(int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        FeatureCount = featureCount;
    }

    /// <summary>Gets the number of features that a row must have, d.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the method's name, such as "NCE".</summary>
    public string Name => Origin.Name;

    /// <summary>Gets the options that the model was trained with; the seed is in <see cref="Seed"/> even when they left it open.</summary>
    public DetectorOptions Options => Origin.Options;

    /// <summary>Gets the seed that the model was trained with.</summary>
    public long Seed => Origin.Seed;

    /// <summary>Gets the active-learning stage that the model was trained at, from 0.</summary>
    public int Stage => Origin.Stage;

    /// <summary>Gets the score above which a row is taken for an anomaly. Scores are comparable within one model only.</summary>
    public float Threshold => Origin.Threshold;

    internal ModelOrigin Origin => _origin
        ?? throw new InvalidOperationException(
            "The model has no threshold and no origin yet: Detector.Fit gives it both. Take models from Fit, not from Train.");

    /// <summary>Asks for what only some models can do, such as <see cref="IRadius"/>.</summary>
    /// <typeparam name="T">The ability: an interface.</typeparam>
    /// <param name="capability">The object that has it, or null.</param>
    /// <returns>Whether this model, as it was trained, has the ability.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out T? capability)
        where T : class
    {
        capability = Find<T>();
        return capability is not null;
    }

    /// <summary>Scores one row. Allocates nothing.</summary>
    /// <param name="features">The row's d features.</param>
    /// <returns>
    /// The anomaly score; higher is more anomalous. The same bits as in any batch. NaN when a feature is NaN: of such a row nothing can be
    /// said, and it is not taken for an anomaly. <see cref="float.MaxValue"/> when a feature is infinite (a scaler makes that of a finite
    /// one far out), or where the row lies so far out that its score is no finite number: it is, above any threshold but that number
    /// itself.
    /// </returns>
    /// <remarks>
    /// The largest finite number stands for infinity because ML.NET's <c>AnomalyDetection.Evaluate</c> leaves out rows whose score is not
    /// finite, and would leave out exactly these anomalies.
    /// </remarks>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public float Score(ReadOnlySpan<float> features)
    {
        if (features.Length != FeatureCount)
        {
            throw new ArgumentException(
                $"The row has {features.Length} features; the model was trained on {FeatureCount}. "
                + "Give the features it was trained on.",
                nameof(features));
        }

        var first = FeatureMatrix.IndexOfNonFinite(features);
        if (first >= 0)
        {
            return ContainsNaN(features[first..]) ? float.NaN : float.MaxValue;
        }

        var score = 0f;
        ScoreInto(features, new Span<float>(ref score), CancellationToken.None);
        return score;
    }

    /// <summary>Scores all rows of a matrix, many of them on all processors, with the same bits on any number of threads.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    /// <returns>One score a row; higher is more anomalous, and the largest finite number where a score would be none.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="OperationCanceledException">Scoring was cancelled.</exception>
    public float[] Score(FeatureMatrix rows, CancellationToken cancellationToken = default)
    {
        RequireFeatures(rows);
        var scores = new float[rows.RowCount];
        ScoreParallel(rows, scores, cancellationToken);
        Limit(scores);
        return scores;
    }

    /// <summary>Tells whether a row of this score is taken for an anomaly.</summary>
    /// <param name="score">A score of this model.</param>
    /// <returns>True above the threshold; false for NaN.</returns>
    public bool IsAbnormal(float score) => score > Threshold;

    /// <summary>Records what <see cref="Detector.Fit"/>, or loading, knows of the model; once.</summary>
    internal void Complete(ModelOrigin origin)
    {
        if (Interlocked.CompareExchange(ref _origin, origin, null) is not null)
        {
            throw new InvalidOperationException("The model belongs to an earlier Fit already. Train must make a new model each time.");
        }
    }

    /// <summary>Scores rows of finite features into memory that the caller owns: for models made of models.</summary>
    internal void ScoreInto(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        ScoreRows(rows, scores, cancellationToken);
        ScoringMeter.Add(scores.Length);
        Limit(scores);
    }

    /// <summary>Scores rows and leaves scores that are no finite number as they are, so that training can refuse them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">Receives the scores.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    internal void ScoreUnlimited(FeatureMatrix rows, float[] scores, CancellationToken cancellationToken)
    {
        RequireFeatures(rows);
        ScoreParallel(rows, scores, cancellationToken);
    }

    /// <summary>The same, with reports.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">Receives the scores.</param>
    /// <param name="request">Who is told how far scoring is, where it has several parts, and the token that cancels it.</param>
    internal void ScoreUnlimited(FeatureMatrix rows, float[] scores, TrainingRequest request)
    {
        RequireFeatures(rows);
        var counter = request.Progress is { } progress && PartCount(scores.Length) > 1
            ? new StepCounter(progress, request.Stage, "scoring", PartCount(scores.Length))
            : null;
        ScoreParallel(rows, scores, request.CancellationToken, counter);
    }

    private static int PartCount(int rowCount) => (int)(((long)rowCount + PartSize - 1) / PartSize);

    /// <summary>Scores rows, many of them on several threads: a row's score depends on that row only.</summary>
    private void ScoreParallel(
        FeatureMatrix rows, float[] scores, CancellationToken cancellationToken, StepCounter? counter = null)
    {
        var partCount = PartCount(scores.Length);
        if (partCount < 2)
        {
            ScoreRows(rows.Values, scores, cancellationToken);
        }
        else
        {
            ParallelLoop.Run(partCount, ScorePart, cancellationToken);
        }

        ScoringMeter.Add(scores.Length);

        void ScorePart(int part)
        {
            var first = part * PartSize;
            var count = Math.Min(PartSize, scores.Length - first);
            ScoreRows(rows.Values.Slice(first * FeatureCount, count * FeatureCount), scores.AsSpan(first, count), cancellationToken);
            counter?.Add();
        }
    }

    /// <summary>Finds what only some models can do: this object itself, unless a derived class knows better.</summary>
    /// <typeparam name="T">The ability: an interface.</typeparam>
    /// <returns>The object that has it, or null.</returns>
    protected virtual T? Find<T>()
        where T : class => this as T;

    /// <summary>Throws unless rows have the features that the model was trained on.</summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    protected void RequireFeatures(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FeatureCount != FeatureCount)
        {
            throw new ArgumentException(
                $"The rows have {rows.FeatureCount} features; the model was trained on {FeatureCount}. "
                + "Give the features it was trained on.",
                nameof(rows));
        }
    }

    /// <summary>Throws unless two rows, and what is said of them, have the features that the model was trained on.</summary>
    private protected void RequireFeatures(ReadOnlySpan<float> row, ReadOnlySpan<float> reference, Span<double> contributions)
    {
        if (row.Length != FeatureCount || reference.Length != FeatureCount || contributions.Length != FeatureCount)
        {
            throw new ArgumentException(
                $"The row has {row.Length} features, the reference {reference.Length}, and there is room for {contributions.Length} "
                + $"contributions; the model was trained on {FeatureCount} features. Give each that length.",
                row.Length != FeatureCount ? nameof(row) : reference.Length != FeatureCount ? nameof(reference) : nameof(contributions));
        }
    }

    /// <summary>Scores rows of finite features; each row's score depends on that row only. Called from several threads at once.</summary>
    /// <param name="rows">Row-major [n x d].</param>
    /// <param name="scores">Receives n scores.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    protected abstract void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken);

    private static bool ContainsNaN(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Scores beyond the range of numbers become its end: such a row is as anomalous as can be said.</summary>
    private static void Limit(Span<float> scores)
    {
        foreach (ref var score in scores)
        {
            score = float.IsFinite(score) ? score : float.IsNegative(score) && !float.IsNaN(score) ? float.MinValue : float.MaxValue;
        }
    }
}
