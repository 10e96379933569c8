using ActiveAnomaly.Data;
using ActiveAnomaly.GaussianProcesses;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>Scores and variances of single models, against the formulas in double precision.</summary>
[TestClass]
public sealed class GaussianProcessModelTests
{
    /// <summary>Covariances are rounded to Single; weights are below 10 and there are 20 of them.</summary>
    private const double Tolerance = 2e-5;

    private static readonly FeatureMatrix Pool = SyntheticPools.Surface(200).Rows;

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(2.0)]
    public void ScoreAndVariance_RowsOfThePool_MatchDouble(double noise)
    {
        int[] answered = [.. Enumerable.Range(0, 20).Select(i => (7 * i) + 3)];
        double[] targets = [.. answered.Select(row => row % 4 == 1 ? 1.0 : -1.0)];
        var model = Fit(Pool, noise, answered, targets);
        var training = model.Training!;
        double Covariance(int x, int y) => CovarianceOf(training.Pool, x, y);
        var (scores, variance) = (model.Score(Pool), model.Variance(Pool));
        for (var row = 0; row < Pool.RowCount; row += 9)
        {
            double[] own = [.. answered.Select(other => Covariance(row, other))];
            var solution = Solved(answered, Covariance, noise, own);
            var mean = training.Pool.Prior[row] + solution.Zip(answered, targets).Sum(
                part => part.First * (part.Third - training.Pool.Prior[part.Second]));
            Assert.AreEqual(mean, scores[row], Tolerance, $"Row {row}");
            Assert.AreEqual(Covariance(row, row) - solution.Zip(own, (x, y) => x * y).Sum(), variance.Values[row], Tolerance, $"Row {row}");
        }
    }

    [TestMethod]
    public void Score_WithoutAnswers_IsThePrior()
    {
        var model = Fit(Pool, 0.1, [], []);
        var scores = model.Score(Pool);
        for (var row = 0; row < Pool.RowCount; row++)
        {
            Assert.AreEqual((float)model.Training!.Pool.Prior[row], scores[row], $"Row {row}");
        }
    }

    [TestMethod]
    public void Variance_RowOutside_IsThatOfItsBox()
    {
        // One column of 0 ... 9 and one of 9 ... 0: (20, -5) is clipped to (9, 0).
        var pool = FeatureMatrix.FromRows([.. Enumerable.Range(0, 10).Select(i => new float[] { i, 9 - i })]);
        var model = Fit(pool, 0.1, [3], [1]);
        var variance = model.Variance(FeatureMatrix.FromRows([[20, -5], [9, 0]]));
        Assert.AreEqual(variance.Values[1], variance.Values[0]);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(2)]
    public void TakeForAnswered_NoSuchRow_Throws(int row) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => Fit(Pool, 0.1, [3], [1]).Variance(Pool.Select([0, 1])).TakeForAnswered(row));

    [TestMethod]
    public void Variance_OtherNumberOfFeatures_Throws() => Assert.ThrowsExactly<ArgumentException>(
        () => Fit(Pool, 0.1, [3], [1]).Variance(FeatureMatrix.Copy([1, 2], 1)));

    [TestMethod]
    public void Variance_NoRows_IsEmpty() =>
        Assert.AreEqual(0, Fit(Pool, 0.1, [3], [1]).Variance(Pool.Select([])).Values.Length);

    [TestMethod]
    public void Fit_RowsThatDifferByAlmostNothing_ScoresFiniteNumbers()
    {
        // As small probabilities are: the median distance is about 1e-41, of which 1 / length were no number in single precision.
        var pool = FeatureMatrix.Copy([.. Enumerable.Range(0, 40).Select(i => i < 38 ? i * 1e-42f : i - 37f)], 1);
        var model = Fit(pool, 0.1, [39, 0], [1, -1]);
        Assert.IsGreaterThan(0.01, model.Space.Kernel.UnitLength);
        var scores = model.Score(pool);
        Assert.IsTrue(scores.All(score => Math.Abs(score) < 10));
        Assert.IsGreaterThan(scores[0], scores[39]);
    }

    private static GaussianProcessModel Fit(FeatureMatrix pool, double noise, int[] answered, double[] targets) =>
        (GaussianProcessModel)new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, Noise = noise })
            .Fit(new TrainingRequest(pool, PoolLabels.None(pool.RowCount).With(answered.Zip(
                targets, (row, target) => KeyValuePair.Create(row, target > 0 ? RowLabel.Abnormal : RowLabel.Normal))))).Model;

    private static double CovarianceOf(EmbeddedPool pool, int x, int y)
    {
        var width = pool.Panels.FeatureCount;
        var (unit, robust, linear) = (new float[2][], new float[2][], new float[2][]);
        for (var i = 0; i < 2; i++)
        {
            (unit[i], robust[i], linear[i]) = (new float[width], new float[width], new float[PriorRanks.LinearCount]);
            pool.Panels.Take(i == 0 ? x : y, unit[i], robust[i], linear[i]);
        }

        static double Distance(float[][] rows) => rows[0].Zip(rows[1], (a, b) => Math.Abs((double)a - b)).Sum();
        return (0.5 * Math.Exp(-Distance(unit) / pool.Space.Kernel.UnitLength))
            + (0.5 * Math.Exp(-Distance(robust) / pool.Space.Kernel.RobustLength))
            + linear[0].Zip(linear[1], (a, b) => (double)a * b).Sum();
    }

    /// <summary>Solves (K + s I) v = x.</summary>
    private static double[] Solved(int[] answered, Func<int, int, double> covariance, double noise, double[] right) => Elimination.Solve(
    [
        .. answered.Select((row, i) =>
            answered.Select((other, j) => covariance(row, other) + (i == j ? noise : 0)).Append(right[i]).ToArray()),
    ]);
}
