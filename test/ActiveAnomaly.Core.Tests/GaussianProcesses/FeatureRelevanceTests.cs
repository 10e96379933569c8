using ActiveAnomaly.Data;

namespace ActiveAnomaly.GaussianProcesses;

[TestClass]
public sealed class FeatureRelevanceTests
{
    private const double Noise = 0.1;

    [TestMethod]
    public void Learn_OneFeatureTells_WeighsMost()
    {
        var weights = Learn(RelevanceSample.Draw(80, 8, seed: 1), [])!;
        Assert.IsGreaterThan(2, weights[0]);
        Assert.IsLessThan(weights[0] / 4, weights[1..].Max());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Learn_NothingTells_LeavesFeaturesAlike(int seed) =>
        Assert.IsNull(Learn(RelevanceSample.Draw(60, 5, seed, isTold: false), []));

    [TestMethod]
    public void Learn_LikelierByUnlikelyWeightsAlone_LeavesFeaturesAlike()
    {
        // Of all weights of the first feature and of the others on a grid, the best make the 21 answers more than 20 times as likely as the
        // best common weight does, but they are too unlikely themselves.
        const int width = 6;
        var sample = RelevanceSample.Draw(21, width, seed: 1);
        double[] grid = [.. Enumerable.Range(-10, 21).Select(i => i * 0.4)];
        double Loss(double first, double others) => sample.Loss(
            [(float)Math.Exp(first), .. Enumerable.Repeat((float)Math.Exp(others), width - 1)], Noise);
        double Improbability(double first, double others)
        {
            var common = (first + ((width - 1) * others)) / (width + 1);
            return ((common * common) + ((first - common) * (first - common)) + ((width - 1) * (others - common) * (others - common))) / 2;
        }

        var pairs = grid.SelectMany(first => grid.Select(others => (First: first, Others: others))).ToArray();
        Assert.IsGreaterThan(3, grid.Min(c => Loss(c, c)) - pairs.Min(pair => Loss(pair.First, pair.Others)));
        Assert.IsLessThan(
            3,
            grid.Min(c => Loss(c, c) + (c * c / 2))
                - pairs.Min(pair => Loss(pair.First, pair.Others) + Improbability(pair.First, pair.Others)));
        Assert.IsNull(Learn(sample, []));
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(6)]
    public void Learn_OneFeatureTells_FindsTheLikeliest(int width)
    {
        // With L = c + h the sum of squares of c and all h is smallest at c = sum L / (d + 1): the density by the logarithms alone. No
        // change of one of them, or of all, makes it clearly larger; and it is clearly larger than with any common weight.
        var sample = RelevanceSample.Draw(80, width, seed: 4);
        double[] found = [.. Learn(sample, [])!.Select(weight => Math.Log(weight))];
        double Loss(IEnumerable<double> logarithms)
        {
            var (all, common) = (logarithms.ToArray(), logarithms.Sum() / (width + 1));
            return sample.Loss([.. all.Select(h => (float)Math.Exp(h))], Noise)
                + (((common * common) + all.Sum(h => (h - common) * (h - common))) / 2);
        }

        var least = Loss(found);
        foreach (var change in (double[])[-0.4, 0.4])
        {
            Assert.IsGreaterThan(least - 0.2, Loss(found.Select(h => h + change)), $"All, {change}");
            for (var k = 0; k < width; k++)
            {
                Assert.IsGreaterThan(least - 0.2, Loss(found.Select((h, i) => i == k ? h + change : h)), $"Feature {k}, {change}");
            }
        }

        var commonLosses = Enumerable.Range(-30, 61).Select(i => i / 10.0).Select(
            c => sample.Loss([.. Enumerable.Repeat((float)Math.Exp(c), width)], Noise) + (c * c / 2));
        Assert.IsGreaterThan(3, commonLosses.Min() - least);
    }

    [TestMethod]
    public void Learn_CategoriesOfOneColumn_WeighTheSame()
    {
        var weights = Learn(RelevanceSample.Draw(80, 8, seed: 1), [new(2, 3), new(5, 2)])!;
        Assert.AreSequenceEqual([weights[2], weights[2]], weights[3..5]);
        Assert.AreEqual(weights[5], weights[6]);
        Assert.AreNotEqual(weights[4], weights[5]);
        Assert.AreNotEqual(weights[6], weights[7]);
        Assert.AreNotEqual(weights[0], weights[1]);
    }

    [TestMethod]
    public void Learn_Steps_AreCounted()
    {
        var count = 0;
        var sample = RelevanceSample.Draw(20, 3, seed: 1);
        FeatureRelevance.Learn(
            RelevanceSample.Kernel, sample.Rows, sample.IsAbnormal, Noise, [], () => count++, CancellationToken.None);
        Assert.AreEqual(FeatureRelevance.StepCount, count);
    }

    [TestMethod]
    public void Learn_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        var sample = RelevanceSample.Draw(20, 3, seed: 1);
        Assert.ThrowsExactly<OperationCanceledException>(() => FeatureRelevance.Learn(
            RelevanceSample.Kernel, sample.Rows, sample.IsAbnormal, Noise, [], source.Cancel, source.Token));
    }

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(7, 0)]
    [DataRow(8, 8)]
    [DataRow(9, 8)]
    [DataRow(10, 10)]
    [DataRow(12, 10)]
    [DataRow(13, 13)]
    [DataRow(16, 13)]
    [DataRow(17, 17)]
    [DataRow(22, 22)]
    [DataRow(100, 87)]
    public void BasisCount_OfAnswers_GrowsByQuarters(int answerCount, int expected) =>
        Assert.AreEqual(expected, FeatureRelevance.BasisCount(answerCount));

    [TestMethod]
    [DataRow(1, 256)]
    [DataRow(512, 256)]
    [DataRow(3355, 100)]
    [DataRow(1 << 20, 50)]
    public void MostAnswers_OfFeatures_BoundsTheDifferences(int featureCount, int expected) =>
        Assert.AreEqual(expected, FeatureRelevance.MostAnswers(featureCount));

    private static float[]? Learn(RelevanceSample sample, IReadOnlyList<CategoricalRange> ranges) => FeatureRelevance.Learn(
        RelevanceSample.Kernel, sample.Rows, sample.IsAbnormal, Noise, ranges, stepDone: null, CancellationToken.None);
}
