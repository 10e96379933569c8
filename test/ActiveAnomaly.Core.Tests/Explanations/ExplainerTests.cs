using ActiveAnomaly.Data;

namespace ActiveAnomaly.Explanations;

[TestClass]
public sealed class ExplainerTests
{
    /// <summary>
    /// Scores are rounded to Single, at most 2e-6 for the numbers of these tests, and contributions are their differences.
    /// </summary>
    private const double Tolerance = 1e-5;

    private static readonly float[] Row = [1, 2, -1, 0.5f, 3, -2, 0.25f, 1.5f];
    private static readonly float[] Zero = new float[8];

    [TestMethod]
    public void Explain_AdditiveModel_GivesEachFeatureItsOwnTermByHand()
    {
        // 3 x0 - x1^2 + 4 |x2| of (1, 2, -1) and of (0, 1, 1).
        var model = new FunctionModel(3, x => (3 * x[0]) - (x[1] * x[1]) + (4 * Math.Abs(x[2])));
        var explanation = new Explainer(model, FeatureMatrix.Copy([0, 1, 1], 3)).Explain([1, 2, -1]);
        Assert.AreEqual((3f, 3f), (explanation.Score, explanation.BaseValue));
        Assert.AreSequenceEqual([3f, -3f, 0f], explanation.Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_AdditiveModelOfManyFeatures_HasNoError()
    {
        var model = new FunctionModel(8, x => x.Select((value, k) => (k + 1) * value).Sum());
        var explanation = new Explainer(model, Matrix(Zero)).Explain(Row);
        Assert.AreSequenceEqual(Row.Select((value, k) => (k + 1) * value), explanation.Contributions.ToArray());
        Assert.AreSequenceEqual(new float[8], explanation.StandardErrors.ToArray());
        Assert.IsFalse(explanation.IsExact);
    }

    [TestMethod]
    public void Explain_TwoFeaturesTogether_IsExactByOnePair()
    {
        // A product of two is shared equally, whatever the order: one comes last, and in the reverse order the other.
        var model = new FunctionModel(8, x => (x[0] * x[1]) + (2 * x[4] * x[7]));
        var explanation = new Explainer(model, Matrix(Zero), new ExplainerOptions { PairCount = 1 }).Explain(Row);
        Assert.AreSequenceEqual([1f, 1, 0, 0, 4.5f, 0, 0, 4.5f], explanation.Contributions.ToArray());
    }

    [TestMethod]
    [DataRow(1, 12)]
    [DataRow(5, 40)]
    [DataRow(3, 3)]
    public void Explain_ManyFeaturesTogether_IsWithinItsErrorOfAllSubsets(int backgroundCount, int pairCount)
    {
        var random = new Random(3);
        float[][] background =
            [.. Enumerable.Range(0, backgroundCount).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSingle()).ToArray())];
        var expected = BruteForce.Shapley(Together, Row, background);
        var explanation = new Explainer(
            new FunctionModel(8, Together),
            FeatureMatrix.FromRows(background),
            new ExplainerOptions { PairCount = pairCount }).Explain(Row);
        Assert.IsFalse(explanation.IsExact);
        for (var k = 0; k < Row.Length; k++)
        {
            // Four standard errors are left by one of 16,000 estimates; errors of few pairs are estimates themselves.
            var error = Math.Abs(explanation.Contributions[k] - expected[k]);
            Assert.IsLessThan((4 * explanation.StandardErrors[k]) + Tolerance, error, $"Feature {k}");
            Assert.IsGreaterThan(0f, explanation.StandardErrors[k], $"Feature {k}");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void StandardErrors_ManySeeds_AreWhatContributionsVaryBy(int backgroundCount)
    {
        var background = FeatureMatrix.FromRows([.. Enumerable.Repeat(Zero, backgroundCount)]);
        var explanations = Enumerable.Range(0, 400).Select(seed => new Explainer(
            new FunctionModel(8, Together),
            background,
            new ExplainerOptions { PairCount = 2 * backgroundCount, Seed = seed }).Explain(Row)).ToArray();
        for (var k = 0; k < Row.Length; k++)
        {
            var mean = explanations.Average(each => (double)each.Contributions[k]);
            var deviation = Math.Sqrt(explanations.Average(each => Math.Pow(each.Contributions[k] - mean, 2)));
            var stated = Math.Sqrt(explanations.Average(each => Math.Pow(each.StandardErrors[k], 2)));

            // A deviation of 400 is known to 4 %, and so is the mean of 400 variances of two pairs; without Bessel's correction these were
            // 29 % too small.
            Assert.AreEqual(deviation, stated, 0.2 * deviation, $"Feature {k}");
        }
    }

    [TestMethod]
    public void Explain_MorePairs_ComesCloser()
    {
        var expected = BruteForce.Shapley(Together, Row, Zero);
        double Error(int pairCount) => Enumerable.Range(0, 20).Average(seed => new Explainer(
                new FunctionModel(8, Together), Matrix(Zero), new ExplainerOptions { PairCount = pairCount, Seed = seed })
            .Explain(Row).Contributions.ToArray().Select((value, k) => Math.Abs(value - expected[k])).Sum());
        Assert.IsLessThan(0.5 * Error(2), Error(15));
    }

    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(3, 1)]
    [DataRow(5, 4)]
    [DataRow(8, 16)]
    public void Explain_NoMoreSubsetsThanRowsOfPairs_IsExact(int featureCount, int pairCount)
    {
        double Score(float[] x) => Together([.. x, .. new float[8 - x.Length]]);
        var row = Row[..featureCount];
        float[][] background = [[.. new float[featureCount]], [.. Row.Reverse().Take(featureCount)]];
        var explanation = new Explainer(
            new FunctionModel(featureCount, Score),
            FeatureMatrix.FromRows(background),
            new ExplainerOptions { PairCount = 2 * pairCount }).Explain(row);
        var expected = BruteForce.Shapley(Score, row, background);
        Assert.IsTrue(explanation.IsExact);
        for (var k = 0; k < featureCount; k++)
        {
            Assert.AreEqual(expected[k], explanation.Contributions[k], Tolerance, $"Feature {k}");
            Assert.AreEqual(0f, explanation.StandardErrors[k]);
        }
    }

    [TestMethod]
    public void Explain_EqualFeatures_GivesThemTheSame()
    {
        // Features 0 and 1 are interchangeable in the function, the row and the background.
        var model = new FunctionModel(4, x => Math.Pow(x[0] + x[1], 3) * (x[2] - (x[3] * x[3])));
        var explanation = new Explainer(model, Matrix(new float[4])).Explain([1.5f, 1.5f, 2, -1]);
        Assert.AreEqual(explanation.Contributions[0], explanation.Contributions[1]);
        Assert.IsGreaterThan(1f, Math.Abs(explanation.Contributions[0]));
    }

    [TestMethod]
    public void Explain_FeatureWithoutUseOrDifference_GivesItExactlyZero()
    {
        // Feature 7 is not looked at; feature 4 is that of the background.
        var model = new FunctionModel(8, x => Math.Exp(0.1 * x.Take(7).Sum()) + (x[0] * x[2] * x[4]));
        float[] background = [0, 0, 0, 0, 3, 0, 0, 0];
        var contributions = new Explainer(model, Matrix(background)).Explain(Row).Contributions.ToArray();
        Assert.AreEqual((0f, 0f), (contributions[4], contributions[7]));
        Assert.AreEqual(6, contributions.Count(value => value != 0));
    }

    [TestMethod]
    public void Explain_SeveralBackgroundRows_ComparesWithTheMeanOfTheirScores()
    {
        var model = new FunctionModel(2, x => x[0] + (10 * x[1]));
        var explainer = new Explainer(model, FeatureMatrix.Copy([0, 0, 2, 0, 4, 3], 2));
        Assert.AreEqual(12f, explainer.BaseValue);
        Assert.AreSequenceEqual([3f, 40f], explainer.Explain([5, 5]).Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_RowOfTheBackground_GivesZeros()
    {
        var explanation = new Explainer(new FunctionModel(8, Together), Matrix(Row)).Explain(Row);
        Assert.AreEqual(explanation.BaseValue, explanation.Score);
        Assert.AreSequenceEqual(new float[8], explanation.Contributions.ToArray());
        Assert.IsTrue(explanation.IsExact);
    }

    [TestMethod]
    public void Explain_FeatureThatIsNaN_GivesNaN()
    {
        var explanation = new Explainer(new FunctionModel(3, x => x.Sum()), Matrix(new float[3]))
            .Explain([1, float.NaN, float.PositiveInfinity]);
        Assert.AreEqual(float.NaN, explanation.Score);
        Assert.AreSequenceEqual([float.NaN, float.NaN, float.NaN], explanation.Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_InfiniteFeatures_ShareTheScore()
    {
        var explanation = new Explainer(new FunctionModel(3, x => x.Sum()), Matrix(new float[3]))
            .Explain([float.NegativeInfinity, 5, float.PositiveInfinity]);
        Assert.AreEqual(float.MaxValue, explanation.Score);
        Assert.AreSequenceEqual([float.MaxValue / 2, 0, float.MaxValue / 2], explanation.Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_ScoreBeyondTheNumbers_SumsToTheLimit()
    {
        // The square of 1e30 is limited to the largest number, which a sum over features would exceed.
        var model = new OwnModel(
            2,
            x => x.Sum(value => (double)value * value),
            (x, y) => [.. x.Select((value, k) => ((double)value * value) - ((double)y[k] * y[k]))]);
        var explainer = new Explainer(model, Matrix(new float[2]));
        Assert.IsTrue(explainer.IsOwn);
        Assert.AreSequenceEqual([4f, 9f], explainer.Explain([2, 3]).Contributions.ToArray());

        // The second adds 9 where it comes first, and nothing to the largest number.
        Assert.AreSequenceEqual([float.MaxValue, 4.5f], explainer.Explain([1e30f, 3]).Contributions.ToArray());
        Assert.AreSequenceEqual([float.MaxValue / 2, float.MaxValue / 2], explainer.Explain([1e30f, -1e30f]).Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_OwnContributionsThatDoNotSum_AreNotUsed()
    {
        var model = new OwnModel(3, x => x.Sum(), (_, _) => [1, 2, double.NaN]);
        Assert.AreSequenceEqual([5f, 6f, 7f], new Explainer(model, Matrix(new float[3])).Explain([5, 6, 7]).Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_MethodSampling_DoesNotAskTheModel()
    {
        var model = new OwnModel(2, x => x[0] * x[1], (x, _) => [x[0] * x[1], 0]);
        Assert.AreSequenceEqual([6f, 0f], new Explainer(model, Matrix(new float[2])).Explain([2, 3]).Contributions.ToArray());
        var sampling = new Explainer(model, Matrix(new float[2]), new ExplainerOptions { Method = ExplanationMethod.Sampling });
        Assert.IsFalse(sampling.IsOwn);
        Assert.AreSequenceEqual([3f, 3f], sampling.Explain([2, 3]).Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_OtherSeed_ChangesSampledContributions()
    {
        float[] Of(long seed) => new Explainer(
            new FunctionModel(8, Together), Matrix(Zero), new ExplainerOptions { Seed = seed }).Explain(Row).Contributions.ToArray();
        Bits.AreEqual(Of(1), Of(1), "The same seed");
        Assert.IsFalse(Bits.Equal(Of(1), Of(2)));
    }

    [TestMethod]
    [DataRow(1, 4, 4 * 16)]
    [DataRow(3, 4, 6 * 16)]
    [DataRow(4, 4, 4 * 16)]
    public void PairCount_SeveralBackgroundRows_GivesEachAsManyPairs(int backgroundCount, int pairCount, int expected)
    {
        var model = new FunctionModel(8, Together);
        var background = FeatureMatrix.FromRows([.. Enumerable.Range(0, backgroundCount).Select(i => Zero.Select(_ => i / 9f).ToArray())]);
        var explainer = new Explainer(model, background, new ExplainerOptions { PairCount = pairCount });
        var before = model.ScoredCount;
        explainer.Explain(Row);

        // And the row itself.
        Assert.AreEqual(expected + 1, model.ScoredCount - before);
    }

    [TestMethod]
    public void PairCount_EqualBackgroundRows_AreAsManyPairsOfOne()
    {
        // Each of four rows has orders of its own: together they are those of four pairs.
        float[] Of(int backgroundCount) => new Explainer(
            new FunctionModel(8, Together),
            FeatureMatrix.FromRows([.. Enumerable.Repeat(Zero, backgroundCount)])).Explain(Row).Contributions.ToArray();
        var (four, one) = (Of(4), Of(1));
        for (var k = 0; k < Row.Length; k++)
        {
            Assert.AreEqual(one[k], four[k], Tolerance, $"Feature {k}");
        }
    }

    [TestMethod]
    public void Explain_MoreFeaturesThanABlockHolds_GivesTheSame()
    {
        // Blocks of 2^18 numbers: at 700 features they hold 374 rows, and a walk goes through two.
        const int featureCount = 700;
        var random = new Random(1);
        float[] row = [.. Enumerable.Range(0, featureCount).Select(_ => random.Next(1, 9))];
        var explanation = new Explainer(
            new FunctionModel(featureCount, x => x.Sum()),
            Matrix(new float[featureCount]),
            new ExplainerOptions { PairCount = 1 }).Explain(row);
        Assert.AreSequenceEqual(row, explanation.Contributions.ToArray());
    }

    [TestMethod]
    public void Explain_Rows_HaveTheBitsThatTheyHaveAlone()
    {
        var pool = SyntheticPools.Noise(rowCount: 60, featureCount: 8).Rows;
        var explainer = new Explainer(new FunctionModel(8, Together), pool.Select([0, 1, 2]));
        var all = explainer.Explain(pool);
        for (var row = 0; row < pool.RowCount; row++)
        {
            var alone = explainer.Explain(pool.Row(row));
            Bits.AreEqual(alone.Contributions, all[row].Contributions, $"Row {row}");
            Bits.AreEqual(alone.StandardErrors, all[row].StandardErrors, $"Errors of row {row}");
        }
    }

    [TestMethod]
    public void Explain_Rows_ReportsEachOfThem()
    {
        var pool = SyntheticPools.Noise(featureCount: 8).Rows;
        var reports = new List<ExplanationProgress>();
        new Explainer(new FunctionModel(8, Together), Matrix(Zero)).Explain(pool, new Recorder(reports));
        Assert.AreSequenceEqual(Enumerable.Range(1, 40).Select(count => new ExplanationProgress(count, 40)), reports);
    }

    [TestMethod]
    public void Explain_Cancelled_Throws()
    {
        var explainer = new Explainer(new FunctionModel(8, Together), Matrix(Zero));
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => explainer.Explain(Row, cancelled));
        Assert.Throws<OperationCanceledException>(() => explainer.Explain(Matrix(Row), cancellationToken: cancelled));
    }

    [TestMethod]
    public void Explain_CancelledWhileScoring_Throws()
    {
        using var source = new CancellationTokenSource();
        var count = 0;
        var explainer = new Explainer(
            new FunctionModel(24, x =>
            {
                if (++count == 20)
                {
                    source.Cancel();
                }

                return Together(x);
            }),
            Matrix(new float[24]),
            new ExplainerOptions { PairCount = 1000 });
        Assert.Throws<OperationCanceledException>(() => explainer.Explain([.. Enumerable.Repeat(1f, 24)], source.Token));

        // Of 48,000: at most two walks.
        Assert.IsLessThan(50, count);
    }

    [TestMethod]
    public void Explain_OtherFeatures_SaysHowMany()
    {
        var explainer = new Explainer(new FunctionModel(8, Together), Matrix(Zero));
        Assert.AreEqual("features", Assert.ThrowsExactly<ArgumentException>(() => explainer.Explain(new float[7])).ParamName);
        Assert.Contains("7", Assert.ThrowsExactly<ArgumentException>(() => explainer.Explain(Matrix(new float[7]))).Message);
    }

    [TestMethod]
    public void Constructor_BackgroundThatDoesNotFit_SaysWhatItHas()
    {
        var model = new FunctionModel(8, Together);
        string Refused(FeatureMatrix background) =>
            Assert.ThrowsExactly<ArgumentException>(() => new Explainer(model, background)).Message;
        Assert.Contains("0 rows of 8", Refused(Matrix(Zero).Select([])));
        Assert.Contains("1 rows of 2", Refused(Matrix([1, 2])));
    }

    [TestMethod]
    public void Constructor_OptionOutOfRange_NamesIt()
    {
        Explainer Create(ExplainerOptions options) => new(new FunctionModel(8, Together), Matrix(Zero), options);
        string? Refused(ExplainerOptions options) =>
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create(options)).ParamName;
        Assert.AreEqual("options.PairCount", Refused(new ExplainerOptions { PairCount = 0 }));
        Assert.AreEqual("options.Method", Refused(new ExplainerOptions { Method = (ExplanationMethod)7 }));
    }

    [TestMethod]
    public void Top_Always_GivesWhatRaisesTheScoreMostFirst()
    {
        var explanation = new Explainer(new FunctionModel(5, x => x.Sum()), Matrix(new float[5])).Explain([1, -5, 3, 0, 3]);
        Assert.AreSequenceEqual([2, 4], explanation.Top(2));
        Assert.AreSequenceEqual([2, 4, 0], explanation.Top(9));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => explanation.Top(-1));
    }

    /// <summary>A function of which every feature has something to do with every other.</summary>
    private static double Together(float[] x) =>
        Math.Exp(0.3 * ((x[0] * x[1] * x[2]) + x[3] - (x[4] * x[5]))) + Math.Sin(x.Sum()) + (x[5] * x[6] * x[7]) - Math.Max(x[1], x[7]);

    private static FeatureMatrix Matrix(float[] row) => FeatureMatrix.Copy(row, row.Length);

    private sealed class Recorder(List<ExplanationProgress> reports) : IProgress<ExplanationProgress>
    {
        public void Report(ExplanationProgress value) => reports.Add(value);
    }
}
