namespace ActiveAnomaly.GaussianProcesses;

/// <summary>Solves linear equations without a factor.</summary>
internal static class Elimination
{
    /// <summary>Solves A x = b by elimination; no pivots are needed for a positive definite matrix.</summary>
    /// <param name="rows">The rows of A, each with its element of b at the end; they are overwritten.</param>
    public static double[] Solve(double[][] rows)
    {
        for (var pivot = 0; pivot < rows.Length; pivot++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var factor = i == pivot ? 0 : rows[i][pivot] / rows[pivot][pivot];
                for (var j = pivot; j < rows[i].Length && factor != 0; j++)
                {
                    rows[i][j] -= factor * rows[pivot][j];
                }
            }
        }

        return [.. rows.Select((row, i) => row[^1] / row[i])];
    }
}
