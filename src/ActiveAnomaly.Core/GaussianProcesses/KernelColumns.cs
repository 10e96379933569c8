using ActiveAnomaly.Kernels;
using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The covariances of all rows of a pool with answered rows, a column an answered row. Columns are kept while they fit into a budget;
/// those beyond are computed anew each time. What is kept changes no bit of a result. Thread safe.
/// </summary>
/// <param name="pool">The pool.</param>
/// <param name="budget">The most bytes that columns may take.</param>
internal sealed class KernelColumns(EmbeddedPool pool, long budget)
{
    /// <summary>The number of rows of the pool that one thread deals with at a time: a multiple of a panel's.</summary>
    private const int PartRowCount = 4096;

    /// <summary>The number of answered rows that are compared with a panel at a time.</summary>
    private const int BatchRowCount = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, float[]> _columns = [];

    /// <summary>Gets the most bytes that columns may take.</summary>
    public long Budget => budget;

    /// <summary>Gets the number of columns that are kept.</summary>
    public int KeptCount
    {
        get
        {
            lock (_lock)
            {
                return _columns.Count;
            }
        }
    }

    /// <summary>Gives the number of steps that the mean of a pool takes.</summary>
    public static int StepCount(int rowCount) => (rowCount + PartRowCount - 1) / PartRowCount;

    /// <summary>Computes the posterior mean of every row of the pool: m + sum over answered rows j, in their order, of a_j k_j.</summary>
    /// <param name="answeredRows">The answered rows' indices in the pool.</param>
    /// <param name="answered">The same rows.</param>
    /// <param name="weights">Their weights a.</param>
    /// <param name="scores">Receives the means [n], rounded to single precision.</param>
    /// <param name="stepDone">Called after each of <see cref="StepCount"/> steps, from several threads, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public void Mean(
        IReadOnlyList<int> answeredRows,
        KernelRows answered,
        double[] weights,
        float[] scores,
        Action? stepDone,
        CancellationToken cancellationToken)
    {
        var columns = Columns(answeredRows, answered, cancellationToken);
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

                        AddComputed(answered, i, end - i, weights, first, sums);
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

    /// <summary>Gets the columns of answered rows, null for those that are not kept; computes what is missing.</summary>
    private float[]?[] Columns(IReadOnlyList<int> answeredRows, KernelRows answered, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var mostCount = budget / (sizeof(float) * (long)pool.Panels.Count);
            int[] missing = [.. Enumerable.Range(0, answeredRows.Count).Where(i => !_columns.ContainsKey(answeredRows[i]))];
            missing = missing[..(int)Math.Clamp(mostCount - _columns.Count, 0, missing.Length)];
            var made = Array.ConvertAll(missing, _ => new float[pool.Panels.Count]);
            ForParts((first, count) => Compute(answered, missing, made, first, count), cancellationToken);
            for (var i = 0; i < missing.Length; i++)
            {
                _columns.Add(answeredRows[missing[i]], made[i]);
            }

            return [.. answeredRows.Select(row => _columns.GetValueOrDefault(row))];
        }
    }

    private void Compute(KernelRows answered, int[] wanted, float[][] columns, int first, int count)
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
                Evaluate(answered, wanted[i], end - i, panel, distances, values);
                for (var j = i; j < end; j++)
                {
                    values.Slice((j - i) * RowPanels.RowCount, pool.Panels.CountOf(panel)).CopyTo(columns[j].AsSpan(row));
                }
            }

            i = end;
        }
    }

    private void AddComputed(KernelRows answered, int firstAnswered, int answeredCount, double[] weights, int first, Span<double> sums)
    {
        Span<float> distances = stackalloc float[BatchRowCount * RowPanels.RowCount];
        Span<float> values = stackalloc float[BatchRowCount * RowPanels.RowCount];
        for (var row = 0; row < sums.Length; row += RowPanels.RowCount)
        {
            var panel = (first + row) / RowPanels.RowCount;
            Evaluate(answered, firstAnswered, answeredCount, panel, distances, values);
            for (var j = 0; j < answeredCount; j++)
            {
                DoubleKernels.AddProducts(
                    values.Slice(j * RowPanels.RowCount, pool.Panels.CountOf(panel)), weights[firstAnswered + j], sums[row..]);
            }
        }
    }

    private void Evaluate(KernelRows answered, int first, int count, int panel, Span<float> distances, Span<float> values) =>
        pool.Space.Kernel.Evaluate(
            answered.Unit(first, count), answered.Robust(first, count), answered.Linear(first, count), count,
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
