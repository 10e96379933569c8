using ActiveAnomaly.Data;
using ActiveAnomaly.Graphs;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.Metrics;

/// <summary>
/// How far out in the tails of a pool's features a row lies (Li et al., ICDM 2020): the sum over features of max(t, (l + r) / 2), l = -ln
/// P(x' &lt;= x), r = -ln P(x' &gt;= x), t the one on the side of the longer tail. Immutable and thread safe.
/// </summary>
internal sealed class TailProbabilities
{
    private readonly EmpiricalDistribution[] _columns;
    private readonly bool[] _isLeftSkewed;

    /// <summary>Makes the tails of features' distributions.</summary>
    /// <param name="columns">One a feature, all of as many values.</param>
    /// <param name="isLeftSkewed">Whether the left tail is a feature's longer one.</param>
    public TailProbabilities(EmpiricalDistribution[] columns, bool[] isLeftSkewed)
    {
        _columns = columns;
        _isLeftSkewed = isLeftSkewed;
    }

    /// <summary>Gets the features' distributions.</summary>
    public IReadOnlyList<EmpiricalDistribution> Columns => _columns;

    /// <summary>Gets whether the left tail is a feature's longer one.</summary>
    public IReadOnlyList<bool> IsLeftSkewed => _isLeftSkewed;

    /// <summary>Learns the tails of a pool's features.</summary>
    /// <param name="pool">The rows.</param>
    /// <param name="cancellationToken">Cancels learning.</param>
    public static TailProbabilities Learn(FeatureMatrix pool, CancellationToken cancellationToken)
    {
        var columns = new EmpiricalDistribution[pool.FeatureCount];
        var isLeftSkewed = new bool[pool.FeatureCount];
        ParallelLoop.Run(
            pool.FeatureCount,
            k =>
            {
                var all = pool.Values;
                var values = new float[pool.RowCount];
                for (var row = 0; row < values.Length; row++)
                {
                    values[row] = all[(row * pool.FeatureCount) + k];
                }

                isLeftSkewed[k] = HasLongerLeftTail(values);
                columns[k] = EmpiricalDistribution.Learn(values);
            },
            cancellationToken);
        return new TailProbabilities(columns, isLeftSkewed);
    }

    /// <summary>Sums up how far out the features of rows lie.</summary>
    /// <param name="rows">Row-major, finite.</param>
    /// <param name="scores">Receives one sum a row, at least 0.</param>
    /// <param name="cancellationToken">Cancels scoring.</param>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            scores[i] = (float)Sum(rows.Slice(i * _columns.Length, _columns.Length));
        }
    }

    /// <summary>Tells how far out one feature lies.</summary>
    /// <param name="k">The feature.</param>
    /// <param name="value">Its value, finite.</param>
    /// <returns>At least 0.</returns>
    public double Term(int k, float value)
    {
        // A value beyond all others counts as half a row of the pool: no probability is 0.
        var column = _columns[k];
        var (below, upTo) = column.Counts(value);
        var left = -Math.Log(Math.Max(upTo, 0.5) / column.Count);
        var right = -Math.Log(Math.Max(column.Count - below, 0.5) / column.Count);
        return Math.Max(_isLeftSkewed[k] ? left : right, (left + right) / 2);
    }

    /// <summary>Adds what <see cref="Score"/> gives to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Single [rows x d], finite.</param>
    /// <returns>Single [rows].</returns>
    public GraphValue AddScore(GraphBuilder graph, GraphValue rows)
    {
        var count = graph.Scalar((double)_columns[0].Count);
        var (below, upTo) = EmpiricalDistribution.AddCounts(graph, rows, _columns);
        var left = AddTail(upTo);
        var right = AddTail(graph.Subtract(count, below));
        var longer = graph.Where(graph.Constant<bool>(_isLeftSkewed), left, right);
        var both = graph.Divide(graph.Add(left, right), graph.Scalar(2.0));
        return graph.Cast(graph.ReduceSum(graph.Maximum(longer, both), 1), GraphElementType.Single);

        GraphValue AddTail(GraphValue counted) =>
            graph.Negate(graph.Log(graph.Divide(graph.Maximum(counted, graph.Scalar(0.5)), count)));
    }

    private double Sum(ReadOnlySpan<float> row)
    {
        var sum = 0.0;
        for (var k = 0; k < row.Length; k++)
        {
            sum += Term(k, row[k]);
        }

        return sum;
    }

    /// <summary>
    /// Tells whether the third central moment is negative. Values are taken by their share of the largest, so that none overflows.
    /// </summary>
    private static bool HasLongerLeftTail(ReadOnlySpan<float> values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs((double)value));
        }

        if (largest == 0)
        {
            return false;
        }

        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / largest / values.Length;
        }

        var moment = 0.0;
        foreach (var value in values)
        {
            var difference = (value / largest) - mean;
            moment += difference * difference * difference;
        }

        return moment < 0;
    }
}
