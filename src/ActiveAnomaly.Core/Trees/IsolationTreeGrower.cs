using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Trees;

/// <summary>
/// Grows isolation trees of one sample each: a node splits at a feature drawn from those that differ within it, at a threshold drawn
/// between that feature's ends. Not thread safe; its memory serves one tree after the other.
/// </summary>
internal sealed class IsolationTreeGrower
{
    private readonly int _featureCount;
    private readonly int _depth;
    private readonly int[] _rows;
    private readonly int[] _features;
    private ReadOnlyMemory<float> _sample;

    /// <summary>
    /// Creates a grower of trees of at most <paramref name="sampleSize"/> rows and <paramref name="depth"/> splits in a row.
    /// </summary>
    public IsolationTreeGrower(int featureCount, int sampleSize, int depth)
    {
        _featureCount = featureCount;
        _depth = depth;
        _rows = new int[sampleSize];
        _features = new int[featureCount];
    }

    /// <summary>Grows one tree, in the layout of <see cref="IsolationForest"/>.</summary>
    /// <param name="sample">The tree's rows, row-major.</param>
    /// <param name="random">The tree's random numbers.</param>
    /// <param name="splits">Receives the 2^depth - 1 splits.</param>
    /// <param name="pathLengths">Receives the 2^depth path lengths.</param>
    public void Grow(ReadOnlyMemory<float> sample, SeededRandom random, Span<IsolationSplit> splits, Span<float> pathLengths)
    {
        _sample = sample;
        var count = sample.Length / _featureCount;
        for (var i = 0; i < count; i++)
        {
            _rows[i] = i;
        }

        for (var k = 0; k < _featureCount; k++)
        {
            _features[k] = k;
        }

        Split(0, 0, 0, count, 0, random, splits, pathLengths);
    }

    /// <summary>
    /// Splits the node of the rows at [first, end). The first <paramref name="constantCount"/> features are known not to differ within
    /// it; below, only the order of the others changes, so that the node's other child finds them in their places.
    /// </summary>
    private void Split(
        int node, int depth, int first, int end, int constantCount, SeededRandom random,
        Span<IsolationSplit> splits, Span<float> pathLengths)
    {
        if (depth == _depth)
        {
            pathLengths[node - splits.Length] = (float)(depth + IsolationForest.AveragePathLength(end - first));
            return;
        }

        if (end - first < 2 || !TryDraw(first, end, ref constantCount, random, out var split))
        {
            Close(node, depth, (float)(depth + IsolationForest.AveragePathLength(end - first)), splits, pathLengths);
            return;
        }

        splits[node] = split;
        var middle = Partition(first, end, split);
        Split((2 * node) + 1, depth + 1, first, middle, constantCount, random, splits, pathLengths);
        Split((2 * node) + 2, depth + 1, middle, end, constantCount, random, splits, pathLengths);
    }

    /// <summary>Makes a leaf above the deepest level: all that comes below is passed to the left, and is as long as here.</summary>
    private void Close(int node, int depth, float pathLength, Span<IsolationSplit> splits, Span<float> pathLengths)
    {
        for (; depth < _depth; depth++)
        {
            splits[node] = IsolationSplit.AllLeft;
            node = (2 * node) + 1;
        }

        pathLengths[node - splits.Length] = pathLength;
    }

    private bool TryDraw(int first, int end, ref int constantCount, SeededRandom random, out IsolationSplit split)
    {
        while (constantCount < _featureCount)
        {
            var drawn = constantCount + random.NextInt32(_featureCount - constantCount);
            var feature = _features[drawn];
            var (lowest, highest) = Range(first, end, feature);
            if (lowest < highest)
            {
                // The highest value must go to the right, whatever rounding makes of the threshold.
                var threshold = (float)(lowest + (random.NextDouble() * ((double)highest - lowest)));
                split = new IsolationSplit(threshold < highest ? threshold : lowest, feature);
                return true;
            }

            (_features[drawn], _features[constantCount]) = (_features[constantCount], feature);
            constantCount++;
        }

        split = default;
        return false;
    }

    private (float Lowest, float Highest) Range(int first, int end, int feature)
    {
        var sample = _sample.Span;
        var lowest = sample[(_rows[first] * _featureCount) + feature];
        var highest = lowest;
        for (var i = first + 1; i < end; i++)
        {
            var value = sample[(_rows[i] * _featureCount) + feature];
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return (lowest, highest);
    }

    private int Partition(int first, int end, IsolationSplit split)
    {
        var sample = _sample.Span;
        while (first < end)
        {
            if (sample[(_rows[first] * _featureCount) + split.Feature] <= split.Threshold)
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
