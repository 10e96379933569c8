using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Grows one extremely randomised tree (Geurts, Ernst and Wehenkel, Machine Learning 63, 2006, table 1): a node draws some of the
/// features that differ within it, and for each a threshold uniform between its ends; the split with the least weighted Gini impurity
/// is taken, until a node is pure. Not thread safe.
/// </summary>
/// <param name="sample">The tree's rows.</param>
/// <param name="candidateCount">The number of features that a node draws, at least 1.</param>
/// <param name="leafSize">The fewest rows of a leaf.</param>
/// <param name="random">The tree's random numbers.</param>
internal sealed class ExtraTreeGrower(WeightedRows sample, int candidateCount, int leafSize, SeededRandom random)
{
    private readonly int[] _rows = [.. Enumerable.Range(0, sample.Rows.RowCount)];
    private readonly int[] _features = [.. Enumerable.Range(0, sample.Rows.FeatureCount)];
    private readonly List<ClassificationNode> _nodes = [];

    // Trees are as deep as the data makes them: a stack of their own, and the last one in is the first out, so that a node's rows and
    // features are in their places until both its children are done.
    private readonly Stack<OpenNode> _open = new();

    /// <summary>
    /// How far from pure the sides of a split are: their weights times their Gini impurities 1 - p^2 - (1 - p)^2, summed, over 2.
    /// </summary>
    public static double Impurity(double leftAbnormal, double leftNormal, double rightAbnormal, double rightNormal) =>
        (leftAbnormal * leftNormal / (leftAbnormal + leftNormal)) + (rightAbnormal * rightNormal / (rightAbnormal + rightNormal));

    /// <summary>Grows the tree.</summary>
    /// <returns>Its nodes, the root first, each below its parent.</returns>
    public ClassificationNode[] Grow()
    {
        _nodes.Add(default);
        _open.Push(new OpenNode(0, 0, _rows.Length, 0));
        while (_open.TryPop(out var open))
        {
            Close(open);
        }

        return [.. _nodes];
    }

    /// <summary>Makes an open node a split, with two open nodes below, or a leaf.</summary>
    private void Close(OpenNode open)
    {
        var constantCount = open.ConstantCount;
        var (abnormal, normal) = (0.0, 0.0);
        foreach (var row in _rows.AsSpan(open.First..open.End))
        {
            if (sample.IsAbnormal[row])
            {
                abnormal += sample.Weights[row];
            }
            else
            {
                normal += sample.Weights[row];
            }
        }

        if (abnormal == 0 || normal == 0 || open.End - open.First < 2 * leafSize
            || !TryDraw(open.First, open.End, ref constantCount, out var split))
        {
            _nodes[open.Node] = ClassificationNode.Leaf(abnormal / (abnormal + normal));
            return;
        }

        var left = _nodes.Count;
        _nodes.Add(default);
        _nodes.Add(default);
        _nodes[open.Node] = new ClassificationNode(split.Threshold, split.Feature, left);
        var middle = Partition(open.First, open.End, split);
        _open.Push(new OpenNode(left + 1, middle, open.End, constantCount));
        _open.Push(new OpenNode(left, open.First, middle, constantCount));
    }

    /// <summary>
    /// Draws features from those not yet known to be constant; constant ones move to the front, tried ones to the end. Below, only the
    /// order of those that differ changes, so that the node's other child finds the constant ones in their places.
    /// </summary>
    private bool TryDraw(int first, int end, ref int constantCount, out IsolationSplit best)
    {
        best = default;
        var least = double.PositiveInfinity;
        for (var tried = 0; tried < candidateCount && constantCount + tried < _features.Length;)
        {
            var drawn = constantCount + random.NextInt32(_features.Length - tried - constantCount);
            var feature = _features[drawn];
            var (lowest, highest) = Range(first, end, feature);
            if (!(lowest < highest))
            {
                (_features[drawn], _features[constantCount]) = (_features[constantCount], feature);
                constantCount++;
                continue;
            }

            tried++;
            (_features[drawn], _features[^tried]) = (_features[^tried], feature);

            // The highest value must go to the right, whatever rounding makes of the threshold.
            var threshold = (float)(lowest + (random.NextDouble() * ((double)highest - lowest)));
            var split = new IsolationSplit(threshold < highest ? threshold : lowest, feature);
            var impurity = Impurity(first, end, split);
            if (impurity < least)
            {
                (best, least) = (split, impurity);
            }
        }

        return !double.IsPositiveInfinity(least);
    }

    private (float Lowest, float Highest) Range(int first, int end, int feature)
    {
        var lowest = Value(_rows[first], feature);
        var highest = lowest;
        for (var i = first + 1; i < end; i++)
        {
            var value = Value(_rows[i], feature);
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return (lowest, highest);
    }

    /// <summary>The impurity of a split; infinite where it leaves a side too few rows.</summary>
    private double Impurity(int first, int end, IsolationSplit split)
    {
        var (leftCount, leftAbnormal, leftNormal, rightAbnormal, rightNormal) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = first; i < end; i++)
        {
            var row = _rows[i];
            var isLeft = Value(row, split.Feature) <= split.Threshold;
            leftCount += isLeft ? 1 : 0;
            ref var side = ref leftAbnormal;
            if (sample.IsAbnormal[row])
            {
                side = ref isLeft ? ref leftAbnormal : ref rightAbnormal;
            }
            else
            {
                side = ref isLeft ? ref leftNormal : ref rightNormal;
            }

            side += sample.Weights[row];
        }

        return Math.Min(leftCount, end - first - leftCount) < leafSize
            ? double.PositiveInfinity
            : Impurity(leftAbnormal, leftNormal, rightAbnormal, rightNormal);
    }

    private int Partition(int first, int end, IsolationSplit split)
    {
        while (first < end)
        {
            if (Value(_rows[first], split.Feature) <= split.Threshold)
            {
                first++;
            }
            else
            {
                end--;
                (_rows[first], _rows[end]) = (_rows[end], _rows[first]);
            }
        }

        return first;
    }

    private float Value(int row, int feature) => sample.Rows.Values[(row * sample.Rows.FeatureCount) + feature];

    /// <summary>A node whose rows, at [First, End), are not yet split; the first features are known not to differ within it.</summary>
    private readonly record struct OpenNode(int Node, int First, int End, int ConstantCount);
}
