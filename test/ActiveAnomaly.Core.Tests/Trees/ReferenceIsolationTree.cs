namespace ActiveAnomaly.Trees;

/// <summary>
/// An isolation tree as the paper's algorithms 2 and 3 say it, in double precision: nodes as objects, one row at a time. Where features are
/// given by columns, a column that has features that differ is drawn first, and then one of these.
/// </summary>
internal sealed class ReferenceIsolationTree
{
    private readonly ReferenceIsolationTree? _left;
    private readonly ReferenceIsolationTree? _right;
    private readonly int _feature;
    private readonly double _threshold;
    private readonly int _count;

    public ReferenceIsolationTree(IReadOnlyList<double[]> rows, int depthLeft, Random random, int[][]? columns = null)
    {
        _count = rows.Count;
        columns ??= rows.Count == 0 ? [] : [.. Enumerable.Range(0, rows[0].Length).Select(k => (int[])[k])];
        int[][] differing = rows.Count < 2
            ? []
            :
            [
                .. columns.Select(column => column.Where(k => rows.Min(row => row[k]) < rows.Max(row => row[k])).ToArray())
                    .Where(column => column.Length > 0),
            ];
        if (depthLeft == 0 || differing.Length == 0)
        {
            return;
        }

        var drawn = differing[random.Next(differing.Length)];
        _feature = drawn.Length == 1 ? drawn[0] : drawn[random.Next(drawn.Length)];
        var (lowest, highest) = (rows.Min(row => row[_feature]), rows.Max(row => row[_feature]));
        _threshold = lowest + (random.NextDouble() * (highest - lowest));
        _left = new ReferenceIsolationTree([.. rows.Where(row => row[_feature] <= _threshold)], depthLeft - 1, random, columns);
        _right = new ReferenceIsolationTree([.. rows.Where(row => row[_feature] > _threshold)], depthLeft - 1, random, columns);
    }

    /// <summary>The length of a row's path, with what a leaf of several rows would have had below it.</summary>
    public double PathLength(double[] row) => _left is null
        ? AveragePathLength(_count)
        : 1 + (row[_feature] <= _threshold ? _left : _right!).PathLength(row);

    /// <summary>c(n) = 2 H(n - 1) - 2 (n - 1) / n, with the harmonic number as the sum that it is.</summary>
    public static double AveragePathLength(int count) => count < 2
        ? 0
        : (2 * Enumerable.Range(1, count - 1).Sum(i => 1.0 / i)) - (2 * (count - 1.0) / count);
}
