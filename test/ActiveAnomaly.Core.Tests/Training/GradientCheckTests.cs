using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;
using ActiveAnomaly.Objectives;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

[TestClass]
public sealed class GradientCheckTests
{
    private static readonly float[] Rows = [0.5f, -1f, 2f, 0.25f, -0.75f, 1.5f, 1f, 0.1f];

    [TestMethod]
    public void Run_HalfTheSquareOfALinearPart_GivesTheDerivativesByHand()
    {
        // y = w x + b with w = 2, b = -0.5, and rows 1 and 3: y = 1.5, 5.5. The loss is the mean of y^2 / 2:
        // d/dw = mean(y x), d/db = mean(y).
        var comparison = GradientCheck.Run(() => Plan(
            [1f, 3f], 1, factor: 1, Part("linear", new LayerShape(1, 1, Activation.None, HasBias: true), [2f], [-0.5f]))).Single();

        Assert.AreEqual("linear", comparison.PartName);
        Assert.AreEqual(0, comparison.GroupIndex);
        Assert.HasCount(2, comparison.Entries);
        Near(comparison.Entries[0], layer: 0, index: 0, expected: ((1.5 * 1) + (5.5 * 3)) / 2);
        Near(comparison.Entries[1], layer: 0, index: 1, expected: (1.5 + 5.5) / 2);
        Assert.AreEqual(9, comparison.LargestGradient, 1e-2);
        Assert.IsLessThan(1e-3, comparison.RelativeDeviation);
    }

    [TestMethod]
    public void Run_WeightsOfSeveralOutputs_AreByOutputThenInput()
    {
        // Rows (1, 10), outputs 0: W = [[1, 0], [0, 0.1]], so that y = (1, 1), and d/dW[o, i] = y_o x_i.
        var entries = GradientCheck.Run(() => Plan(
            [1f, 10f], 2, factor: 1, Part("linear", new LayerShape(2, 2, Activation.None), [1f, 0f, 0f, 0.1f], []))).Single().Entries;

        double[] expected = [1, 10, 1, 10];
        for (var i = 0; i < expected.Length; i++)
        {
            Near(entries[i], layer: 0, index: i, expected[i]);
        }
    }

    [TestMethod]
    [DataRow(1f, 0.0)]
    [DataRow(2f, 0.5)]
    [DataRow(0.5f, 0.5)]
    [DataRow(-1f, 2.0)]
    [DataRow(0f, 1.0)]
    public void Run_AGradientWrongByAFactor_DeviatesByIt(float factor, double expected)
    {
        var comparison = GradientCheck.Run(() => Plan(Rows, 2, factor, Layers(Activation.Tanh))).Single();

        Assert.AreEqual(expected, comparison.RelativeDeviation, 1e-2, comparison.ToString());
        Assert.IsGreaterThan(0.05, comparison.LargestGradient, "The case shows nothing.");
    }

    [TestMethod]
    [DataRow(1f, 0.0)]
    [DataRow(-1f, 2.0)]
    public void Run_AnOperationThatLeadsTheGradientBack_IsChecked(float factor, double expected)
    {
        var comparison = GradientCheck.Run(() =>
        {
            var pass = new TrainingPass(new MinibatchSource(4, 4, new SeededRandom(3)), 2);
            var part = Layers(Activation.Tanh);
            return Plan(Rows, 2, new HalfSquares(pass.Add(new Doubled(pass.Apply(part, pass.Inputs), factor)), 1), part);
        }).Single();

        Assert.AreEqual(expected, comparison.RelativeDeviation, 1e-2, comparison.ToString());
    }

    [TestMethod]
    public void Run_BatchNormalizationBiasesAndPenalty_Agree()
    {
        foreach (var activation in new[] { Activation.BatchNormLeakyRelu, Activation.Sigmoid, Activation.Tanh })
        {
            var comparison = GradientCheck.Run(() => Plan(Rows, 2, factor: 1, Layers(activation, weightPenalty: 0.3))).Single();

            Assert.IsLessThan(2e-2, comparison.RelativeDeviation, $"{activation}: {comparison}");
            Assert.HasCount(activation == Activation.BatchNormLeakyRelu ? (2 * 3) + (3 * 2) : (2 * 3) + 3 + (3 * 2), comparison.Entries);
        }
    }

    [TestMethod]
    public void Run_GroupsThatTrainAgainstEachOther_AreEachComparedForTheirOwnParts()
    {
        var comparisons = GradientCheck.Run(() =>
        {
            var pass = new TrainingPass(new MinibatchSource(4, 4, new SeededRandom(3)), 2);
            var generator = Part("generator", new LayerShape(3, 2, Activation.Tanh));
            var discriminator = Part("discriminator", new LayerShape(2, 1, Activation.None));
            var noise = pass.DrawNoise(3, new SeededRandom(5));
            var (real, made) = (pass.Apply(discriminator, pass.Inputs), pass.Apply(discriminator, pass.Apply(generator, noise)));
            return new TrainingPlan
            {
                Rows = FeatureMatrix.Copy(Rows, 2),
                Groups =
                [
                    new UpdateGroup(
                        [new AdversarialObjective(real, made, AdversarialSide.Discriminator)], [discriminator], new AdamOptions(0.1, 0)),
                    new UpdateGroup(
                        [new AdversarialObjective(real, made, AdversarialSide.Generator)], [generator], new AdamOptions(0.1, 0)),
                ],
                EpochCount = 1,
            };
        });

        Assert.AreSequenceEqual(["discriminator", "generator"], comparisons.Select(comparison => comparison.PartName).ToArray());
        Assert.AreSequenceEqual([0, 1], comparisons.Select(comparison => comparison.GroupIndex).ToArray());
        foreach (var comparison in comparisons)
        {
            Assert.IsLessThan(1e-2, comparison.RelativeDeviation, comparison.ToString());
        }
    }

    [TestMethod]
    public void Run_FewerThanThereAre_ComparesThemThroughAllLayers()
    {
        var entries = GradientCheck.Run(() => Plan(Rows, 2, factor: 1, Layers(Activation.Tanh)), largestCount: 5).Single().Entries;

        // 6 weights, 3 biases and 6 weights: places 0, 3, 6, 9 and 12.
        Assert.AreSequenceEqual([(0, 0), (0, 3), (0, 6), (1, 0), (1, 3)], entries.Select(entry => (entry.Layer, entry.Index)).ToArray());
    }

    [TestMethod]
    public void Run_ALossThatNothingMoves_DeviatesInfinitely()
    {
        // Rows of 0 without biases: the output is 0 whatever the weights are.
        var comparison = GradientCheck.Run(
            () => Plan(new float[4], 2, factor: 1, Part("p", new LayerShape(2, 2, Activation.None)))).Single();

        Assert.AreEqual(double.PositiveInfinity, comparison.RelativeDeviation);
        Assert.AreEqual(0, comparison.LargestGradient);
    }

    [TestMethod]
    public void Run_PlansThatDiffer_ThrowsWithBothLosses()
    {
        var seed = 0;
        var problem = Assert.ThrowsExactly<ArgumentException>(
            () => GradientCheck.Run(() => Plan(Rows, 2, factor: 1, Part("p", new LayerShape(2, 2, Activation.None), seed: seed++))));

        Assert.Contains("The first loss of group 0 is ", problem.Message);
        Assert.Contains("seeds", problem.Message);
    }

    [TestMethod]
    public void Run_OnePlanEachTime_Throws()
    {
        var plan = Plan(Rows, 2, factor: 1, Layers(Activation.Tanh));

        var problem = Assert.ThrowsExactly<ArgumentException>(() => GradientCheck.Run(() => plan));
        Assert.Contains("anew", problem.Message);
    }

    [TestMethod]
    public void Run_NoPartThatMoves_Throws()
    {
        var problem = Assert.ThrowsExactly<ArgumentException>(() => GradientCheck.Run(() =>
        {
            var pass = new TrainingPass(new MinibatchSource(4, 4, new SeededRandom(3)), 2);
            return Plan(Rows, 2, new HalfSquares(pass.Apply(Layers(Activation.Tanh), pass.Inputs), 1));
        }));

        Assert.Contains("No group of the plan moves a part", problem.Message);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-1e-3f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Run_AMoveThatIsNone_Throws(float move) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => GradientCheck.Run(() => Plan(Rows, 2, factor: 1, Layers(Activation.Tanh)), move));

    [TestMethod]
    public void Run_NoNumberWanted_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
        () => GradientCheck.Run(() => Plan(Rows, 2, factor: 1, Layers(Activation.Tanh)), largestCount: 0));

    [TestMethod]
    public void Run_Cancelled_Throws() => Assert.ThrowsExactly<OperationCanceledException>(() => GradientCheck.Run(
        () => Plan(Rows, 2, factor: 1, Layers(Activation.Tanh)), cancellationToken: new CancellationToken(canceled: true)));

    private static void Near(GradientEntry entry, int layer, int index, double expected)
    {
        Assert.AreEqual((layer, index), (entry.Layer, entry.Index));
        Assert.AreEqual(expected, entry.Gradient, 1e-5);
        Assert.AreEqual(expected, entry.Difference, 1e-2);
    }

    private static NetworkPart Layers(Activation activation, double weightPenalty = 0) => new(
        "layers",
        NetworkParameters.Draw(
            NetworkShape.Of(
                new LayerShape(2, 3, activation, HasBias: activation != Activation.BatchNormLeakyRelu),
                new LayerShape(3, 2, Activation.None)),
            new SeededRandom(7)))
    {
        WeightPenalty = weightPenalty,
    };

    private static NetworkPart Part(string name, LayerShape shape, float[]? weights = null, float[]? biases = null, int seed = 11) => new(
        name,
        weights is null
            ? NetworkParameters.Draw(NetworkShape.Of(shape), new SeededRandom(seed))
            : new NetworkParameters(NetworkShape.Of(shape), [LayerParameters.Copy(shape, weights, [], [], biases ?? [])]));

    private static TrainingPlan Plan(float[] rows, int featureCount, float factor, NetworkPart part)
    {
        var rowCount = rows.Length / featureCount;
        var pass = new TrainingPass(new MinibatchSource(rowCount, rowCount, new SeededRandom(3)), featureCount);
        return Plan(rows, featureCount, new HalfSquares(pass.Apply(part, pass.Inputs), factor), part);
    }

    private static TrainingPlan Plan(float[] rows, int featureCount, Objective objective, params NetworkPart[] parts) => new()
    {
        Rows = FeatureMatrix.Copy(rows, featureCount),
        Groups = [new UpdateGroup([objective], parts, new AdamOptions(0.1, 0))],
        EpochCount = 1,
    };

    /// <summary>The mean over rows of half the squared length, with a gradient that is wrong by a factor other than 1.</summary>
    private sealed class HalfSquares(PassValue outputs, float factor) : Objective(outputs)
    {
        public override float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss)
        {
            var sum = 0.0;
            for (var row = 0; row < values[0].RowCount; row++)
            {
                var outputs = values[0].Row(row);
                var gradient = values[0].GradientOf(row);
                for (var k = 0; k < outputs.Length; k++)
                {
                    sum += 0.5 * outputs[k] * outputs[k] / values[0].RowCount;
                    gradient[k] = factor * outputs[k] / values[0].RowCount;
                }
            }

            return (float)sum;
        }
    }

    /// <summary>Twice its input, with a gradient that is wrong by a factor other than 1.</summary>
    private sealed class Doubled(PassValue input, float factor) : RowOperation(input)
    {
        protected override string Name => "doubled";

        protected override int Size => 2;

        public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
        {
            for (var i = 0; i < output.Values.Length; i++)
            {
                output.Values[i] = 2 * inputs[0].Values[i];
            }
        }

        public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
        {
            for (var i = 0; i < output.Gradient.Length; i++)
            {
                inputs[0].Gradient[i] = factor * 2 * output.Gradient[i];
            }
        }
    }
}
