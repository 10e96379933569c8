using ActiveAnomaly.Explanations;
using ActiveAnomaly.Persistence;

namespace ActiveAnomaly.Detectors;

/// <summary>What every detector's explanations keep.</summary>
public abstract partial class DetectorContract<TDetector>
{
    /// <summary>Gets a value indicating whether the models compute contributions by themselves.</summary>
    protected virtual bool HasOwnContributions => false;

    [TestMethod]
    public void Explain_RowsOfThePool_SumToScoreMinusBaseValue()
    {
        var model = Fit(new());
        var explainer = new Explainer(model, Background.Ordinary(model, Pool));
        var rows = Pool.Select([.. Enumerable.Range(0, 30)]);
        var (scores, explanations) = (model.Score(rows), explainer.Explain(rows));
        Assert.AreEqual(HasOwnContributions, explainer.IsOwn);
        for (var row = 0; row < rows.RowCount; row++)
        {
            Assert.AreEqual(scores[row], explanations[row].Score, $"Row {row}");
            Assert.AreEqual(HasOwnContributions, explanations[row].IsExact, $"Row {row}");
            RequireSum(explanations[row], $"Row {row}");
        }

        Assert.AreEqual(model.Score(explainer.BackgroundRows).Average(score => (double)score), explainer.BaseValue, 1e-6 * Size(scores));
    }

    [TestMethod]
    public void Explain_ExtremeRows_SumToScoreMinusBaseValue()
    {
        var model = Fit(new());
        var explainer = new Explainer(model, Background.Ordinary(model, Pool));
        foreach (var extreme in (float[])[50, -50, 3e38f, -3e38f])
        {
            var one = Pool.Row(0).ToArray();
            one[3] = extreme;
            RequireSum(explainer.Explain(one), $"One feature is {extreme}");
            RequireSum(explainer.Explain([.. Enumerable.Repeat(extreme, FeatureCount)]), $"All features are {extreme}");
        }
    }

    [TestMethod]
    public void Explain_OneRow_HasTheBitsThatItHasInABatch()
    {
        var model = Fit(new());
        var explainer = new Explainer(model, Pool.Select([3, 5]));
        var all = explainer.Explain(Pool.Select([.. Enumerable.Range(0, 20)]));
        var other = new Explainer(Reloaded(model), Pool.Select([3, 5]));
        for (var row = 0; row < all.Count; row++)
        {
            Bits.AreEqual(all[row].Contributions, explainer.Explain(Pool.Row(row)).Contributions, $"Row {row}");
            Bits.AreEqual(all[row].Contributions, other.Explain(Pool.Row(row)).Contributions, $"Row {row}, saved and loaded");
        }
    }

    [TestMethod]
    public void Explain_OneFeatureFarOut_HasItOnTop()
    {
        // Among rows without structure and without answers, nothing but the feature far out is special about a row. Of few features, for
        // trees split by others most of the time.
        const int featureCount = 4;
        var pool = SyntheticPools.Noise(rowCount: 300, featureCount: featureCount).Rows;
        var model = Create(new()).Fit(new TrainingRequest(pool)).Model;
        var explainer = new Explainer(model, Background.Ordinary(model, pool));
        for (var feature = 0; feature < featureCount; feature++)
        {
            var row = explainer.BackgroundRows.Row(0).ToArray();
            row[feature] = 100;
            RequireOnTop(explainer.Explain(row), feature);
        }
    }

    [TestMethod]
    public void Explain_FeaturesThatAreTheBackgrounds_AddNothing()
    {
        var model = Fit(new());
        var row = Pool.Row(0).ToArray();
        row[2] += 0.5f;
        row[7] -= 0.25f;
        var contributions = new Explainer(
            model, Pool.Select([0]), new ExplainerOptions { Method = ExplanationMethod.Sampling }).Explain(row).Contributions.ToArray();
        Assert.AreSequenceEqual(new float[8], contributions.Where((_, k) => k is not (2 or 7)));
    }

    [TestMethod]
    public void Explain_FeatureThatIsNaN_IsNaN()
    {
        var (model, row) = (Fit(new()), Pool.Row(0).ToArray());
        row[4] = float.NaN;
        Assert.IsTrue(new Explainer(model, Pool.Select([0])).Explain(row).Contributions.ToArray().All(float.IsNaN));
    }

    /// <summary>
    /// Fails unless a feature that is far out has the largest contribution. A method that sees it otherwise overrides it, and says why.
    /// </summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="feature">The feature.</param>
    protected virtual void RequireOnTop(Explanation explanation, int feature) =>
        Assert.AreEqual(feature, explanation.Top(1).SingleOrDefault(-1), string.Join(", ", explanation.Contributions.ToArray()));

    private static DetectorModel Reloaded(DetectorModel model) =>
        DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));

    private static void RequireSum(Explanation explanation, string what)
    {
        float[] contributions = explanation.Contributions.ToArray();
        var size = Math.Abs((double)explanation.Score) + Math.Abs((double)explanation.BaseValue)
            + contributions.Sum(value => Math.Abs((double)value));
        Assert.AreEqual(
            explanation.Score - (double)explanation.BaseValue,
            contributions.Sum(value => (double)value),
            Explainer.RelativeTolerance * size,
            what);
    }

    private static double Size(float[] scores) => scores.Max(score => Math.Abs((double)score)) + 1e-30;
}
