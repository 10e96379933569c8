using System.Collections.Concurrent;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>The factor against plain arithmetic in double: products, and Gaussian elimination.</summary>
[TestClass]
public sealed class PosteriorFactorTests
{
    /// <summary>Up to 70 roundings of sums below 2 in double precision: 70 times 2 times 2^-53, doubled.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>The same, times the condition number of a matrix with eigenvalues from 0.1 to 70.</summary>
    private const double SolutionTolerance = 1e-11;

    private static readonly int[] Counts = [0, 1, 2, 3, 15, 16, 17, 18, 33, 70];

    [TestMethod]
    public void Extended_FromNothing_TimesItsTransposeIsTheMatrixWithNoise()
    {
        foreach (var count in Counts)
        {
            var (matrix, factor) = (Covariances(count), Fresh(Covariances(count)));
            Assert.AreEqual(count, factor.Count);
            for (var i = 0; i < count; i++)
            {
                Assert.AreEqual(i + 1, factor.Row(i).Length);
                for (var j = 0; j <= i; j++)
                {
                    var product = 0.0;
                    for (var k = 0; k <= j; k++)
                    {
                        product += factor.Row(i)[k] * factor.Row(j)[k];
                    }

                    Assert.AreEqual(matrix[i][j] + (i == j ? Noise(i) : 0), product, Tolerance, $"{count}: {i}, {j}");
                }
            }
        }
    }

    [TestMethod]
    public void Extended_FromAnyRow_HasTheBitsOfAFreshOne()
    {
        var matrix = Covariances(33);
        var fresh = Fresh(matrix);
        for (var earlier = 0; earlier <= 33; earlier++)
        {
            foreach (var shared in (int[])[0, earlier / 2, earlier])
            {
                var before = PosteriorFactor.Empty.Extended(0, earlier, Noise, Filled(matrix), stepDone: null, CancellationToken.None);
                var asked = new ConcurrentBag<int>();
                var extended = before.Extended(
                    shared,
                    33,
                    Noise,
                    (i, row) =>
                    {
                        asked.Add(i);
                        Filled(matrix)(i, row);
                    },
                    stepDone: null,
                    CancellationToken.None);

                // Rows of a block are asked for on several threads, each once.
                Assert.AreSequenceEqual(Enumerable.Range(shared, 33 - shared), asked.Order());
                for (var i = 0; i < 33; i++)
                {
                    Assert.IsTrue(fresh.Row(i).SequenceEqual(extended.Row(i)), $"{earlier} rows, {shared} shared: row {i}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(63)]
    [DataRow(70)]
    [DataRow(128)]
    public void Extended_OverSeveralBlocks_IsTheFactorToTheBit(int shared)
    {
        var matrix = Covariances(150);
        var fresh = Fresh(matrix);
        var before = PosteriorFactor.Empty.Extended(0, shared, Noise, Filled(matrix), stepDone: null, CancellationToken.None);
        var extended = before.Extended(shared, 150, Noise, Filled(matrix), stepDone: null, CancellationToken.None);
        for (var i = 0; i < 150; i++)
        {
            Assert.IsTrue(fresh.Row(i).SequenceEqual(extended.Row(i)), $"Row {i}");
            for (var j = 0; j <= i; j++)
            {
                // 150 products of numbers near 1, each rounded to 53 bits.
                var product = Enumerable.Range(0, j + 1).Sum(k => extended.Row(i)[k] * extended.Row(j)[k]);
                Assert.AreEqual(matrix[i][j] + (i == j ? Noise(i) : 0), product, 1e-12, $"{i}, {j}");
            }
        }
    }

    [TestMethod]
    public void Extended_ToFewerRows_HasTheFirst()
    {
        var matrix = Covariances(17);
        var shorter = Fresh(matrix)
            .Extended(5, 5, Noise, (_, _) => Assert.Fail("Nothing is to be computed."), null, CancellationToken.None);
        Assert.AreEqual(5, shorter.Count);
        Assert.IsTrue(Fresh(matrix).Row(4).SequenceEqual(shorter.Row(4)));
    }

    [TestMethod]
    public void Solve_AnyCount_MatchesGaussianElimination()
    {
        foreach (var count in Counts)
        {
            var (matrix, right) = (Covariances(count), RightSide(count));
            var solution = (double[])right.Clone();
            Fresh(matrix).Solve(solution);
            var expected = Eliminated(matrix, right);
            for (var i = 0; i < count; i++)
            {
                Assert.AreEqual(expected[i], solution[i], SolutionTolerance, $"{count}: {i}");
            }
        }
    }

    [TestMethod]
    public void SolveLower_AnyCount_TimesTheFactorIsTheRightSide()
    {
        foreach (var count in Counts)
        {
            var (factor, right) = (Fresh(Covariances(count)), RightSide(count));
            var solution = (double[])right.Clone();
            factor.SolveLower(solution);
            for (var i = 0; i < count; i++)
            {
                var product = 0.0;
                for (var k = 0; k <= i; k++)
                {
                    product += factor.Row(i)[k] * solution[k];
                }

                Assert.AreEqual(right[i], product, SolutionTolerance, $"{count}: {i}");
            }
        }
    }

    [TestMethod]
    public void SolveLower_SeveralTogether_HaveTheBitsOfForwardSubstitution()
    {
        foreach (var count in (int[])[.. Counts, 64, 65, 150])
        {
            var factor = Fresh(Covariances(count));
            double[][] several = [.. Enumerable.Range(0, 7).Select(shift => RightSide(count).Select(x => x + shift).ToArray())];
            double[][] expected = [.. several.Select(x => (double[])x.Clone())];
            factor.SolveLower(several);
            foreach (var (x, solution) in expected.Zip(several))
            {
                for (var i = 0; i < count; i++)
                {
                    x[i] = (x[i] - DoubleKernels.Dot(x.AsSpan(0, i), factor.Row(i))) / factor.Row(i)[i];
                    Assert.AreEqual(x[i], solution[i], $"{count}: {i}");
                }
            }
        }
    }

    [TestMethod]
    public void Extended_NewRows_CountsItsSteps()
    {
        var matrix = Covariances(150);
        foreach (var shared in (int[])[0, 20, 86, 150])
        {
            var before = PosteriorFactor.Empty.Extended(0, shared, Noise, Filled(matrix), stepDone: null, CancellationToken.None);
            var count = 0;
            before.Extended(shared, 150, Noise, Filled(matrix), () => count++, CancellationToken.None);
            Assert.AreEqual((150 - shared + 63) / 64, count);
            Assert.AreEqual(count, PosteriorFactor.StepCount(shared, 150));
        }
    }

    [TestMethod]
    public void Extended_TwoEqualRows_MatchesHandArithmetic()
    {
        // K + s I = (1.1 1; 1 1.1): L = (sqrt 1.1; 1 / sqrt 1.1, sqrt(1.1 - 1 / 1.1)).
        var factor = Fresh([[1], [1, 1]]);
        Assert.AreEqual(Math.Sqrt(1.1), factor.Row(0)[0], Tolerance);
        Assert.AreEqual(1 / Math.Sqrt(1.1), factor.Row(1)[0], Tolerance);
        Assert.AreEqual(Math.Sqrt(1.1 - (1 / 1.1)), factor.Row(1)[1], Tolerance);
    }

    [TestMethod]
    public void Extended_RoundingThatLeavesNothingOfTheDiagonal_LeavesHalfTheNoise()
    {
        // 1 + s - 1.2^2 / (1 + s) is negative: no covariance, but finite numbers.
        var factor = Fresh([[1], [1.2, 1]]);
        Assert.AreEqual(Math.Sqrt(Noise(1) / 2), factor.Row(1)[1], Tolerance);
    }

    [TestMethod]
    public void Extended_Cancelled_Throws() => Assert.ThrowsExactly<OperationCanceledException>(
        () => PosteriorFactor.Empty.Extended(0, 2, Noise, Filled(Covariances(2)), stepDone: null, new CancellationToken(canceled: true)));

    private static double Noise(int row) => row % 3 == 2 ? 0.7 : 0.1;

    private static PosteriorFactor Fresh(double[][] matrix) =>
        PosteriorFactor.Empty.Extended(0, matrix.Length, Noise, Filled(matrix), stepDone: null, CancellationToken.None);

    private static Action<int, double[]> Filled(double[][] matrix) => (i, row) => matrix[i].AsSpan(0, i + 1).CopyTo(row);

    /// <summary>exp(-distance) of points on a line, some of them near each other.</summary>
    private static double[][] Covariances(int count)
    {
        var random = new Random(1);
        double[] places = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 4)];
        return [.. places.Select(x => places.Select(y => Math.Exp(-Math.Abs(x - y))).ToArray())];
    }

    private static double[] RightSide(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    /// <summary>Solves (K + S) v = x.</summary>
    private static double[] Eliminated(double[][] matrix, double[] right) => Elimination.Solve(
        [.. matrix.Select((row, i) => row.Select((value, j) => value + (i == j ? Noise(i) : 0)).Append(right[i]).ToArray())]);
}
