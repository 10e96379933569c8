using ActiveAnomaly.Networks;
using ActiveAnomaly.Reference;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What DevNet and PReNet keep, whose programs train alike.</summary>
/// <typeparam name="TDetector">The detector.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
[TestClass]
public abstract class PenalizedNetworkContract<TDetector, TOptions> : WeaklySupervisedContract<TDetector, TOptions>
    where TDetector : WeaklySupervisedDetector
    where TOptions : PenalizedNetworkOptions, new()
{
    /// <summary>A share of 0.0003 of eight steps of 0.01: sums of single precision, divided by their size.</summary>
    protected const double StepTolerance = 2e-5;

    protected sealed override TOptions Fast => Changed(
        new TOptions(),
        options => options with { Seed = 1, EpochCount = 6, StepCount = 5, BatchSize = 32, LearningRate = 3e-3 });

    protected sealed override IReadOnlyList<(string Property, TOptions Before, TOptions After)> Changes =>
    [
        ("HiddenSizes", Fast, Changed(Fast, options => options with { HiddenSizes = [7] })),
        ("StepCount", Fast, Changed(Fast, options => options with { StepCount = 6 })),
        ("BatchSize", Fast, Changed(Fast, options => options with { BatchSize = 30 })),
        ("WeightPenalty", Fast, Changed(Fast, options => options with { WeightPenalty = 0.1 })),
        ("LargestGradientNorm", Fast, Changed(Fast, options => options with { LargestGradientNorm = null })),
        .. OwnChanges,
    ];

    protected sealed override IReadOnlyList<(string Property, TOptions Options)> Broken =>
    [
        ("HiddenSizes", Changed(Fast, options => options with { HiddenSizes = [4, 0] })),
        ("StepCount", Changed(Fast, options => options with { StepCount = 0 })),
        ("BatchSize", Changed(Fast, options => options with { BatchSize = SmallestBatchSize - 1 })),
        ("WeightPenalty", Changed(Fast, options => options with { WeightPenalty = -1e-9 })),
        ("WeightPenalty", Changed(Fast, options => options with { WeightPenalty = double.NaN })),
        ("LargestGradientNorm", Changed(Fast, options => options with { LargestGradientNorm = 0 })),
        ("LargestGradientNorm", Changed(Fast, options => options with { LargestGradientNorm = double.PositiveInfinity })),
        .. OwnBroken,
    ];

    /// <summary>Gets the changes of options that the method has alone.</summary>
    protected abstract IReadOnlyList<(string Property, TOptions Before, TOptions After)> OwnChanges { get; }

    /// <summary>Gets options that break rules which the method has alone.</summary>
    protected abstract IReadOnlyList<(string Property, TOptions Options)> OwnBroken { get; }

    /// <summary>Gets the smallest size of a batch.</summary>
    protected abstract int SmallestBatchSize { get; }

    [TestMethod]
    public void Constructor_SmallestBatch_IsAllowed() => Make(Changed(Fast, options => options with { BatchSize = SmallestBatchSize }));

    [TestMethod]
    public void Fit_HiddenLayersNoneOneOrThree_TrainsThem()
    {
        Assert.AreEqual("10-20-1", Network(Fast).Shape.ToString());
        Assert.AreEqual("10-1", Network(Changed(Fast, options => options with { HiddenSizes = [] })).Shape.ToString());
        Assert.AreEqual("10-9-8-7-1", Network(Changed(Fast, options => options with { HiddenSizes = [9, 8, 7] })).Shape.ToString());
    }

    [TestMethod]
    public void Fit_NoEpochs_StartsFromGlorotsUniformWeights()
    {
        // Uniform in (-l, l), l = sqrt(6 / (10 + 50)) and sqrt(6 / (50 + 40)): of 500 draws or more one is within 2 % of the ends but for
        // a probability of 0.98^500 = 4e-5.
        var network = Network(Changed(Fast, options => options with { EpochCount = 0, HiddenSizes = [50, 40] }));
        foreach (var (layer, limit) in network.Layers.Zip([Math.Sqrt(0.1), Math.Sqrt(6 / 90.0)]))
        {
            float[] weights = [.. layer.Weights];
            Assert.IsInRange(0.98 * limit, limit, weights.Max(), $"{layer.Shape}");
            Assert.IsInRange(-limit, -0.98 * limit, weights.Min(), $"{layer.Shape}");

            // Of a uniform draw a half is in the middle half; four standard deviations of 500 draws.
            Assert.AreEqual(0.5, weights.Average(weight => Math.Abs(weight) < limit / 2 ? 1.0 : 0), 0.09, $"{layer.Shape}");
            Assert.IsTrue(layer.Biases.ToArray().All(bias => bias == 0), $"{layer.Shape}");
        }
    }

    [TestMethod]
    public void Fit_RunThatGetsWorse_GivesTheEpochOfTheLowestLoss()
    {
        // A learning rate at which the loss jumps; the epochs after the best one change nothing.
        var options = Changed(Fast, options => options with { LearningRate = 0.3, EpochCount = 12 });
        var progress = new ProgressRecorder();
        var model = Make(options).Fit(Request(progress)).Model;
        var losses = progress.Reports.Select(report => report.Loss).ToList();
        var best = losses.IndexOf(losses.Min());
        Assert.IsLessThan(losses.Count - 1, best, "The last epoch is the best one: the case shows nothing.");
        Assert.IsTrue(SameScores(model, Make(Changed(options, each => each with { EpochCount = best + 1 })).Fit(Request()).Model));
    }

    protected sealed override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row) =>
        ReferencePerceptron.Run(((OutputNetworkModel)model).Network, row)[0];

    protected static TOptions Changed(TOptions options, Func<PenalizedNetworkOptions, PenalizedNetworkOptions> change) =>
        (TOptions)change(options);

    private NetworkParameters Network(TOptions options) => ((OutputNetworkModel)Make(options).Fit(Request()).Model).Network;
}
