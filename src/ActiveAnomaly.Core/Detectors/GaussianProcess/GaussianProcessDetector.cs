using System.Diagnostics;
using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>
/// A Gaussian process on the answers: unsupervised detectors say what looks odd (the prior), two Laplace kernels spread each answer to
/// similar rows (the posterior). Without answers the score is what the detectors agree on; every answer moves it, in milliseconds. The
/// method is this library's own; docs/methods/gaussian-process.md has its formulas. Features may have any scale.
/// </summary>
/// <remarks>
/// What is learnt without labels depends on the pool and the seed, and not on the stage: it is computed once and taken from the model
/// before, or from the request's cache. Rows that are pseudo-abnormal are not made use of.
/// </remarks>
/// <param name="options">The options.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
public sealed class GaussianProcessDetector(GaussianProcessOptions options) : Detector(options), ISharedSetUp
{
    /// <summary>The numbers that a pool has at least whose set-up is shared out: below, it takes about a second.</summary>
    private const int SmallestSharedPool = 1 << 20;

    /// <summary>Creates a detector with the default options.</summary>
    public GaussianProcessDetector()
        : this(new GaussianProcessOptions())
    {
    }

    /// <inheritdoc/>
    public override string Name => "Gaussian process";

    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => false;

    /// <inheritdoc/>
    internal override DetectorOptions RecordedOptions =>
        options with { ColumnBudget = GaussianProcessOptions.Defaults.ColumnBudget, SetUpSharer = null };

    private SeededRandom PriorRandom => new SeededRandom(Seed).Derive("prior");

    /// <inheritdoc/>
    public IRowSetUp PrepareSetUp(FeatureMatrix pool, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return PriorPool.Learn(pool, PriorRandom, cancellationToken);
    }

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var begin = Stopwatch.GetTimestamp();
        var earlier = request.Previous is GaussianProcessModel { Training: { } training } previous
            && previous.Seed == Seed && training.Source == request.Pool
            ? training
            : null;
        var answeredRows = Drawn(request.Labels, request.Labels.LabeledRows, options.MostAnswers);
        bool[] isAbnormal = [.. answeredRows.Select(row => request.Labels[row] == RowLabel.Abnormal)];
        var basis = WeightBasis(request.Labels, request.Pool.FeatureCount);
        var isSameNoise = earlier?.Noise == options.Noise;
        var keepsWeights = isSameNoise && earlier!.WeightBasis.SequenceEqual(basis);
        var (presumedRows, presumed) = Presumption.Draw(
            request, options.Noise, options.PresumedNormals, new SeededRandom(Seed).Derive("presumed"));
        int[] rows = [.. answeredRows, .. presumedRows];
        var unweighted = earlier?.Pool.Weighing(null) ?? Embedded(request, begin);
        var pool = unweighted.Weighing(
            keepsWeights ? earlier!.Pool.Space.Kernel.FeatureWeights : Weights(unweighted, basis, request, begin));
        var isSameKernel = earlier is not null
            && pool.Space.Kernel.FeatureWeights.AsSpan().SequenceEqual(earlier.Pool.Space.Kernel.FeatureWeights);
        var sharedCount = isSameKernel && isSameNoise ? CommonCount(earlier!.AnsweredRows, answeredRows) : 0;
        var posterior = Posterior.Learn(
            pool.Space,
            KernelRows.Of(pool.Panels, pool.Prior, rows),
            isAbnormal,
            options.Noise,
            presumed,
            earlier?.Posterior.Factor ?? PosteriorFactor.Empty,
            sharedCount,
            Counted(request, begin, LearningPhase.Answers, PosteriorFactor.StepCount(sharedCount, rows.Length)),
            request.CancellationToken);
        var columns = isSameKernel ? earlier!.Columns : null;
        if (columns is null || columns.Budget != options.ColumnBudget)
        {
            // Earlier models live as long as their stages are kept; the budget is for all of them.
            earlier?.Columns.Clear();
            columns = new KernelColumns(pool, options.ColumnBudget);
        }

        var scores = new float[request.Pool.RowCount];
        columns.Mean(
            rows,
            posterior.Rows,
            posterior.Weights,
            scores,
            Counted(request, begin, LearningPhase.Scoring, KernelColumns.StepCount(scores.Length)),
            request.CancellationToken);
        ScoringMeter.Add(scores.Length);
        var model = new GaussianProcessModel(
            pool.Space,
            posterior,
            request.Pool.Select(rows),
            new GaussianProcessTraining(request.Pool, pool, columns, answeredRows, posterior, options.Noise, basis));
        return new TrainedDetector(model, scores);
    }

    private EmbeddedPool Embedded(TrainingRequest request, long begin)
    {
        Action<Lazy<IRowSetUp>, Memory<float>, Action<int>?>? share =
            options.SetUpSharer is { } sharer && request.Pool.Values.Length >= SmallestSharedPool
                ? (prior, scores, scored) => sharer.Compute(this, request.Pool, prior, scores, scored, request.CancellationToken)
                : null;
        return request.Cache is { } cache ? cache.GetOrAdd(request.Pool, new SetUpKey(Seed), Learn) : Learn();

        EmbeddedPool Learn()
        {
            var stepCount = EmbeddedPool.StepCount(request.Pool.RowCount);
            return EmbeddedPool.Learn(
                request.Pool,
                PriorRandom,
                share,
                phase => Counted(request, begin, phase, stepCount),
                request.CancellationToken);
        }
    }

    /// <summary>
    /// Begins a phase: gives what counts its steps, or null where nobody listens, or where a phase after the first is a single step.
    /// </summary>
    private static Action? Counted(TrainingRequest request, long begin, LearningPhase phase, int stepCount) =>
        request.Progress is { } progress && (stepCount > 1 || phase == LearningPhase.Prior)
            ? new StepCounter(progress, request.Stage, WordOf(phase), stepCount, begin).Add
            : null;

    private static string WordOf(LearningPhase phase) => phase switch
    {
        LearningPhase.Prior => "prior",
        LearningPhase.Ranks => "ranks",
        LearningPhase.Weights => "weights",
        LearningPhase.Answers => "answers",
        LearningPhase.Scoring => "scoring",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "The phase has no word."),
    };

    /// <summary>Learns what the features weigh.</summary>
    private float[]? Weights(EmbeddedPool pool, (int Row, bool IsAbnormal)[] basis, TrainingRequest request, long begin) =>
        basis.Length == 0
            ? null
            : FeatureRelevance.Learn(
                pool.Space.Kernel,
                KernelRows.Of(pool.Panels, pool.Prior, [.. basis.Select(answer => answer.Row)]),
                [.. basis.Select(answer => answer.IsAbnormal)],
                options.Noise,
                request.Pool.CategoricalRanges,
                Counted(request, begin, LearningPhase.Weights, FeatureRelevance.StepCount),
                request.CancellationToken);

    /// <summary>Chooses the answers that feature weights are learnt from: none unless there are some of each kind.</summary>
    private (int Row, bool IsAbnormal)[] WeightBasis(PoolLabels labels, int featureCount)
    {
        if (!options.LearnsFeatureWeights)
        {
            return [];
        }

        // Of all answers, and not of those that are learnt from: where these are drawn, one more may put another in an earlier one's place.
        var first = labels.LabeledRows.Take(FeatureRelevance.BasisCount(labels.LabeledRows.Count)).ToArray();
        var basis = Drawn(labels, first, FeatureRelevance.MostAnswers(featureCount))
            .Select(row => (Row: row, IsAbnormal: labels[row] == RowLabel.Abnormal))
            .ToArray();
        return basis.Select(answer => answer.IsAbnormal).Distinct().Count() == 2 ? basis : [];
    }

    /// <summary>
    /// Chooses the answers to learn from, in the order in which they came: all of them, unless they are too many. Then lots are drawn, and
    /// a row keeps its lot from stage to stage.
    /// </summary>
    private IReadOnlyList<int> Drawn(PoolLabels labels, IReadOnlyList<int> answeredRows, int mostCount)
    {
        if (answeredRows.Count <= mostCount)
        {
            return answeredRows;
        }

        // Each kind has a half, and what the other leaves of its own.
        var half = mostCount / 2;
        var kinds = answeredRows.ToLookup(row => labels[row]);
        var (normalCount, abnormalCount) = (kinds[RowLabel.Normal].Count(), kinds[RowLabel.Abnormal].Count());
        normalCount = Math.Min(normalCount, Math.Max(half, mostCount - abnormalCount));
        var random = new SeededRandom(Seed);
        ulong Lot(int row) => random.Derive("answer", row).NextUInt64();
        var drawn = kinds[RowLabel.Normal].OrderBy(Lot).Take(normalCount)
            .Concat(kinds[RowLabel.Abnormal].OrderBy(Lot).Take(mostCount - normalCount))
            .ToHashSet();
        return [.. answeredRows.Where(drawn.Contains)];
    }

    /// <summary>Counts the answers that two stages begin with.</summary>
    private static int CommonCount(IReadOnlyList<int> earlier, IReadOnlyList<int> rows)
    {
        var count = 0;
        while (count < earlier.Count && count < rows.Count && earlier[count] == rows[count])
        {
            count++;
        }

        return count;
    }

    /// <summary>All that the embedded pool depends on, beside the pool.</summary>
    private sealed record SetUpKey(long Seed);
}
