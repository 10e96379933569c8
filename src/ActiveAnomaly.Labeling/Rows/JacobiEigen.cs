namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan, section 8.5).</summary>
internal static class JacobiEigen
{
    private const int MostSweeps = 60;

    /// <summary>Finds them.</summary>
    /// <param name="matrix">The matrix, symmetric; it is overwritten.</param>
    /// <returns>The values, largest first, and the vectors in columns.</returns>
    public static (double[] Values, double[,] Vectors) Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var vectors = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            vectors[i, i] = 1;
        }

        for (var sweep = 0; sweep < MostSweeps && !IsDiagonal(matrix); sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    Rotate(matrix, vectors, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => matrix[i, i])];
        var sorted = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                sorted[i, j] = vectors[i, order[j]];
            }
        }

        return ([.. order.Select(i => matrix[i, i])], sorted);
    }

    /// <summary>Tells whether what is beside the diagonal is lost in rounding.</summary>
    private static bool IsDiagonal(double[,] matrix)
    {
        var (n, all, beside) = (matrix.GetLength(0), 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                all += matrix[i, j] * matrix[i, j];
                beside += i == j ? 0 : matrix[i, j] * matrix[i, j];
            }
        }

        return beside <= 1e-32 * all;
    }

    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q)
    {
        if (matrix[p, q] == 0)
        {
            return;
        }

        var theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        var n = matrix.GetLength(0);
        for (var k = 0; k < n; k++)
        {
            (matrix[k, p], matrix[k, q]) = ((c * matrix[k, p]) - (s * matrix[k, q]), (s * matrix[k, p]) + (c * matrix[k, q]));
        }

        for (var k = 0; k < n; k++)
        {
            (matrix[p, k], matrix[q, k]) = ((c * matrix[p, k]) - (s * matrix[q, k]), (s * matrix[p, k]) + (c * matrix[q, k]));
            (vectors[k, p], vectors[k, q]) = ((c * vectors[k, p]) - (s * vectors[k, q]), (s * vectors[k, p]) + (c * vectors[k, q]));
        }
    }
}
