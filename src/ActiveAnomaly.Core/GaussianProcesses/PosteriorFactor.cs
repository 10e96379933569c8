namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// The Cholesky factor L of a covariance matrix with noise, K + s I = L L', row by row. A new row is computed from those above and
/// changes none of them: an extended factor has the same bits as one that is computed anew, and shares its rows. Immutable and thread
/// safe.
/// </summary>
internal sealed class PosteriorFactor
{
    private readonly double[][] _rows;

    private PosteriorFactor(double[][] rows) => _rows = rows;

    /// <summary>Gets the factor of nothing.</summary>
    public static PosteriorFactor Empty { get; } = new([]);

    /// <summary>Gets the number of rows, m.</summary>
    public int Count => _rows.Length;

    /// <summary>Gets a row of L: its elements up to the diagonal.</summary>
    public ReadOnlySpan<double> Row(int index) => _rows[index];

    /// <summary>Makes a factor whose first rows are this one's.</summary>
    /// <param name="sharedCount">How many rows are shared, at most <see cref="Count"/>.</param>
    /// <param name="count">How many it has in all.</param>
    /// <param name="noise">The noise s, positive.</param>
    /// <param name="covariances">Fills in a row of K up to the diagonal.</param>
    /// <param name="cancellationToken">Cancels the factorisation.</param>
    public PosteriorFactor Extended(
        int sharedCount, int count, double noise, Action<int, double[]> covariances, CancellationToken cancellationToken)
    {
        var rows = new double[count][];
        Array.Copy(_rows, rows, sharedCount);
        for (var i = sharedCount; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new double[i + 1];
            covariances(i, row);
            for (var j = 0; j < i; j++)
            {
                row[j] = (row[j] - DoubleKernels.Dot(row.AsSpan(0, j), rows[j])) / rows[j][j];
            }

            // The covariances are rounded to single precision: what is left of the diagonal is the noise at least, but for that.
            var left = row[i] + noise - DoubleKernels.Dot(row.AsSpan(0, i), row);
            row[i] = Math.Sqrt(Math.Max(left, noise / 2));
            rows[i] = row;
        }

        return new PosteriorFactor(rows);
    }

    /// <summary>Solves L v = x, in place.</summary>
    public void SolveLower(Span<double> x)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            x[i] = (x[i] - DoubleKernels.Dot(x[..i], _rows[i])) / _rows[i][i];
        }
    }

    /// <summary>Solves (K + s I) v = x, in place.</summary>
    public void Solve(Span<double> x)
    {
        SolveLower(x);
        for (var i = _rows.Length - 1; i >= 0; i--)
        {
            x[i] /= _rows[i][i];
            DoubleKernels.AddProducts(_rows[i].AsSpan(0, i), -x[i], x[..i]);
        }
    }
}
