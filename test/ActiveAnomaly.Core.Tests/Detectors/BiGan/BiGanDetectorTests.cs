using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Reference;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.BiGan;

[TestClass]
public sealed class BiGanDetectorTests : NeuralDetectorContract<BiGanDetector, BiGanOptions>
{
    /// <summary>How much better than untrained networks trained ones rank, at least.</summary>
    private const double LearnedAuc = 0.05;

    /// <summary>
    /// A share of 0.001 of the three steps of 0.01 that a number makes: some slopes are small beside what they are sums of.
    /// </summary>
    private const double StepTolerance = 2e-5;

    private static readonly int[] OneHiddenLayer = [8];

    protected override bool HasOwnContributions => true;

    protected override BiGanOptions Fast => new()
    {
        Seed = 1,
        EpochCount = 6,
        LearningRate = 1e-3,
        HiddenSizes = OneHiddenLayer,
        CodeSize = 6,
        RowUnitCount = 7,
        CodeUnitCount = 9,
        JointUnitCount = 12,
    };

    protected override IReadOnlyList<(string Property, BiGanOptions Before, BiGanOptions After)> Changes =>
    [
        ("HiddenSizes", Fast, Fast with { HiddenSizes = [8, 7] }),
        ("CodeSize", Fast, Fast with { CodeSize = 5 }),
        ("RowUnitCount", Fast, Fast with { RowUnitCount = 8 }),
        ("CodeUnitCount", Fast, Fast with { CodeUnitCount = 8 }),
        ("JointUnitCount", Fast, Fast with { JointUnitCount = 13 }),
        ("BatchSize", Fast, Fast with { BatchSize = 40 }),
        ("LargestStepCount", Fast, Fast with { LargestStepCount = 1 }),
    ];

    protected override IReadOnlyList<(string Property, BiGanOptions Options)> Broken =>
    [
        ("HiddenSizes", Fast with { HiddenSizes = [4, 0] }),
        ("CodeSize", Fast with { CodeSize = 0 }),
        ("RowUnitCount", Fast with { RowUnitCount = 0 }),
        ("CodeUnitCount", Fast with { CodeUnitCount = 0 }),
        ("JointUnitCount", Fast with { JointUnitCount = 0 }),
        ("BatchSize", Fast with { BatchSize = 0 }),
        ("LargestStepCount", Fast with { LargestStepCount = 0 }),
    ];

    [TestMethod]
    public void Fit_HiddenSizesByDefaultOrGiven_MirrorsTheEncoderInTheGenerator()
    {
        var model = Model(new BiGanOptions { Seed = 1, EpochCount = 0 });
        Assert.AreEqual(("10-128-64-200", "200-64-128-10"), (model.Encoder.Shape.ToString(), model.Generator.Shape.ToString()));
        model = Model(Fast with { HiddenSizes = [] });
        Assert.AreEqual(("10-6", "6-10"), (model.Encoder.Shape.ToString(), model.Generator.Shape.ToString()));
    }

    [TestMethod]
    public void Fit_NoEpochs_StartsAtBiasesOfZeroWithEveryNetworkDrawnAlone()
    {
        var model = Model(Fast with { EpochCount = 0, HiddenSizes = [10], CodeSize = 10 });
        Assert.IsTrue(model.Encoder.Layers.Concat(model.Generator.Layers).All(layer => layer.Biases.ToArray().All(bias => bias == 0)));
        Assert.IsFalse(Bits.Equal(model.Encoder.Layers[0].Weights, model.Generator.Layers[0].Weights));
    }

    [TestMethod]
    public void Fit_SomeEpochs_MovesEveryLayerOfBothNetworks()
    {
        var (start, end) = (Model(Fast with { EpochCount = 0 }), Model(Fast));
        var moved = end.Encoder.Layers.Concat(end.Generator.Layers);
        foreach (var (before, after) in start.Encoder.Layers.Concat(start.Generator.Layers).Zip(moved))
        {
            Assert.IsFalse(Bits.Equal(before.Weights, after.Weights), $"{before.Shape}");
        }
    }

    [TestMethod]
    public void Discriminator_OfThePair_JoinsTheUnitsOfRowAndCode()
    {
        var parts = new BiGanParts(10, new BiGanOptions(), new SeededRandom(1));
        Assert.AreSequenceEqual(["10-256", "200-512", "768-1024-1"], parts.Discriminator.Select(part => part.Shape.ToString()));
        Assert.AreSequenceEqual(
            [Activation.LeakyRelu, Activation.LeakyRelu, Activation.LeakyRelu, Activation.None],
            parts.Discriminator.SelectMany(part => part.Shape.Layers).Select(layer => layer.Activation));
        Assert.AreSequenceEqual(
            [Activation.LeakyRelu, Activation.None, Activation.Relu, Activation.None],
            new[] { parts.Encoder, parts.Generator }.SelectMany(part => new[] { part.Shape.Layers[0], part.Shape.Layers[^1] })
                .Select(layer => layer.Activation));
    }

    [TestMethod]
    public void Objective_OfEitherSide_ReadsTheLogitsOfBothPairs()
    {
        var parts = new BiGanParts(10, Fast, new SeededRandom(1));
        var pass = new TrainingPass(new FixedRowsSource([0, 1]), 10);
        var loss = parts.Objective(pass, AdversarialSide.Generator, new SeededRandom(2));
        Assert.AreEqual(AdversarialSide.Generator, loss.Side);

        // The first logit comes of the rows and their codes, the second of the noise and what is made of it.
        Assert.AreSequenceEqual(["encoder", "inputs"], Sources(pass, loss.Values[0]));
        Assert.AreSequenceEqual(["generator", "noise"], Sources(pass, loss.Values[1]));
    }

    [TestMethod]
    public void Fit_SomeSteps_MovesTheNumbersAsInDouble()
    {
        // All three rows are the one minibatch of an epoch, so that their order shows in nothing.
        var rows = FeatureMatrix.Copy([0.9f, 0.2f, 0.1f, 0.7f, 0.4f, 0.5f], 2);
        var options = new BiGanOptions
        {
            Seed = 1,
            EpochCount = 3,
            BatchSize = 3,
            LearningRate = 1e-2,
            HiddenSizes = [3],
            CodeSize = 2,
            RowUnitCount = 3,
            CodeUnitCount = 2,
            JointUnitCount = 4,
        };
        var reference = new ReferenceBiGan(rows, options);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            reference.Step(epoch);
        }

        var model = (BiGanModel)Make(options).Fit(new TrainingRequest(rows)).Model;
        Doubles.AreClose(
            reference.Making,
            [.. ReferencePerceptron.Numbers(model.Encoder), .. ReferencePerceptron.Numbers(model.Generator)],
            StepTolerance);
    }

    [TestMethod]
    public void Fit_TrainedLonger_RanksBetterThanUntrained()
    {
        var options = new BiGanOptions
        {
            EpochCount = 150,
            LearningRate = 2e-3,
            HiddenSizes = [32],
            CodeSize = 8,
            RowUnitCount = 16,
            CodeUnitCount = 16,
            JointUnitCount = 32,
        };
        double Auc(BiGanOptions each) => new long[] { 1, 2, 3 }.Average(
            seed => Ranking.RocAuc(Model(each with { Seed = seed }).Score(Pool), Truth));
        var (untrained, trained) = (Auc(options with { EpochCount = 0 }), Auc(options));
        Assert.IsGreaterThan(untrained + LearnedAuc, trained, $"Untrained {untrained}, trained {trained}.");
    }

    protected override BiGanDetector Make(BiGanOptions options) => new(options);

    protected override double ReferenceScore(DetectorModel model, IReadOnlyList<double> row)
    {
        var network = (BiGanModel)model;
        var made = ReferencePerceptron.Run(network.Generator, ReferencePerceptron.Run(network.Encoder, row));
        return made.Zip(row, (y, x) => (y - x) * (y - x)).Average();
    }

    /// <summary>
    /// Far from every row the two networks are linear, and what they make of one feature goes into all: the error of another may be larger.
    /// </summary>
    protected override void RequireOnTop(Explanation explanation, int feature) =>
        Assert.IsGreaterThan(0, explanation.Contributions[feature], string.Join(", ", explanation.Contributions.ToArray()));

    private static BiGanModel Model(BiGanOptions options) => (BiGanModel)new BiGanDetector(options).Fit(Request()).Model;

    /// <summary>The parts and values, the discriminator's but for them, that a value is computed of.</summary>
    private static SortedSet<string> Sources(TrainingPass pass, PassValue value)
    {
        var found = new SortedSet<string>();
        var open = new Stack<PassValue>([value]);
        while (open.TryPop(out var next))
        {
            var operation = pass.Operations.SingleOrDefault(each => each.Output == next);
            if (operation is null || next.Name is "noise")
            {
                found.Add(next.Name);
                continue;
            }

            if (next.Name is "encoder" or "generator")
            {
                found.Add(next.Name);
            }

            foreach (var input in operation.Inputs)
            {
                open.Push(input);
            }
        }

        return found;
    }
}
