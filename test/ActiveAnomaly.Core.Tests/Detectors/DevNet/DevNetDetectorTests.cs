using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.DevNet;

[TestClass]
public sealed class DevNetDetectorTests : PenalizedNetworkContract<DevNetDetector, DevNetOptions>
{
    protected override IReadOnlyList<(string Property, DevNetOptions Before, DevNetOptions After)> OwnChanges =>
    [
        ("Margin", Near, Near with { Margin = 0.2 }),
        ("ReferenceCount", Fast, Fast with { ReferenceCount = 3 }),
    ];

    protected override IReadOnlyList<(string Property, DevNetOptions Options)> OwnBroken =>
    [
        ("Margin", Fast with { Margin = 0 }),
        ("Margin", Fast with { Margin = 1e39 }),
        ("ReferenceCount", Fast with { ReferenceCount = 1 }),
        ("ReferenceCount", Fast with { ReferenceCount = 10_000_001 }),
    ];

    protected override int SmallestBatchSize => 2;

    private DevNetOptions Near => Fast with { Margin = 0.4 };

    [TestMethod]
    public void Reference_FiveThousandDraws_HasTheMomentsOfTheNormalDistribution()
    {
        // Standard errors 1 / sqrt(5000) = 0.014 and 1 / sqrt(10000) = 0.01; four of them.
        var (mean, deviation) = new DevNetDetector(new DevNetOptions { Seed = 1 }).Reference();
        Assert.AreEqual(0, mean, 0.057);
        Assert.AreEqual(1, deviation, 0.04);
        Assert.AreNotEqual((0f, 1f), (mean, deviation));
        Assert.AreNotEqual(mean, new DevNetDetector(new DevNetOptions { Seed = 2 }).Reference().Mean);
    }

    [TestMethod]
    public void Reference_ThreeDraws_IsTheirMeanAndTheRootOfTheirMeanSquareAroundIt()
    {
        // As numpy.std has it, by 3 and not by 2.
        var random = new SeededRandom(1).Derive("reference scores");
        double[] scores = [random.NextNormal(), random.NextNormal(), random.NextNormal()];
        var mean = (scores[0] + scores[1] + scores[2]) / 3;
        var (actualMean, actualDeviation) = new DevNetDetector(new DevNetOptions { Seed = 1, ReferenceCount = 3 }).Reference();
        Assert.AreEqual(mean, actualMean, 1e-6);
        Assert.AreEqual(Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / 3), actualDeviation, 1e-6);
    }

    [TestMethod]
    [DataRow(0.05, 0.3)]
    [DataRow(0, 100)]
    public void Fit_SomeSteps_MovesTheNumbersAsInDouble(double penalty, double largestNorm)
    {
        // Of one labelled row and another one every batch is a half each. The first layer's 12 weights have a penalty.
        var rows = FeatureMatrix.Copy([0.9f, 0.2f, 0.6f, 0.1f, 0.7f, 0.3f], 3);
        var request = new TrainingRequest(rows, PoolLabels.None(2).With([new(0, RowLabel.Abnormal)]));
        var options = new DevNetOptions
        {
            Seed = 1,
            EpochCount = 1,
            StepCount = 8,
            BatchSize = 4,
            LearningRate = 1e-2,
            HiddenSizes = [4],
            WeightPenalty = penalty,
            LargestGradientNorm = largestNorm,
        };
        var detector = new DevNetDetector(options);
        var (mean, deviation) = detector.Reference();
        var start = ((DevNetModel)new DevNetDetector(options with { EpochCount = 0 }).Fit(request).Model).Network;
        var numbers = ReferencePerceptron.Numbers(start);
        var optimizer = ReferenceOptimizer.RmsProp(1e-2, largestNorm);
        for (var step = 0; step < 8; step++)
        {
            optimizer.Step(numbers, at =>
                ((Math.Max(5 - Deviation(at, 0), 0) + Math.Abs(Deviation(at, 1))) / 2)
                + (penalty * at.Take(12).Sum(weight => weight * weight)));
        }

        var actual = ReferencePerceptron.Numbers(((DevNetModel)detector.Fit(request).Model).Network);
        Doubles.AreClose(numbers, actual, StepTolerance);

        double Deviation(double[] at, int row) =>
            (ReferencePerceptron.Run(start.Shape, at, [.. rows.Row(row).ToArray().Select(value => (double)value)])[0] - mean) / deviation;
    }

    [TestMethod]
    public void Fit_Trained_PutsLabeledAnomaliesAtTheMarginAndOthersAtZero()
    {
        var model = Make(new DevNetOptions { Seed = 1, WeightPenalty = 0, LearningRate = 5e-3 }).Fit(Request()).Model;
        var scores = model.Score(Pool);
        int[] others = [.. Enumerable.Range(0, Pool.RowCount).Where(row => Labels[row] != RowLabel.Abnormal)];
        Assert.IsGreaterThan(4f, Labels.AbnormalRows.Min(row => scores[row]));
        Assert.IsLessThan(1f, others.Select(row => Math.Abs(scores[row])).Order().ElementAt(others.Length / 2));
    }

    protected override DevNetDetector Make(DevNetOptions options) => new(options);
}
