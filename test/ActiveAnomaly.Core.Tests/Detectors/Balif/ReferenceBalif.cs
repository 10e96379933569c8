using ActiveAnomaly.Data;
using ActiveAnomaly.Trees;

namespace ActiveAnomaly.Detectors.Balif;

/// <summary>
/// BALIF written down a second time, slowly: every row walks down every tree again for every question, and every leaf's distribution is
/// counted up from all answers.
/// </summary>
internal sealed class ReferenceBalif(IsolationForest forest, double rho, FeatureMatrix pool)
{
    private readonly List<(int Row, bool IsAbnormal)> _answers = [];

    public ReferenceBalif With(IEnumerable<(int Row, bool IsAbnormal)> answers)
    {
        var other = new ReferenceBalif(forest, rho, pool);
        other._answers.AddRange(_answers.Concat(answers));
        return other;
    }

    public double Score(int row) => Enumerable.Range(0, forest.TreeCount).Average(tree => Leaf(tree, row) is var (a, b) ? a / (a + b) : 0);

    public double Evidence(int row) => Enumerable.Range(0, forest.TreeCount).Sum(tree => Leaf(tree, row) is var (a, b) ? a + b : 0);

    public double Interest(int row)
    {
        var alpha = Score(row) * Evidence(row);
        var beta = Evidence(row) - alpha;
        var mode = Math.Min(0.99, Math.Max(0.01, (alpha - 1) / (alpha + beta - 2)));
        return -(((alpha - 1) * Math.Log(2 * mode)) + ((beta - 1) * Math.Log(2 * (1 - mode))));
    }

    /// <summary>The batch of the margin query among some rows.</summary>
    public int[] Margin(int[] candidates, int count)
    {
        var batch = new List<int>();
        while (batch.Count < count)
        {
            var ifAbnormal = With(batch.Select(row => (row, true)));
            var ifNormal = With(batch.Select(row => (row, false)));
            batch.Add(candidates.Except(batch).MaxBy(row => Math.Min(ifAbnormal.Interest(row), ifNormal.Interest(row))));
        }

        return [.. batch];
    }

    private (double Alpha, double Beta) Leaf(int tree, int row)
    {
        var leaf = Reached(tree, row);
        double n = forest.SampleSize;
        var c = n == 2 ? 1 : (2 * (Math.Log(n - 1) + 0.5772156649015329)) - (2 * (n - 1) / n);
        var (bottom, top) = (Math.Pow(2, -1 - (forest.Depth / c)), Math.Pow(2, -1 / c));
        var s = Math.Pow(2, -forest.PathLengths[(tree << forest.Depth) + leaf] / c);
        s = Math.Min(0.99, Math.Max(0.01, (s - bottom) / (top - bottom)));
        var (pa, pb, r) = (0.1 * rho, 0.1 * (1 - rho), s / (1 - s));
        var reached = _answers.Where(answer => Reached(tree, answer.Row) == leaf).ToArray();
        return (
            Math.Max(r * pb, pa) + reached.Count(answer => answer.IsAbnormal),
            Math.Max(pa / r, pb) + reached.Count(answer => !answer.IsAbnormal));
    }

    private int Reached(int tree, int row)
    {
        var (node, splitCount) = (0, (1 << forest.Depth) - 1);
        while (node < splitCount)
        {
            var (threshold, feature) = forest.Splits[(tree * splitCount) + node];
            node = pool.Row(row)[feature] <= threshold ? (2 * node) + 1 : (2 * node) + 2;
        }

        return node - splitCount;
    }
}
