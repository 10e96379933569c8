namespace ActiveAnomaly.Graphs;

/// <summary>
/// How the leaves of trees are taken apart, so that the sum of each part over the trees is exact in single precision: into multiples of a
/// power of two, of which the sum has no more than 2^24, and the rest again.
/// </summary>
/// <param name="steps">The power of two of each part, descending; at least one.</param>
internal sealed class LeafParts(double[] steps)
{
    /// <summary>Three parts hold any numbers of single precision of usual size; what is beyond is rounded to single precision.</summary>
    private const int MostParts = 3;

    private const double LargestExact = 1 << 24;

    /// <summary>Gets the number of parts.</summary>
    public int Count => steps.Length;

    /// <summary>Finds the parts that the leaves of some trees need.</summary>
    public static LeafParts Of(IReadOnlyList<IReadOnlyList<GraphTreeNode>> trees)
    {
        double[][] rests = [.. trees.Select(tree => tree.Where(node => node.IsLeaf).Select(node => node.Value).ToArray())];
        var steps = new List<double>();
        while (steps.Count < MostParts && (steps.Count == 0 || Array.Exists(rests, tree => Array.Exists(tree, rest => rest != 0))))
        {
            var largest = rests.Sum(tree => tree.Select(Math.Abs).DefaultIfEmpty().Max());
            steps.Add(Math.Pow(2, Math.ILogB(largest == 0 ? 1 : largest) + 1) / LargestExact);
            foreach (var tree in rests)
            {
                for (var i = 0; i < tree.Length; i++)
                {
                    tree[i] -= Part(tree[i], steps[^1]);
                }
            }
        }

        return new LeafParts([.. steps]);
    }

    /// <summary>Takes a leaf's value apart.</summary>
    public double[] Split(double value)
    {
        var parts = new double[Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Part(value, steps[i]);
            value -= parts[i];
        }

        parts[^1] += value;
        return parts;
    }

    private static double Part(double value, double step) => Math.Round(value / step) * step;
}
