using ActiveAnomaly.Kernels;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The covariances of all rows of a pool with those learnt from, a column one of these. Columns are kept while they fit into a budget, and
/// where it is short those of rows no longer learnt from, taken back answers' among them, make room; columns beyond are computed anew each
/// time. What is kept changes no bit of a result. Thread safe.
/// </summary>
/// <param name="pool">The pool.</param>
/// <param name="budget">The most bytes that columns may take.</param>
internal sealed class KernelColumns(EmbeddedPool pool, long budget)
{
    /// <summary>The number of rows of the pool that one thread deals with at a time: a multiple of a panel's.</summary>
    private const int PartRowCount = 4096;

    /// <summary>The number of rows learnt from that are compared with a panel at a time.</summary>
    private const int BatchRowCount = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, float[]> _columns = [];

    /// <summary>Gets the most bytes that columns may take.</summary>
    public long Budget => budget;

    /// <summary>Gets the rows whose columns are kept, ascending.</summary>
    public int[] KeptRows
    {
        get
        {
            lock (_lock)
            {
                return [.. _columns.Keys.Order()];
            }
        }
    }

    /// <summary>Lets go of all columns: other weights have others. Whoever needs these again computes them anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _columns.Clear();
        }
    }

    /// <summary>Gives the number of steps that the mean of a pool takes.</summary>
    public static int StepCount(int rowCount) => (rowCount + PartRowCount - 1) / PartRowCount;

    /// <summary>Computes the posterior mean of every row of the pool: m + sum over rows j learnt from, in order, of a_j k_j.</summary>
    /// <param name="learntRows">The indices in the pool of the rows learnt from.</param>
    /// <param name="learnt">The same rows.</param>
    /// <param name="weights">Their weights a.</param>
    /// <param name="scores">Receives the means [n], rounded to single precision.</param>
    /// <param name="stepDone">Called after each of <see cref="StepCount"/> steps, from several threads, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public void Mean(
        IReadOnlyList<int> learntRows,
        KernelRows learnt,
        double[] weights,
        float[] scores,
        Action? stepDone,
        CancellationToken cancellationToken)
    {
        var columns = Columns(learntRows, learnt, cancellationToken);
        ForParts(
            (first, count) =>
            {
                Span<double> sums = new double[count];
                pool.Prior.Slice(first, count).CopyTo(sums);
                for (var i = 0; i < columns.Length;)
                {
                    if (columns[i] is { } column)
                    {
                        DoubleKernels.AddProducts(column.AsSpan(first, count), weights[i], sums);
                        i++;
                    }
                    else
                    {
                        var end = i + 1;
                        while (end < columns.Length && columns[end] is null && end - i < BatchRowCount)
                        {
                            end++;
                        }

                        AddComputed(learnt, i, end - i, weights, first, sums);
                        i = end;
                    }
                }

                for (var i = 0; i < count; i++)
                {
                    scores[first + i] = (float)sums[i];
                }

                stepDone?.Invoke();
            },
            cancellationToken);
    }

    /// <summary>Gets the columns of rows learnt from, null for those that are not kept; computes what is missing.</summary>
    private float[]?[] Columns(IReadOnlyList<int> learntRows, KernelRows learnt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var mostCount = budget / (sizeof(float) * (long)pool.Panels.Count);
            int[] missing = [.. Enumerable.Range(0, learntRows.Count).Where(i => !_columns.ContainsKey(learntRows[i]))];
            MakeRoom(missing.Length + _columns.Count - mostCount, learntRows);
            missing = missing[..(int)Math.Clamp(mostCount - _columns.Count, 0, missing.Length)];
            var made = Array.ConvertAll(missing, _ => new float[pool.Panels.Count]);
            ForParts((first, count) => Compute(learnt, missing, made, first, count), cancellationToken);
            for (var i = 0; i < missing.Length; i++)
            {
                _columns.Add(learntRows[missing[i]], made[i]);
            }

            return [.. learntRows.Select(row => _columns.GetValueOrDefault(row))];
        }
    }

    /// <summary>Lets go of as many columns, or as there are, of rows that are not learnt from.</summary>
    private void MakeRoom(long count, IReadOnlyList<int> learntRows)
    {
        if (count <= 0)
        {
            return;
        }

        var needed = learntRows.ToHashSet();
        foreach (var row in _columns.Keys.Where(row => !needed.Contains(row)).Take((int)count).ToArray())
        {
            _columns.Remove(row);
        }
    }

    private void Compute(KernelRows learnt, int[] wanted, float[][] columns, int first, int count)
    {
        Span<float> distances = stackalloc float[BatchRowCount * RowPanels.RowCount];
        Span<float> values = stackalloc float[BatchRowCount * RowPanels.RowCount];
        for (var i = 0; i < wanted.Length;)
        {
            // Rows that follow on each other are compared together.
            var end = i + 1;
            while (end < wanted.Length && wanted[end] == wanted[end - 1] + 1 && end - i < BatchRowCount)
            {
                end++;
            }

            for (var row = first; row < first + count; row += RowPanels.RowCount)
            {
                var panel = row / RowPanels.RowCount;
                Evaluate(learnt, wanted[i], end - i, panel, distances, values);
                for (var j = i; j < end; j++)
                {
                    values.Slice((j - i) * RowPanels.RowCount, pool.Panels.CountOf(panel)).CopyTo(columns[j].AsSpan(row));
                }
            }

            i = end;
        }
    }

    private void AddComputed(KernelRows learnt, int firstLearnt, int learntCount, double[] weights, int first, Span<double> sums)
    {
        Span<float> distances = stackalloc float[BatchRowCount * RowPanels.RowCount];
        Span<float> values = stackalloc float[BatchRowCount * RowPanels.RowCount];
        for (var row = 0; row < sums.Length; row += RowPanels.RowCount)
        {
            var panel = (first + row) / RowPanels.RowCount;
            Evaluate(learnt, firstLearnt, learntCount, panel, distances, values);
            for (var j = 0; j < learntCount; j++)
            {
                DoubleKernels.AddProducts(
                    values.Slice(j * RowPanels.RowCount, pool.Panels.CountOf(panel)), weights[firstLearnt + j], sums[row..]);
            }
        }
    }

    private void Evaluate(KernelRows learnt, int first, int count, int panel, Span<float> distances, Span<float> values) =>
        pool.Space.Kernel.Evaluate(
            learnt.Unit(first, count), learnt.Robust(first, count), learnt.Linear(first, count), count,
            pool.Panels, panel, distances, values);

    private void ForParts(Action<int, int> part, CancellationToken cancellationToken)
    {
        var rowCount = pool.Panels.Count;
        ParallelLoop.Run(
            StepCount(rowCount),
            i => part(i * PartRowCount, Math.Min(PartRowCount, rowCount - (i * PartRowCount))),
            cancellationToken);
    }
}
