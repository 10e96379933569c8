using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.Combined;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.ExtraTrees;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Explanations;

/// <summary>What models compute by themselves, against hand arithmetic and the definition.</summary>
[TestClass]
public sealed class ModelContributionsTests
{
    private static readonly SyntheticPool Noise = SyntheticPools.Noise(rowCount: 200, featureCount: 6);

    private static readonly SyntheticPool Surface = SyntheticPools.Surface();

    [TestMethod]
    public void Copod_SmallPool_GivesTheTailsByHand()
    {
        // Feature 0 has its long tail on the right, feature 1 on the left, feature 2 says nothing.
        var pool = FeatureMatrix.Copy([0, 9, 5, 1, 8, 5, 1, 8, 5, 9, 0, 5], 3);
        var model = new CopodDetector().Fit(new TrainingRequest(pool)).Model;
        var explanation = new Explainer(model, FeatureMatrix.Copy([1, 8, 5], 3)).Explain([9, 0, 5]);

        // 9 has 1 of 4 at or above it, 1 has 3; 0 has 1 at or below it, 8 has 3. Each is more than the mean of both tails.
        double[] expected = [Math.Log(4) - Math.Log(4 / 3.0), Math.Log(4) - Math.Log(4 / 3.0), 0];
        for (var k = 0; k < 3; k++)
        {
            Assert.AreEqual(expected[k], explanation.Contributions[k], 1e-6, $"Feature {k}");
        }
    }

    [TestMethod]
    public void Copod_AnyRow_IsWhatAllSubsetsGive() =>
        AssertShapley(new CopodDetector().Fit(new TrainingRequest(Noise.Rows)).Model, 2e-6);

    [TestMethod]
    public void Balif_WithAnswers_IsWhatAllSubsetsGive() => AssertShapley(
        new BalifDetector(new BalifOptions { Seed = 1 }).Fit(new TrainingRequest(Noise.Rows, Noise.Labeled(20, 10))).Model, 1e-6);

    [TestMethod]
    public void ExtraTrees_WithAnswers_IsWhatAllSubsetsGive() => AssertShapley(
        new ExtraTreesDetector(new ExtraTreesOptions { Seed = 1 }).Fit(new TrainingRequest(Noise.Rows, Noise.Labeled(20, 10))).Model, 1e-4);

    [TestMethod]
    public void IsolationForest_AnyRow_IsCloseToWhatAllSubsetsGive()
    {
        // The chord in place of the curve, 2^(-h / c), which bends little between two rows.
        AssertShapley(
            new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }).Fit(new TrainingRequest(Noise.Rows)).Model, 1e-3);
    }

    [TestMethod]
    public void Autoencoder_AnyRow_GivesTheErrorsOfAReferenceInDouble()
    {
        var model = (AutoencoderModel)new AutoencoderDetector(new AutoencoderOptions { Seed = 1, EpochCount = 5 })
            .Fit(new TrainingRequest(Surface.Rows)).Model;
        var explainer = new Explainer(model, Surface.Rows.Select([4, 5]));
        var errors = Errors(model, [4, 5, 7, 8]);
        for (var row = 7; row <= 8; row++)
        {
            var explanation = explainer.Explain(Surface.Rows.Row(row));
            for (var k = 0; k < Surface.Rows.FeatureCount; k++)
            {
                // Differences of squares of numbers that are right to 1e-6.
                var expected = errors[row - 5][k] - ((errors[0][k] + errors[1][k]) / 2);
                Assert.AreEqual(expected, explanation.Contributions[k], 2e-6, $"{row}, {k}");
            }
        }
    }

    [TestMethod]
    public void Autoencoder_ScoringByItsHead_HasNoSum()
    {
        var options = new AutoencoderOptions
        {
            Seed = 1,
            EpochCount = 1,
            UaiHead = new UaiHeadOptions { ScoreBy = UaiOutput.Head },
        };
        var model = new AutoencoderDetector(options).Fit(new TrainingRequest(Surface.Rows, Surface.Labeled(20, 5))).Model;
        Assert.IsNotNull(((AutoencoderModel)model).Head);
        Assert.IsFalse(model.TryGet<IContributions>(out _));
    }

    [TestMethod]
    public void Ensemble_OfMovedAndScaledScores_GivesTheMeanOfItsMembers()
    {
        var model = (EnsembleModel)EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 3, Combination = EnsembleCombination.ZAverage },
            new BalifOptions { Seed = 1 },
            static options => new BalifDetector(options)).Fit(new TrainingRequest(Noise.Rows, Noise.Labeled(20, 10))).Model;
        AssertShapley(model, 2e-5);
    }

    [TestMethod]
    public void Ensemble_ByRanks_IsSampled()
    {
        var model = EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 2, Combination = EnsembleCombination.RankAverage },
            new BalifOptions { Seed = 1 },
            static options => new BalifDetector(options)).Fit(new TrainingRequest(Noise.Rows)).Model;
        Assert.IsFalse(model.TryGet<IContributions>(out _));
    }

    [TestMethod]
    public void Ensemble_OfModelsThatCannot_IsSampled()
    {
        var model = EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 2, Combination = EnsembleCombination.ZAverage },
            new Detectors.Neighbors.InneOptions { Seed = 1 },
            static options => new Detectors.Neighbors.InneDetector(options)).Fit(new TrainingRequest(Noise.Rows)).Model;
        Assert.IsFalse(model.TryGet<IContributions>(out _));
    }

    [TestMethod]
    public void Combined_ByRanks_IsSampled()
    {
        var model = new CombinedDetector(new CopodDetector(), new BalifDetector(new BalifOptions { Seed = 1 }))
            .Fit(new TrainingRequest(Noise.Rows)).Model;
        Assert.IsFalse(model.TryGet<IContributions>(out _));
    }

    [TestMethod]
    public void AddContributions_OtherLength_NamesTheArgument()
    {
        var model = (IContributions)new CopodDetector().Fit(new TrainingRequest(Noise.Rows)).Model;
        string? Name(int row, int reference, int contributions) => Assert.ThrowsExactly<ArgumentException>(
            () => model.AddContributions(new float[row], new float[reference], new double[contributions])).ParamName;
        Assert.AreEqual(("row", "reference", "contributions"), (Name(5, 6, 6), Name(6, 7, 6), Name(6, 6, 0)));
    }

    private static void AssertShapley(DetectorModel model, double tolerance)
    {
        Assert.IsTrue(model.TryGet<IContributions>(out var own));
        for (var i = 0; i < 8; i++)
        {
            var (row, reference) = (Noise.Rows.Row(i).ToArray(), Noise.Rows.Row(100 + i).ToArray());
            var expected = BruteForce.Shapley(x => model.Score(x), row, reference);
            var contributions = new double[row.Length];
            own.AddContributions(row, reference, contributions);
            Assert.IsGreaterThan(5 * tolerance, expected.Max(value => Math.Abs(value)));
            for (var k = 0; k < row.Length; k++)
            {
                Assert.AreEqual(expected[k], contributions[k], tolerance, $"Row {i}, feature {k}");
            }
        }
    }

    private static double[][] Errors(AutoencoderModel model, int[] rows)
    {
        var d = Surface.Rows.FeatureCount;
        var values = new double[rows.Length, d];
        for (var i = 0; i < values.Length; i++)
        {
            values[i / d, i % d] = Surface.Rows.Row(rows[i / d])[i % d];
        }

        var reproduced = new ReferenceNetwork(model.Autoencoder).Forward(values, batchStatistics: false);
        return [.. rows.Select((_, i) => Enumerable.Range(0, d).Select(k => Math.Pow(reproduced[i, k] - values[i, k], 2) / d).ToArray())];
    }
}
