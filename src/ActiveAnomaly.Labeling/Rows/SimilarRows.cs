using System.Buffers;
using System.Runtime.Intrinsics;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>
/// Rows like a given one. The distance of two rows is the sum over columns of the differences, each as a share of the column's range in
/// the pool, and 1 for two categories: from 0 for equal rows to the number of columns that vary. Thread safe.
/// </summary>
/// <remarks>
/// Differences are taken in single precision, eight features at a time, before they are scaled: what two values have in common is gone
/// exactly. Pools of ranges that single precision cannot divide by take double precision. Every row's distance is computed alone, so that
/// the number of threads makes no difference.
/// </remarks>
public sealed class SimilarRows
{
    private const int RowsInAPart = 4096;

    /// <summary>One part is done at once; fewer rows than this are not worth a second thread.</summary>
    private const int FewestParallelValues = 1 << 18;

    private readonly FeatureMatrix _pool;
    private readonly FeatureSpans _spans;
    private readonly float[] _inverse;
    private readonly bool _isSingle;

    /// <summary>Learns the ranges of a pool's features.</summary>
    /// <param name="pool">The rows [n x d].</param>
    public SimilarRows(FeatureMatrix pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _pool = pool;
        _spans = FeatureSpans.Of(pool, category: 0.5, CancellationToken.None);
        _inverse = [.. _spans.Inverse.Select(inverse => (float)inverse)];
        _isSingle = _spans.Inverse.All(FitsSingle);
    }

    /// <summary>Gets the rows that are nearest to a row, itself left out.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="among">The rows to look among; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The rows, nearest first, ties in the order of the pool; fewer where there are no more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the count is negative.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<SimilarRow> Nearest(
        int row, int count, IReadOnlyList<int>? among = null, CancellationToken cancellationToken = default)
    {
        Require(row, nameof(row));
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        foreach (var other in among ?? [])
        {
            Require(other, nameof(among));
        }

        var candidateCount = among?.Count ?? _pool.RowCount;
        var distances = ArrayPool<float>.Shared.Rent(candidateCount);
        try
        {
            Measure(row, among, distances.AsMemory(0, candidateCount), cancellationToken);
            return Smallest(row, count, among, distances.AsSpan(0, candidateCount));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(distances);
        }
    }

    /// <summary>Gets the distance of two rows.</summary>
    /// <param name="row">A row, from 0.</param>
    /// <param name="other">Another.</param>
    /// <returns>The distance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public double Distance(int row, int other)
    {
        Require(row, nameof(row));
        Require(other, nameof(other));
        return Distance(_pool.Row(row), _pool.Row(other));
    }

    /// <summary>Tells whether differences within a range, and what they are multiplied with, fit in single precision.</summary>
    private static bool FitsSingle(double inverse) =>
        inverse == 0 || (1 / inverse <= float.MaxValue && float.IsNormal((float)inverse));

    private void Measure(int row, IReadOnlyList<int>? among, Memory<float> distances, CancellationToken cancellationToken)
    {
        var partCount = (distances.Length + RowsInAPart - 1) / RowsInAPart;
        if ((long)distances.Length * _pool.FeatureCount < FewestParallelValues)
        {
            for (var part = 0; part < partCount; part++)
            {
                MeasurePart(part);
            }
        }
        else
        {
            Parallel.For(0, partCount, new ParallelOptions { CancellationToken = cancellationToken }, MeasurePart);
        }

        void MeasurePart(int part)
        {
            var x = _pool.Row(row);
            var measured = distances.Span;
            for (var i = part * RowsInAPart; i < Math.Min((part + 1) * RowsInAPart, measured.Length); i++)
            {
                measured[i] = Distance(x, _pool.Row(among?[i] ?? i));
            }
        }
    }

    private float Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (!_isSingle)
        {
            return InDouble(x, y);
        }

        // Two sums, so that one addition need not wait for the other.
        ReadOnlySpan<float> inverse = _inverse;
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var k = 0;
        for (; k <= x.Length - (2 * Vector256<float>.Count); k += 2 * Vector256<float>.Count)
        {
            even += Vector256.Abs(Vector256.Create(x[k..]) - Vector256.Create(y[k..])) * Vector256.Create(inverse[k..]);
            var next = k + Vector256<float>.Count;
            odd += Vector256.Abs(Vector256.Create(x[next..]) - Vector256.Create(y[next..])) * Vector256.Create(inverse[next..]);
        }

        var sum = Vector256.Sum(even + odd);
        for (; k < x.Length; k++)
        {
            sum += Math.Abs(x[k] - y[k]) * inverse[k];
        }

        return sum;
    }

    private float InDouble(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += Math.Abs((double)x[k] - y[k]) * _spans.Inverse[k];
        }

        return (float)sum;
    }

    private static SimilarRow[] Smallest(int row, int count, IReadOnlyList<int>? among, ReadOnlySpan<float> distances)
    {
        // The farthest of those kept comes out first, the last of equally far ones.
        var kept = new PriorityQueue<int, (float Distance, int Row)>(
            Comparer<(float Distance, int Row)>.Create((x, y) => y.CompareTo(x)));
        for (var i = 0; i < distances.Length && count > 0; i++)
        {
            var other = among?[i] ?? i;
            if (other == row)
            {
                continue;
            }

            if (kept.Count < count)
            {
                kept.Enqueue(other, (distances[i], other));
            }
            else if (kept.TryPeek(out _, out var farthest) && (distances[i], other).CompareTo(farthest) < 0)
            {
                kept.EnqueueDequeue(other, (distances[i], other));
            }
        }

        var rows = new SimilarRow[kept.Count];
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            kept.TryDequeue(out var other, out var priority);
            rows[i] = new SimilarRow(other, priority.Distance);
        }

        return rows;
    }

    private void Require(int row, string name)
    {
        if ((uint)row >= (uint)_pool.RowCount)
        {
            throw new ArgumentOutOfRangeException(name, row, $"There is no row {row}; the pool's rows are 0 to {_pool.RowCount - 1}.");
        }
    }
}
