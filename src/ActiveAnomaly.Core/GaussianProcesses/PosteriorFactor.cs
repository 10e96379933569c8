using ActiveAnomaly.Threading;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The Cholesky factor L of a covariance matrix with noise, K + S = L L' with S diagonal, row by row. A new row is
/// computed from those above and changes none of them: an extended factor has the same bits as one that is computed anew, and shares its
/// rows. Immutable and thread safe.
/// </summary>
internal sealed class PosteriorFactor
{
    /// <summary>The number of rows that are computed side by side: a row above is then loaded once for several.</summary>
    private const int BlockRowCount = 64;

    /// <summary>The number of them that one thread computes.</summary>
    private const int GroupRowCount = 16;

    private readonly double[][] _rows;

    private PosteriorFactor(double[][] rows) => _rows = rows;

    /// <summary>Gets the factor of nothing.</summary>
    public static PosteriorFactor Empty { get; } = new([]);

    /// <summary>Gets the number of rows, m.</summary>
    public int Count => _rows.Length;

    /// <summary>Gets a row of L: its elements up to the diagonal.</summary>
    public ReadOnlySpan<double> Row(int index) => _rows[index];

    /// <summary>Gives the number of steps that a factor takes beyond the rows that it shares with another.</summary>
    public static int StepCount(int sharedCount, int count) => (count - sharedCount + BlockRowCount - 1) / BlockRowCount;

    /// <summary>Makes a factor whose first rows are this one's.</summary>
    /// <param name="sharedCount">How many rows are shared, at most <see cref="Count"/>.</param>
    /// <param name="count">How many it has in all.</param>
    /// <param name="noise">Gives the noise of a row, positive.</param>
    /// <param name="covariances">Fills in a row of K up to the diagonal; called from several threads.</param>
    /// <param name="stepDone">Called after each of <see cref="StepCount"/> steps, or null.</param>
    /// <param name="cancellationToken">Cancels the factorisation.</param>
    public PosteriorFactor Extended(
        int sharedCount,
        int count,
        Func<int, double> noise,
        Action<int, double[]> covariances,
        Action? stepDone,
        CancellationToken cancellationToken)
    {
        var rows = new double[count][];
        Array.Copy(_rows, rows, sharedCount);
        for (var first = sharedCount; first < count; first += BlockRowCount)
        {
            // The columns left of a block are found for its rows at the same time, each row on its own.
            var end = Math.Min(first + BlockRowCount, count);
            ParallelLoop.Run(
                (end - first + GroupRowCount - 1) / GroupRowCount,
                group =>
                {
                    var begin = first + (group * GroupRowCount);
                    var own = rows.AsSpan(begin, Math.Min(GroupRowCount, end - begin));
                    for (var i = 0; i < own.Length; i++)
                    {
                        own[i] = new double[begin + i + 1];
                        covariances(begin + i, own[i]);
                    }

                    SolveLower(own, rows.AsSpan(0, first));
                },
                cancellationToken);
            for (var i = first; i < end; i++)
            {
                var row = rows[i];
                for (var j = first; j < i; j++)
                {
                    Solve(row, j, rows[j]);
                }

                // The covariances are rounded to single precision: what is left of the diagonal is the noise at least, but for that.
                var own = noise(i);
                var left = row[i] + own - DoubleKernels.Dot(row.AsSpan(0, i), row);
                row[i] = Math.Sqrt(Math.Max(left, own / 2));
            }

            stepDone?.Invoke();
        }

        return new PosteriorFactor(rows);

        static void Solve(double[] row, int column, double[] above) =>
            row[column] = (row[column] - DoubleKernels.Dot(row.AsSpan(0, column), above)) / above[column];
    }

    /// <summary>Solves L v = x, in place.</summary>
    public void SolveLower(double[] x) => SolveLower([x], _rows);

    /// <summary>
    /// Solves L v = x for several x, in place, with the bits of each on its own: a row of L is loaded once for all of them.
    /// </summary>
    public void SolveLower(ReadOnlySpan<double[]> several) => SolveLower(several, _rows);

    /// <summary>Solves (K + S) v = x, in place.</summary>
    public void Solve(double[] x)
    {
        SolveLower(x);
        for (var i = _rows.Length - 1; i >= 0; i--)
        {
            x[i] /= _rows[i][i];
            DoubleKernels.AddProducts(_rows[i].AsSpan(0, i), -x[i], x.AsSpan(0, i));
        }
    }

    private static void SolveLower(ReadOnlySpan<double[]> several, ReadOnlySpan<double[]> factor)
    {
        for (var first = 0; first < factor.Length; first += BlockRowCount)
        {
            // What is solved already is multiplied with a block of the factor's rows at a time, in stretches that stay in the cache.
            var block = factor.Slice(first, Math.Min(BlockRowCount, factor.Length - first));
            using var dots = new BlockedDots(block, several, first);
            for (var j = 0; j < block.Length; j++)
            {
                for (var i = 0; i < several.Length; i++)
                {
                    several[i][first + j] = (several[i][first + j] - dots.Of(j, i, first + j)) / block[j][first + j];
                }
            }
        }
    }
}
