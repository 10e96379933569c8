using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Networks;

[TestClass]
public sealed class NetworkParametersTests
{
    private static readonly NetworkShape Shape = NetworkShape.Encoder(100, [50, 20], 8);

    [TestMethod]
    public void Draw_EveryLayer_StaysWithinPyTorchsBound() => Assert.IsTrue(Draw(1).Layers.All(layer =>
    {
        var bound = 1 / Math.Sqrt(layer.Shape.InputSize);
        return layer.Weights.ToArray().All(weight => Math.Abs(weight) <= bound);
    }));

    [TestMethod]
    public void Draw_FirstLayer_HasTheUniformVariance()
    {
        // A uniform variable in (-0.1, 0.1) has variance 0.01 / 3; 5000 draws give it within 0.9 of a hundredth, three times 1.3 %.
        const double tolerance = 0.04;
        var weights = Draw(1).Layers[0].Weights.ToArray();
        Assert.AreEqual(1, weights.Average(weight => weight * weight) / (0.01 / 3), tolerance);
    }

    [TestMethod]
    public void Draw_SameSeed_GivesTheSameBits() => Bits.AreEqual(Draw(1).Layers[1].Weights, Draw(1).Layers[1].Weights, "Weights");

    [TestMethod]
    public void Draw_OtherSeed_GivesOtherWeights() => Assert.IsFalse(Draw(1).Layers[1].Weights.SequenceEqual(Draw(2).Layers[1].Weights));

    [TestMethod]
    public void Draw_Layers_HaveStreamsOfTheirOwn()
    {
        var alone = NetworkParameters.Draw(NetworkShape.Encoder(100, [], 50), new SeededRandom(1)).Layers[0].Weights;
        Bits.AreEqual(alone, Draw(1).Layers[0].Weights, "First layer");
    }

    [TestMethod]
    public void Draw_GlorotUniform_FillsTheBoundOfBothEndsAndHasNoBiases()
    {
        // sqrt(6 / (100 + 50)) = 0.2: variance 0.04 / 3, and the largest of 5,000 within 1 % of the bound with probability 1 - 1e-22.
        var layer = Draw(InitialWeights.GlorotUniform);
        var weights = layer.Weights.ToArray();
        Assert.AreEqual(0.2, weights.Max(Math.Abs), 0.002);
        Assert.AreEqual(1, weights.Average(weight => weight * weight) / (0.04 / 3), 0.04);
        Assert.IsTrue(layer.Biases.ToArray().All(bias => bias == 0));
    }

    [TestMethod]
    public void Draw_GlorotNormal_HasTheDeviationOfBothEndsAndIsCutAtTwo()
    {
        // sqrt(2 / 150) = 0.1155, cut at 2 of 0.1155 / 0.8796, within 2 % of which the largest of 5,000 lies.
        var layer = Draw(InitialWeights.GlorotNormal);
        var weights = layer.Weights.ToArray();
        Assert.AreEqual(1, weights.Average(weight => weight * weight) / (2 / 150.0), 0.06);
        Assert.AreEqual(2 * Math.Sqrt(2 / 150.0) / 0.8796, weights.Max(Math.Abs), 0.006);
        Assert.IsGreaterThan(1.1, weights.Average(weight => Math.Pow(weight, 4)) / Math.Pow(2 / 150.0, 2) / 1.8, "Uniform would be 1.");
        Assert.IsTrue(layer.Biases.ToArray().All(bias => bias == 0));
    }

    [TestMethod]
    public void Draw_ByInputs_DrawsBiasesToo() => Assert.IsTrue(Draw(InitialWeights.ByInputs).Biases.ToArray().All(bias => bias != 0));

    [TestMethod]
    public void Draw_UnknownInitialWeights_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Draw((InitialWeights)9));

    [TestMethod]
    public void Draw_RunningStatistics_StartAtZeroAndOne() => Assert.IsTrue(
        Draw(1).Layers[0].RunningMean.ToArray().All(value => value == 0)
        && Draw(1).Layers[0].RunningVariance.ToArray().All(value => value == 1));

    [TestMethod]
    public void Draw_CodeLayer_HasNoRunningStatistics() => Assert.AreEqual(0, Draw(1).Layers[2].RunningMean.Length);

    [TestMethod]
    public void FirstLayers_Some_ShareTheNumbers() =>
        Bits.AreEqual(Draw(1).Layers[1].Weights, Draw(1).FirstLayers(2).Layers[1].Weights, "Second layer");

    [TestMethod]
    public void Constructor_LayersOfAnotherShape_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new NetworkParameters(NetworkShape.Encoder(100, [50], 8), Draw(1).Layers));

    [TestMethod]
    [DataRow(5, 2, 2)]
    [DataRow(6, 1, 2)]
    [DataRow(6, 2, 3)]
    public void LayerConstructor_CountsThatDoNotFit_Throws(int weights, int means, int variances) =>
        Assert.ThrowsExactly<ArgumentException>(() => new LayerParameters(
            new LayerShape(3, 2, Activation.BatchNormLeakyRelu),
            new float[weights],
            new float[means],
            new float[variances]));

    private static NetworkParameters Draw(long seed) => NetworkParameters.Draw(Shape, new SeededRandom(seed));

    public static IEnumerable<object[]> Layers =>
        from activation in Enum.GetValues<Activation>() from hasBias in new[] { false, true } select new object[] { activation, hasBias };

    [TestMethod]
    [DynamicData(nameof(Layers))]
    public void Run_EveryKindOfLayer_MatchesDouble(Activation activation, bool hasBias)
    {
        var layer = Layer(activation, hasBias);
        float[] row = [0.7f, -1.3f, 0.2f];
        var outputs = new NetworkParameters(NetworkShape.Of(layer.Shape), [layer]).Run(FeatureMatrix.Copy([.. row, .. row], 3));
        for (var i = 0; i < outputs.Length; i++)
        {
            // Sums of four terms below 2, and an activation exact to a few units of 6e-8.
            const double tolerance = 2e-6;
            Assert.AreEqual(Expected(layer, row, i % 2), outputs[i], tolerance, $"Output {i}.");
        }
    }

    [TestMethod]
    public void Run_OtherFeatureCount_ThrowsNamingBoth()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => Draw(1).Run(FeatureMatrix.Copy([1, 2, 3], 3))).Message;
        Assert.Contains("have 3 features", message);
        Assert.Contains("takes 100", message);
    }

    [TestMethod]
    public void Run_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => Draw(1).Run(FeatureMatrix.Copy(new float[100], 100), new CancellationToken(canceled: true)));

    private static LayerParameters Layer(Activation activation, bool hasBias)
    {
        var normalizes = activation == Activation.BatchNormLeakyRelu;
        return LayerParameters.Copy(
            new LayerShape(3, 2, activation, hasBias),
            [0.5f, -0.25f, 1f, -0.75f, 0.5f, 0.25f],
            normalizes ? [0.3f, -0.4f] : [],
            normalizes ? [0.5f, 2f] : [],
            hasBias ? [0.35f, -0.15f] : []);
    }

    private static double Expected(LayerParameters layer, float[] row, int output)
    {
        var linear = layer.Shape.HasBias ? layer.Biases[output] : 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            linear += (double)layer.Weights[(output * row.Length) + i] * row[i];
        }

        double Leaky(double x) => x > 0 ? x : 0.01 * x;
        return layer.Shape.Activation switch
        {
            Activation.None => linear,
            Activation.BatchNormLeakyRelu => Leaky((linear - layer.RunningMean[output]) / Math.Sqrt(layer.RunningVariance[output] + 1e-4)),
            Activation.Sigmoid => 1 / (1 + Math.Exp(-linear)),
            Activation.LeakyRelu => Leaky(linear),
            Activation.Relu => Math.Max(0, linear),
            Activation.Tanh => Math.Tanh(linear),
            _ => throw new InvalidOperationException($"No formula for {layer.Shape.Activation}."),
        };
    }

    private static LayerParameters Draw(InitialWeights initialWeights) => NetworkParameters.Draw(
        NetworkShape.Of(new LayerShape(100, 50, Activation.Relu, HasBias: true)), new SeededRandom(1), initialWeights).Layers[0];
}
