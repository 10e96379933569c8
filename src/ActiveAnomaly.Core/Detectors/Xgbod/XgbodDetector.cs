using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Threading;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Xgbod;

/// <summary>
/// XGBOD, extreme gradient boosting outlier detection (Zhao and Hryniewicki, IJCNN 2018): boosted trees on the features and on what
/// unsupervised detectors say of a row. Features may have any scale.
/// </summary>
/// <remarks>
/// <para>
/// The detectors are an isolation forest, iNNE, the mean distances to the 5 and to the 20 nearest rows, and COPOD, all learnt from the pool
/// without a label. The trees are a booster's, on two classes: rows labelled abnormal, their twins and pseudo-abnormal rows against all
/// others, unlabelled ones and those labelled normal alike. A row outside the pool's range is scored as the one on its edge. Without a row
/// labelled abnormal, or without any other, the score is the isolation forest's; so it is where the booster finds no split.
/// </para>
/// <para>
/// Deviation: the paper's trees are XGBoost's, these those of the library that is given. The paper's pool of detectors is larger (nearest
/// neighbours, local outlier factors, support vectors, forests of many settings), and it selects among their scores; here every score is a
/// column, for trees choose by themselves. Equals are ranked by the isolation forest.
/// </para>
/// </remarks>
public sealed class XgbodDetector : Detector
{
    private readonly XgbodOptions _options;
    private readonly ITreeBooster _booster;

    /// <summary>Creates a detector.</summary>
    /// <param name="options">The options.</param>
    /// <param name="booster">What boosts the trees.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public XgbodDetector(XgbodOptions options, ITreeBooster booster)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(booster);
        (_options, _booster) = (options, booster);
    }

    /// <inheritdoc/>
    public override string Name => "XGBOD";

    /// <inheritdoc/>
    public override bool UsesLabels => true;

    /// <inheritdoc/>
    protected override TrainedDetector Train(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.CancellationToken.ThrowIfCancellationRequested();
        var pool = PoolOf(request);
        var isAbnormal = Abnormal(request);
        var abnormalCount = isAbnormal.Count(value => value);
        var forest = request.Labels.AbnormalRows.Count > 0 && abnormalCount < isAbnormal.Length
            ? Boost(request, pool.Columns, isAbnormal)
            : BoostedForest.Empty;
        var model = new XgbodModel(pool.Features, forest, pool);
        return new TrainedDetector(model, Scores(model, pool.Columns, request.CancellationToken));
    }

    /// <summary>Scores the pool, whose columns are known.</summary>
    private static float[] Scores(XgbodModel model, FeatureMatrix columns, CancellationToken cancellationToken)
    {
        var scores = new float[columns.RowCount];
        ParallelLoop.Run(
            (scores.Length + ScoredFeatures.BlockRowCount - 1) / ScoredFeatures.BlockRowCount,
            part =>
            {
                var first = part * ScoredFeatures.BlockRowCount;
                for (var row = first; row < Math.Min(first + ScoredFeatures.BlockRowCount, scores.Length); row++)
                {
                    scores[row] = model.ScoreOf(columns.Row(row));
                }
            },
            cancellationToken);
        ScoringMeter.Add(scores.Length);
        return scores;
    }

    /// <summary>Boosts the trees: one step of progress, for a library grows all of them in one call.</summary>
    private BoostedForest Boost(TrainingRequest request, FeatureMatrix columns, bool[] isAbnormal)
    {
        var grown = Counted(request, "trees", stepCount: 1);
        var settings = new BoostingSettings
        {
            TreeCount = _options.TreeCount,
            LeafCount = _options.LeafCount,
            LearningRate = _options.LearningRate,
            LeastLeafRowCount = _options.LeastLeafRowCount,
            Seed = Seed,
        };
        var trees = _booster.Boost(columns, isAbnormal, settings, request.CancellationToken);
        request.CancellationToken.ThrowIfCancellationRequested();
        var forest = new BoostedTreeReader(_booster.GetType().Name, columns.FeatureCount).Read(trees);
        grown?.Invoke();
        return forest;
    }

    private static bool[] Abnormal(TrainingRequest request)
    {
        var isAbnormal = new bool[request.Pool.RowCount];
        // What is known of a row, by its own answer or a twin's, is not presumed otherwise.
        var known = request.LabelsWithTwins;
        foreach (var row in known.AbnormalRows.Concat(request.PseudoAbnormalRows.Where(row => known[row] == RowLabel.Unlabeled)))
        {
            isAbnormal[row] = true;
        }

        return isAbnormal;
    }

    private ScoredPool PoolOf(TrainingRequest request)
    {
        if (request.Previous is XgbodModel { Pool: { } known } && known.Source == request.Pool && known.Seed == Seed)
        {
            return known;
        }

        return request.Cache is { } cache ? cache.GetOrAdd(request.Pool, new SetUpKey(Seed), Learn) : Learn();

        ScoredPool Learn()
        {
            var features = ScoredFeatures.Learn(request.Pool, new SeededRandom(Seed).Derive("prior"), request.CancellationToken);
            var columns = features.Compute(
                request.Pool, stepCount => Counted(request, "scores", stepCount), request.CancellationToken);
            return new ScoredPool(request.Pool, Seed, features, columns);
        }
    }

    private static Action? Counted(TrainingRequest request, string phase, int stepCount) =>
        request.Progress is { } progress ? new StepCounter(progress, request.Stage, phase, stepCount).Add : null;

    /// <summary>All that the pool's columns depend on, beside the pool.</summary>
    private sealed record SetUpKey(long Seed);
}
