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
    public void Draw_RunningStatistics_StartAtZeroAndOne() => Assert.IsTrue(
        Draw(1).Layers[0].RunningMean.ToArray().All(value => value == 0) && Draw(1).Layers[0].RunningVariance.ToArray().All(value => value == 1));

    [TestMethod]
    public void Draw_CodeLayer_HasNoRunningStatistics() => Assert.AreEqual(0, Draw(1).Layers[2].RunningMean.Length);

    [TestMethod]
    public void FirstLayers_Some_ShareTheNumbers() => Bits.AreEqual(Draw(1).Layers[1].Weights, Draw(1).FirstLayers(2).Layers[1].Weights, "Second layer");

    [TestMethod]
    public void Constructor_LayersOfAnotherShape_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new NetworkParameters(NetworkShape.Encoder(100, [50], 8), Draw(1).Layers));

    [TestMethod]
    [DataRow(5, 2, 2)]
    [DataRow(6, 1, 2)]
    [DataRow(6, 2, 3)]
    public void LayerConstructor_CountsThatDoNotFit_Throws(int weights, int means, int variances) => Assert.ThrowsExactly<ArgumentException>(
        () => new LayerParameters(new LayerShape(3, 2, Activation.BatchNormLeakyRelu), new float[weights], new float[means], new float[variances]));

    private static NetworkParameters Draw(long seed) => NetworkParameters.Draw(Shape, new SeededRandom(seed));
}
