using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>
/// The two directions in which rows vary most: the first two principal components. Found by subspace iteration with Rayleigh-Ritz steps
/// (Halko, Martinsson, Tropp, SIAM Review 2011, section 4.5; Golub and Van Loan, Matrix Computations, section 8.2): a few directions more
/// than wanted are multiplied with the covariance and made orthonormal, again and again, until the variances along the two stay.
/// </summary>
internal static class PrincipalAxes
{
    /// <summary>The number of components that are found.</summary>
    public const int Count = 2;

    /// <summary>Directions carried along; the more, the less it matters when the variances of the third and further are as large.</summary>
    private const int DirectionCount = 8;

    private const int MostIterations = 200;
    private const double Tolerance = 1e-13;

    /// <summary>Finds the directions.</summary>
    /// <param name="rows">Centred rows, row-major [n x d].</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// The directions [2 x d], each of length 1 and with its largest entry positive, or zeros where the rows do not vary further; and for
    /// each the sum of squares along it.
    /// </returns>
    public static (double[][] Axes, double[] Variances) Of(double[] rows, int featureCount, CancellationToken cancellationToken)
    {
        var k = Math.Min(DirectionCount, featureCount);
        var random = new SeededRandom(0);
        var directions = new double[k][];
        for (var j = 0; j < k; j++)
        {
            directions[j] = new double[featureCount];
            foreach (ref var value in directions[j].AsSpan())
            {
                value = random.NextNormal();
            }
        }

        Orthonormalize(directions);
        var variances = new double[k];
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var images = Multiply(rows, featureCount, directions);
            var last = variances;
            (directions, variances, images) = Rotate(directions, images);
            if (variances.Take(Count).Zip(last).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * variances[0]))
            {
                break;
            }

            directions = images;
            Orthonormalize(directions);
        }

        var axes = new double[Count][];
        for (var j = 0; j < Count; j++)
        {
            var isThere = j < k && variances[j] > Tolerance * variances[0];
            axes[j] = isThere ? Oriented(directions[j]) : new double[featureCount];
        }

        return (axes, [variances[0], k > 1 ? Math.Max(variances[1], 0) : 0]);
    }

    /// <summary>Multiplies directions with X'X, in one pass over the rows X.</summary>
    private static double[][] Multiply(double[] rows, int featureCount, double[][] directions)
    {
        var images = directions.Select(_ => new double[featureCount]).ToArray();
        for (var first = 0; first < rows.Length; first += featureCount)
        {
            var row = rows.AsSpan(first, featureCount);
            for (var j = 0; j < directions.Length; j++)
            {
                VectorSums.AddScaled(images[j], VectorSums.Dot(row, directions[j]), row);
            }
        }

        return images;
    }

    /// <summary>Rotates the directions, and what became of them, to the principal axes within what they span; largest first.</summary>
    private static (double[][] Directions, double[] Variances, double[][] Images) Rotate(double[][] directions, double[][] images)
    {
        var k = directions.Length;
        var small = new double[k, k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                small[i, j] = small[j, i] = VectorSums.Dot(directions[i], images[j]);
            }
        }

        var (values, vectors) = JacobiEigen.Of(small);
        return (Combined(directions, vectors), values, Combined(images, vectors));
    }

    private static double[][] Combined(double[][] vectors, double[,] weights)
    {
        var combined = vectors.Select(vector => new double[vector.Length]).ToArray();
        for (var j = 0; j < combined.Length; j++)
        {
            for (var i = 0; i < vectors.Length; i++)
            {
                VectorSums.AddScaled(combined[j], weights[i, j], vectors[i]);
            }
        }

        return combined;
    }

    /// <summary>Makes directions orthonormal (Gram-Schmidt, twice); one that the others span already becomes zero.</summary>
    private static void Orthonormalize(double[][] directions)
    {
        for (var j = 0; j < directions.Length; j++)
        {
            var before = Math.Sqrt(VectorSums.Dot(directions[j], directions[j]));
            for (var pass = 0; pass < 2; pass++)
            {
                for (var i = 0; i < j; i++)
                {
                    VectorSums.AddScaled(directions[j], -VectorSums.Dot(directions[i], directions[j]), directions[i]);
                }
            }

            var length = Math.Sqrt(VectorSums.Dot(directions[j], directions[j]));
            var scale = length > Tolerance * before ? 1 / length : 0;
            foreach (ref var value in directions[j].AsSpan())
            {
                value *= scale;
            }
        }
    }

    /// <summary>An axis has no front: its largest entry, the first of equal ones, is made positive.</summary>
    private static double[] Oriented(double[] axis)
    {
        var largest = 0;
        for (var i = 1; i < axis.Length; i++)
        {
            largest = Math.Abs(axis[i]) > Math.Abs(axis[largest]) ? i : largest;
        }

        return axis[largest] >= 0 ? axis : [.. axis.Select(value => -value)];
    }
}
