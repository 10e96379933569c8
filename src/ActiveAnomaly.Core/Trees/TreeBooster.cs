using ActiveAnomaly.Data;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Boosts trees on the cross-entropy of two classes (Chen and Guestrin, XGBoost, KDD 2016: equations 2 to 7, and algorithm 1, the exact
/// greedy one). The result does not depend on the number of threads. Not thread safe.
/// </summary>
/// <remarks>
/// With the margin F of a row, p = 1 / (1 + exp(-F)), g = p - y and h = p (1 - p). A node's rows have the sums G and H; a leaf's value is
/// -eta G / (H + lambda), and a split gains GL^2 / (HL + lambda) + GR^2 / (HR + lambda) - G^2 / (H + lambda). A tree is grown level by
/// level. Every feature's rows are sorted once; a level takes one pass over each.
/// </remarks>
internal sealed class TreeBooster
{
    /// <summary>The least gain of a split, as in the paper's program: less is rounding.</summary>
    public const double LeastGain = 1e-6;

    /// <summary>The least second derivative of a row, as in the paper's program.</summary>
    private const double LeastCurvature = 1e-16;

    private readonly FeatureMatrix _rows;
    private readonly bool[] _isAbnormal;
    private readonly BoostingSettings _settings;
    private readonly int[][] _sorted;
    private readonly double[] _margins;
    private readonly double[] _slopes;
    private readonly double[] _curvatures;

    /// <summary>The open node of each row, by its place among the open ones; -1 for a row whose leaf is closed.</summary>
    private readonly int[] _places;

    private TreeBooster(FeatureMatrix rows, bool[] isAbnormal, BoostingSettings settings, CancellationToken cancellationToken)
    {
        _rows = rows;
        _isAbnormal = isAbnormal;
        _settings = settings;
        _margins = new double[rows.RowCount];
        _slopes = new double[rows.RowCount];
        _curvatures = new double[rows.RowCount];
        _places = new int[rows.RowCount];
        _sorted = new int[rows.FeatureCount][];
        ParallelLoop.Run(_sorted.Length, feature => _sorted[feature] = Sorted(feature), cancellationToken);
    }

    /// <summary>Boosts trees.</summary>
    /// <param name="rows">The rows [m x columns], at least one.</param>
    /// <param name="isAbnormal">Which of them are abnormal [m].</param>
    /// <param name="settings">How.</param>
    /// <param name="treeGrown">Called after every tree, or null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The trees, whose sum is the log odds of a row's being abnormal.</returns>
    public static BoostedForest Boost(
        FeatureMatrix rows, bool[] isAbnormal, BoostingSettings settings, Action? treeGrown, CancellationToken cancellationToken)
    {
        var booster = new TreeBooster(rows, isAbnormal, settings, cancellationToken);
        var trees = new ClassificationNode[settings.TreeCount][];
        for (var tree = 0; tree < trees.Length; tree++)
        {
            trees[tree] = booster.Grow(cancellationToken);
            treeGrown?.Invoke();
        }

        return new BoostedForest([.. trees.SelectMany(nodes => nodes)], [.. trees.Select(nodes => nodes.Length)]);
    }

    private ClassificationNode[] Grow(CancellationToken cancellationToken)
    {
        for (var row = 0; row < _margins.Length; row++)
        {
            var probability = 1 / (1 + Math.Exp(-_margins[row]));
            _slopes[row] = probability - (_isAbnormal[row] ? 1 : 0);
            _curvatures[row] = Math.Max(probability * (1 - probability), LeastCurvature);
        }

        var nodes = new List<ClassificationNode> { default };
        int[] open = [0];
        Array.Clear(_places);
        for (var depth = 0; open.Length > 0; depth++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = Sums(open.Length);
            var splits = depth < _settings.Depth ? BestSplits(sums, cancellationToken) : new Split[open.Length];
            open = Close(nodes, open, sums, splits);
        }

        ClassificationNode[] grown = [.. nodes];
        for (var row = 0; row < _margins.Length; row++)
        {
            _margins[row] += BoostedForest.Leaf(grown, _rows.Row(row));
        }

        return grown;
    }

    /// <summary>Sums up the derivatives of the rows in each open node.</summary>
    private Derivatives[] Sums(int openCount)
    {
        var sums = new Derivatives[openCount];
        for (var row = 0; row < _places.Length; row++)
        {
            if (_places[row] >= 0)
            {
                ref var sum = ref sums[_places[row]];
                sum = sum.With(_slopes[row], _curvatures[row]);
            }
        }

        return sums;
    }

    /// <summary>Finds the split of most gain for each open node; of several, that of the first feature and the lowest threshold.</summary>
    private Split[] BestSplits(Derivatives[] sums, CancellationToken cancellationToken)
    {
        var ofFeatures = new Split[_sorted.Length][];
        ParallelLoop.Run(_sorted.Length, feature => ofFeatures[feature] = BestSplits(feature, sums), cancellationToken);
        var best = new Split[sums.Length];
        foreach (var own in ofFeatures)
        {
            for (var place = 0; place < best.Length; place++)
            {
                best[place] = own[place].Gain > best[place].Gain ? own[place] : best[place];
            }
        }

        return best;
    }

    private Split[] BestSplits(int feature, Derivatives[] sums)
    {
        var (best, left, last) = (new Split[sums.Length], new Derivatives[sums.Length], new float[sums.Length]);
        foreach (var row in _sorted[feature])
        {
            var place = _places[row];
            if (place < 0)
            {
                continue;
            }

            var value = Value(row, feature);
            if (left[place].Curvature > 0 && value > last[place])
            {
                var gain = Gain(left[place], sums[place]);
                if (gain > best[place].Gain)
                {
                    // The next value must go to the right, whatever rounding makes of the threshold.
                    var threshold = (float)(((double)last[place] + value) / 2);
                    best[place] = new Split(gain, threshold < value ? threshold : last[place], feature);
                }
            }

            left[place] = left[place].With(_slopes[row], _curvatures[row]);
            last[place] = value;
        }

        return best;
    }

    /// <summary>What a split gains; 0 where a side is too light, or the gain is rounding.</summary>
    private double Gain(Derivatives left, Derivatives all)
    {
        var right = new Derivatives(all.Slope - left.Slope, all.Curvature - left.Curvature);
        if (left.Curvature < _settings.LeastLeafWeight || right.Curvature < _settings.LeastLeafWeight)
        {
            return 0;
        }

        var gain = Worth(left) + Worth(right) - Worth(all);
        return gain > LeastGain ? gain : 0;
    }

    private double Worth(Derivatives sums) => sums.Slope * sums.Slope / (sums.Curvature + _settings.Regularization);

    /// <summary>Makes open nodes splits or leaves, and gives the open nodes below.</summary>
    private int[] Close(List<ClassificationNode> nodes, int[] open, Derivatives[] sums, Split[] splits)
    {
        var (next, firstPlaces) = (new List<int>(), new int[open.Length]);
        for (var place = 0; place < open.Length; place++)
        {
            if (splits[place].Gain > 0)
            {
                nodes[open[place]] = new ClassificationNode(splits[place].Threshold, splits[place].Feature, nodes.Count);
                firstPlaces[place] = next.Count;
                next.AddRange([nodes.Count, nodes.Count + 1]);
                nodes.AddRange([default, default]);
            }
            else
            {
                nodes[open[place]] = ClassificationNode.Leaf(
                    -_settings.LearningRate * sums[place].Slope / (sums[place].Curvature + _settings.Regularization));
            }
        }

        for (var row = 0; row < _places.Length; row++)
        {
            var place = _places[row];
            if (place >= 0)
            {
                var split = splits[place];
                _places[row] = split.Gain > 0
                    ? firstPlaces[place] + (Value(row, split.Feature) > split.Threshold ? 1 : 0)
                    : -1;
            }
        }

        return [.. next];
    }

    private int[] Sorted(int feature)
    {
        var (values, rows) = (new float[_rows.RowCount], new int[_rows.RowCount]);
        for (var row = 0; row < rows.Length; row++)
        {
            (values[row], rows[row]) = (Value(row, feature), row);
        }

        Array.Sort(values, rows);
        return rows;
    }

    private float Value(int row, int feature) => _rows.Values[(row * _rows.FeatureCount) + feature];

    /// <summary>Sums of first and second derivatives.</summary>
    private readonly record struct Derivatives(double Slope, double Curvature)
    {
        public Derivatives With(double slope, double curvature) => new(Slope + slope, Curvature + curvature);
    }

    /// <summary>A split and what it gains; no split where that is 0.</summary>
    private readonly record struct Split(double Gain, float Threshold, int Feature);
}
