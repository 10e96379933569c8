using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.DevNet;

[TestClass]
public sealed class DevNetDetectorTests : WeaklySupervisedContract<DevNetDetector, DevNetOptions>
{
    protected override DevNetOptions Fast => new() { Seed = 1, EpochCount = 6, StepCount = 5, BatchSize = 32, LearningRate = 3e-3 };

    protected override IReadOnlyList<(string Property, DevNetOptions Before, DevNetOptions After)> Changes =>
    [
        ("HiddenSizes", Fast, Fast with { HiddenSizes = [7] }),
        ("StepCount", Fast, Fast with { StepCount = 6 }),
        ("BatchSize", Fast, Fast with { BatchSize = 30 }),
        ("WeightPenalty", Fast, Fast with { WeightPenalty = 0.1 }),
        ("LargestGradientNorm", Fast, Fast with { LargestGradientNorm = null }),
        ("Margin", Near, Near with { Margin = 0.2 }),
        ("ReferenceCount", Fast, Fast with { ReferenceCount = 3 }),
    ];

    protected override IReadOnlyList<(string Property, DevNetOptions Options)> Broken =>
    [
        ("HiddenSizes", Fast with { HiddenSizes = [4, 0] }),
        ("StepCount", Fast with { StepCount = 0 }),
        ("BatchSize", Fast with { BatchSize = 1 }),
        ("WeightPenalty", Fast with { WeightPenalty = -1e-9 }),
        ("WeightPenalty", Fast with { WeightPenalty = double.NaN }),
        ("LargestGradientNorm", Fast with { LargestGradientNorm = 0 }),
        ("LargestGradientNorm", Fast with { LargestGradientNorm = double.PositiveInfinity }),
        ("Margin", Fast with { Margin = 0 }),
        ("Margin", Fast with { Margin = 1e39 }),
        ("ReferenceCount", Fast with { ReferenceCount = 1 }),
        ("ReferenceCount", Fast with { ReferenceCount = 10_000_001 }),
    ];

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
    public void Fit_HiddenLayersNoneOneOrThree_TrainsThem()
    {
        Assert.AreEqual("10-20-1", Model(Fast).Network.Shape.ToString());
        Assert.AreEqual("10-1", Model(Fast with { HiddenSizes = [] }).Network.Shape.ToString());
        Assert.AreEqual("10-9-8-7-1", Model(Fast with { HiddenSizes = [9, 8, 7] }).Network.Shape.ToString());
    }

    [TestMethod]
    public void Fit_Trained_PutsLabeledAnomaliesAtTheMarginAndOthersAtZero()
    {
        var scores = Model(new DevNetOptions { Seed = 1, WeightPenalty = 0, LearningRate = 5e-3 }).Score(Pool);
        int[] others = [.. Enumerable.Range(0, Pool.RowCount).Where(row => Labels[row] != Data.RowLabel.Abnormal)];
        Assert.IsGreaterThan(4f, Labels.AbnormalRows.Min(row => scores[row]));
        Assert.IsLessThan(1f, others.Select(row => Math.Abs(scores[row])).Order().ElementAt(others.Length / 2));
    }

    [TestMethod]
    public void Fit_RunThatGetsWorse_GivesTheEpochOfTheLowestLoss()
    {
        // A learning rate at which the loss jumps; the epochs after the best one change nothing.
        var options = Fast with { LearningRate = 0.3, EpochCount = 12 };
        var progress = new ProgressRecorder();
        var model = new DevNetDetector(options).Fit(Request(progress)).Model;
        var losses = progress.Reports.Select(report => report.Loss).ToList();
        var best = losses.IndexOf(losses.Min());
        Assert.IsLessThan(losses.Count - 1, best, "The last epoch is the best one: the case shows nothing.");
        Assert.IsTrue(SameScores(model, new DevNetDetector(options with { EpochCount = best + 1 }).Fit(Request()).Model));
    }

    protected override DevNetDetector Make(DevNetOptions options) => new(options);

    protected override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row) =>
        ReferencePerceptron.Run(((DevNetModel)model).Network, row)[0];

    private static DevNetModel Model(DevNetOptions options) => (DevNetModel)new DevNetDetector(options).Fit(Request()).Model;
}
