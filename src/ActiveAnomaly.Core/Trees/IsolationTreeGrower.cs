using System.Runtime.CompilerServices;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Grows one isolation tree: a node splits at a feature drawn from those that differ within it, at a threshold drawn between that
/// feature's ends. The features of a categorical column are drawn as one, and then one of them is. Not thread safe.
/// </summary>
/// <param name="sample">The tree's rows.</param>
/// <param name="depth">The most splits in a row.</param>
/// <param name="random">The tree's random numbers.</param>
internal sealed class IsolationTreeGrower(FeatureMatrix sample, int depth, SeededRandom random)
{
    private readonly int[] _rows = [.. Enumerable.Range(0, sample.RowCount)];
    private readonly CategoricalRange[] _columns = ColumnsOf(sample);
    private readonly int[] _categories = new int[sample.CategoricalRanges.Select(range => range.Count).DefaultIfEmpty().Max()];

    /// <summary>Grows the tree, in the layout of <see cref="IsolationForest"/>.</summary>
    /// <param name="splits">Receives the 2^depth - 1 splits.</param>
    /// <param name="pathLengths">Receives the 2^depth path lengths.</param>
    public void Grow(Span<IsolationSplit> splits, Span<float> pathLengths) => Split(0, 0, 0, _rows.Length, 0, splits, pathLengths);

    /// <summary>
    /// Splits the node of the rows at [first, end). The first <paramref name="constantCount"/> columns are known not to differ within
    /// it; below, only the order of the others changes, so that the node's other child finds them in their places.
    /// </summary>
    private void Split(
        int node, int level, int first, int end, int constantCount, Span<IsolationSplit> splits, Span<float> pathLengths)
    {
        if (level == depth)
        {
            pathLengths[node - splits.Length] = (float)(level + IsolationForest.AveragePathLength(end - first));
            return;
        }

        if (end - first < 2 || !TryDraw(first, end, ref constantCount, out var split))
        {
            Close(node, level, (float)(level + IsolationForest.AveragePathLength(end - first)), splits, pathLengths);
            return;
        }

        splits[node] = split;
        var middle = Partition(first, end, split);
        Split((2 * node) + 1, level + 1, first, middle, constantCount, splits, pathLengths);
        Split((2 * node) + 2, level + 1, middle, end, constantCount, splits, pathLengths);
    }

    /// <summary>Makes a leaf above the deepest level: all that comes below is passed to the left, and is as long as here.</summary>
    private void Close(int node, int level, float pathLength, Span<IsolationSplit> splits, Span<float> pathLengths)
    {
        for (; level < depth; level++)
        {
            splits[node] = IsolationSplit.AllLeft;
            node = (2 * node) + 1;
        }

        pathLengths[node - splits.Length] = pathLength;
    }

    private bool TryDraw(int first, int end, ref int constantCount, out IsolationSplit split)
    {
        while (constantCount < _columns.Length)
        {
            var drawn = constantCount + random.NextInt32(_columns.Length - constantCount);
            var column = _columns[drawn];
            if (column.Count == 1 ? TrySplit(first, end, column.First, out split) : TryDrawCategory(first, end, column, out split))
            {
                return true;
            }

            (_columns[drawn], _columns[constantCount]) = (_columns[constantCount], column);
            constantCount++;
        }

        split = default;
        return false;
    }

    /// <summary>Draws one of a column's categories, among those that some of the node's rows have and some have not.</summary>
    private bool TryDrawCategory(int first, int end, CategoricalRange column, out IsolationSplit split)
    {
        var left = _categories.AsSpan(0, column.Count);
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = column.First + i;
        }

        while (left.Length > 0)
        {
            var drawn = random.NextInt32(left.Length);
            if (TrySplit(first, end, left[drawn], out split))
            {
                return true;
            }

            left[drawn] = left[^1];
            left = left[..^1];
        }

        split = default;
        return false;
    }

    private bool TrySplit(int first, int end, int feature, out IsolationSplit split)
    {
        var (lowest, highest) = Range(first, end, feature);
        if (lowest < highest)
        {
            // The highest value must go to the right, whatever rounding makes of the threshold.
            var threshold = (float)(lowest + (random.NextDouble() * ((double)highest - lowest)));
            split = new IsolationSplit(threshold < highest ? threshold : lowest, feature);
            return true;
        }

        split = default;
        return false;
    }

    /// <summary>Gives what is drawn from: the features, and in place of those of a categorical column the column.</summary>
    private static CategoricalRange[] ColumnsOf(FeatureMatrix sample)
    {
        var columns = new List<CategoricalRange>();
        foreach (var range in sample.CategoricalRanges.Append(new CategoricalRange(sample.FeatureCount, 0)))
        {
            for (var feature = columns.Count == 0 ? 0 : columns[^1].End; feature < range.First; feature++)
            {
                columns.Add(new CategoricalRange(feature, 1));
            }

            if (range.Count > 0)
            {
                columns.Add(range);
            }
        }

        return [.. columns];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Lowest, float Highest) Range(int first, int end, int feature)
    {
        var values = sample.Values;
        var lowest = values[(_rows[first] * sample.FeatureCount) + feature];
        var highest = lowest;
        for (var i = first + 1; i < end; i++)
        {
            var value = values[(_rows[i] * sample.FeatureCount) + feature];
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return (lowest, highest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Partition(int first, int end, IsolationSplit split)
    {
        var values = sample.Values;
        while (first < end)
        {
            if (values[(_rows[first] * sample.FeatureCount) + split.Feature] <= split.Threshold)
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
}
