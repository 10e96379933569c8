using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.ExtraTrees;

/// <summary>
/// The rows that trees are grown of: all labelled ones, and for each tree a draw of weak negatives, with weights that balance the
/// classes. Thread safe.
/// </summary>
internal sealed class TrainingRows
{
    private readonly FeatureMatrix _pool;
    private readonly int[] _labelledRows;
    private readonly int[] _weakRows;
    private readonly int _abnormalCount;
    private readonly int _drawnCount;
    private readonly double _abnormalWeight;
    private readonly double _weakWeight;

    private TrainingRows(TrainingRequest request, int[] weakRows, ExtraTreesOptions options)
    {
        var labels = request.Labels;
        _pool = request.Pool;
        _labelledRows = [.. labels.AbnormalRows, .. labels.NormalRows];
        _weakRows = weakRows;
        _abnormalCount = labels.AbnormalRows.Count;
        var weakTotal = weakRows.Length == 0 ? 0 : options.WeakNegativeWeight * (labels.NormalRows.Count + 1);

        // As many as they weigh: in a pure leaf no weight counts, only which rows are near.
        _drawnCount = (int)Math.Ceiling(Math.Min(weakTotal, Math.Min(weakRows.Length, options.WeakNegativeCount)));
        _weakWeight = _drawnCount == 0 ? 0 : weakTotal / _drawnCount;
        _abnormalWeight = (labels.NormalRows.Count + weakTotal) / _abnormalCount;
    }

    /// <summary>Gathers the rows, or gives null where there is one class only.</summary>
    /// <param name="request">The pool and its labels.</param>
    /// <param name="priorScores">The prior's scores of the pool.</param>
    /// <param name="options">The options.</param>
    public static TrainingRows? Of(TrainingRequest request, ReadOnlySpan<float> priorScores, ExtraTreesOptions options)
    {
        if (request.Labels.AbnormalRows.Count == 0)
        {
            return null;
        }

        var weak = options.WeakNegativeWeight > 0 ? WeakRows(request, priorScores) : [];
        return weak.Length + request.Labels.NormalRows.Count > 0 ? new TrainingRows(request, weak, options) : null;
    }

    /// <summary>Draws the rows of one tree.</summary>
    /// <param name="random">The tree's random numbers.</param>
    public WeightedRows Draw(SeededRandom random)
    {
        var weakRows = _drawnCount < _weakRows.Length
            ? random.SampleRange(_weakRows.Length, _drawnCount).Select(i => _weakRows[i])
            : _weakRows;
        int[] rows = [.. _labelledRows, .. weakRows];
        var weights = new double[rows.Length];
        weights.AsSpan(0, _abnormalCount).Fill(_abnormalWeight);
        weights.AsSpan(_abnormalCount.._labelledRows.Length).Fill(1);
        weights.AsSpan(_labelledRows.Length).Fill(_weakWeight);
        var isAbnormal = new bool[rows.Length];
        isAbnormal.AsSpan(0, _abnormalCount).Fill(true);
        return new WeightedRows(_pool.Select(rows), isAbnormal, weights);
    }

    /// <summary>
    /// The unlabelled rows that score at most the pool's median, but for those that are taken for anomalies, and for twins of labelled
    /// rows, of which more is known than that they look ordinary.
    /// </summary>
    private static int[] WeakRows(TrainingRequest request, ReadOnlySpan<float> priorScores)
    {
        var median = Quantile.Of(priorScores, 0.5);
        var pseudoAbnormal = request.PseudoAbnormalRows.ToHashSet();
        var twins = request.LabelsCountForTwins ? request.Pool.FirstTwins() : [];
        var labelledTwins = new HashSet<int>();
        for (var i = 0; i < request.Labels.LabeledCount && !twins.IsEmpty; i++)
        {
            labelledTwins.Add(twins[request.Labels.LabeledRows[i]]);
        }

        var rows = new List<int>();
        for (var row = 0; row < priorScores.Length; row++)
        {
            if (priorScores[row] <= median && request.Labels[row] == RowLabel.Unlabeled && !pseudoAbnormal.Contains(row)
                && (twins.IsEmpty || !labelledTwins.Contains(twins[row])))
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }
}
