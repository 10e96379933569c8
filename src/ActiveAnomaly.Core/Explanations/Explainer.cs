using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Explanations;

/// <summary>
/// Says of rows which features make their scores what they are, compared with a background: a few rows that stand for what is ordinary.
/// Immutable and thread safe; the same row has the same bits alone, in any batch, and on any number of threads.
/// </summary>
/// <remarks>
/// <para>
/// A feature's contribution is its Shapley value: what it adds to the score when the background's values are replaced with the row's, one
/// feature after the other, on average over all orders; and then the mean over the background's rows. Models that are
/// <see cref="IContributions"/> compute it in closed form, or another decomposition of their own; docs/explanations.md says which. For
/// others it is the mean over some orders, drawn in pairs of an order and its reverse (Mitchell et al., JMLR 23, 2022), which is exact
/// where no more than two features act together; and over all subsets of features where those are no more rows to score.
/// </para>
/// <para>A feature whose value is the background's, or that the model makes no use of, has a contribution of exactly 0.</para>
/// </remarks>
public sealed class Explainer
{
    /// <summary>
    /// The sum of the contributions differs from score - base value by at most this share of |score| + |base value| + the sum of the
    /// contributions' absolute values: numbers of single precision are rounded by 6e-8 of their size, and a network's score is a sum of
    /// hundreds of them.
    /// </summary>
    public const double RelativeTolerance = 1e-5;

    private readonly IContributions? _own;
    private readonly ShapleySampling _sampling;
    private readonly double _baseValue;

    /// <summary>Makes an explainer.</summary>
    /// <param name="model">The model whose scores are explained.</param>
    /// <param name="background">
    /// What rows are compared with [m x d], at least one row; <see cref="Background"/> chooses some of a pool. The cost grows with the
    /// number.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The background has no row, or other features than the model was trained on.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Explainer(DetectorModel model, FeatureMatrix background, ExplainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(background);
        Options = options ?? new ExplainerOptions();
        Options.Validate();
        if (background.RowCount == 0 || background.FeatureCount != model.FeatureCount)
        {
            throw new ArgumentException(
                $"The background has {background.RowCount} rows of {background.FeatureCount} features; the model was trained on "
                + $"{model.FeatureCount}. Give at least one row of the features it was trained on.",
                nameof(background));
        }

        Model = model;
        BackgroundRows = background;
        var scores = model.Score(background);
        _baseValue = scores.Average(score => (double)score);
        _own = Options.Method == ExplanationMethod.Auto && model.TryGet<IContributions>(out var own) ? own : null;
        _sampling = new ShapleySampling(model, background, scores, Options);
    }

    /// <summary>Gets the model.</summary>
    public DetectorModel Model { get; }

    /// <summary>Gets what rows are compared with [m x d].</summary>
    public FeatureMatrix BackgroundRows { get; }

    /// <summary>Gets the options.</summary>
    public ExplainerOptions Options { get; }

    /// <summary>Gets the mean score of the background's rows.</summary>
    public float BaseValue => (float)_baseValue;

    /// <summary>
    /// Gets a value indicating whether the model computes contributions by itself. They are sampled where it does not, and for rows so far
    /// out that a score is limited to the largest number, of which no sum over features knows: <see cref="Explanation.IsExact"/> tells.
    /// </summary>
    public bool IsOwn => _own is not null;

    /// <summary>Explains the score of one row, on this thread.</summary>
    /// <param name="row">
    /// The row's d features. Where one is NaN, score and contributions are NaN: of such a row nothing can be said. Where some are infinite,
    /// they alone make the score what it is, <see cref="float.MaxValue"/>, and share score - base value equally.
    /// </param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public Explanation Explain(ReadOnlySpan<float> row) => Explain(row, CancellationToken.None);

    /// <summary>The same, and can be cancelled: of many features, or many pairs, a row may take seconds.</summary>
    /// <param name="row">The row's d features.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Explanation Explain(ReadOnlySpan<float> row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var score = Model.Score(row);
        if (FeatureMatrix.IndexOfNonFinite(row) >= 0)
        {
            return OfNonFinite(row, score);
        }

        var contributions = new double[row.Length];
        var errors = new double[row.Length];
        var isExact = AddOwn(row, score, contributions, cancellationToken)
            || _sampling.Explain(row, score, contributions, errors, cancellationToken);
        return new Explanation(score, BaseValue, ToSingle(contributions), ToSingle(errors), isExact);
    }

    /// <summary>Explains the scores of all rows of a matrix, on all processors.</summary>
    /// <param name="rows">The rows [n x d].</param>
    /// <param name="progress">Who is told after every row, one report after the other, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>One explanation a row.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<Explanation> Explain(
        FeatureMatrix rows, IProgress<ExplanationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FeatureCount != Model.FeatureCount)
        {
            throw new ArgumentException(
                $"The rows have {rows.FeatureCount} features; the model was trained on {Model.FeatureCount}. "
                + "Give the features it was trained on.",
                nameof(rows));
        }

        var explanations = new Explanation[rows.RowCount];
        var (reporting, explainedCount) = (new Lock(), 0);
        ParallelLoop.Run(
            explanations.Length,
            row =>
            {
                explanations[row] = Explain(rows.Row(row), cancellationToken);
                if (progress is not null)
                {
                    lock (reporting)
                    {
                        progress.Report(new ExplanationProgress(++explainedCount, explanations.Length));
                    }
                }
            },
            cancellationToken);
        return explanations;
    }

    /// <summary>
    /// Adds the contributions that the model computes by itself. It must make no more of them than the score allows: a score beyond the
    /// numbers is limited to the largest, and a sum over the features knows nothing of that.
    /// </summary>
    /// <returns>Whether they sum to what they should; otherwise nothing is added.</returns>
    private bool AddOwn(ReadOnlySpan<float> row, float score, Span<double> contributions, CancellationToken cancellationToken)
    {
        if (_own is null)
        {
            return false;
        }

        for (var i = 0; i < BackgroundRows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _own.AddContributions(row, BackgroundRows.Row(i), contributions);
        }

        var (sum, size) = (0.0, Math.Abs((double)score) + Math.Abs(_baseValue));
        foreach (ref var contribution in contributions)
        {
            contribution /= BackgroundRows.RowCount;
            sum += contribution;
            size += Math.Abs(contribution);
        }

        if (Math.Abs(sum - (score - _baseValue)) <= RelativeTolerance * size)
        {
            return true;
        }

        contributions.Clear();
        return false;
    }

    /// <summary>
    /// A row with an infinite feature scores the largest number by each of them alone: by symmetry they share it, and beside it nothing
    /// else counts.
    /// </summary>
    private Explanation OfNonFinite(ReadOnlySpan<float> row, float score)
    {
        var contributions = new float[row.Length];
        if (float.IsNaN(score))
        {
            Array.Fill(contributions, float.NaN);
        }
        else
        {
            var infiniteCount = 0;
            foreach (var value in row)
            {
                infiniteCount += float.IsInfinity(value) ? 1 : 0;
            }

            for (var k = 0; k < row.Length; k++)
            {
                contributions[k] = float.IsInfinity(row[k]) ? ToSingle((score - _baseValue) / infiniteCount) : 0;
            }
        }

        return new Explanation(score, BaseValue, contributions, new float[row.Length], isExact: true);
    }

    private static float[] ToSingle(double[] values) => Array.ConvertAll(values, ToSingle);

    /// <summary>Differences of scores at both ends of the numbers are none: they become the largest.</summary>
    private static float ToSingle(double value) => (float)Math.Clamp(value, float.MinValue, float.MaxValue);
}
