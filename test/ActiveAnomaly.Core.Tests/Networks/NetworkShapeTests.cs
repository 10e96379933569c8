namespace ActiveAnomaly.Networks;

[TestClass]
public sealed class NetworkShapeTests
{
    [TestMethod]
    public void Encoder_HiddenSizes_NormalisesAllLayersButTheLast() => Assert.AreSequenceEqual(
        [new(33, 32, Activation.BatchNormLeakyRelu), new(32, 16, Activation.BatchNormLeakyRelu), new LayerShape(16, 8, Activation.None)],
        NetworkShape.Encoder(33, [32, 16], 8).Layers);

    [TestMethod]
    public void Encoder_NoHiddenSizes_IsOneLinearLayer() =>
        Assert.AreSequenceEqual([new LayerShape(5, 2, Activation.None)], NetworkShape.Encoder(5, [], 2).Layers);

    [TestMethod]
    public void WithDecoder_Encoder_AddsItsMirrorImageAndASigmoid() => Assert.AreSequenceEqual(
        [
            new(33, 32, Activation.BatchNormLeakyRelu),
            new(32, 16, Activation.BatchNormLeakyRelu),
            new(16, 8, Activation.None),
            new(8, 16, Activation.BatchNormLeakyRelu),
            new(16, 32, Activation.BatchNormLeakyRelu),
            new LayerShape(32, 33, Activation.Sigmoid),
        ],
        NetworkShape.Encoder(33, [32, 16], 8).WithDecoder().Layers);

    [TestMethod]
    public void FirstLayers_OfAnAutoencoder_AreItsEncoder()
    {
        var encoder = NetworkShape.Encoder(33, [32, 16], 8);
        Assert.AreSequenceEqual(encoder.Layers, encoder.WithDecoder().FirstLayers(3).Layers);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(4)]
    public void FirstLayers_OtherCount_Throws(int count) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NetworkShape.Encoder(33, [32, 16], 8).FirstLayers(count));

    [TestMethod]
    [DataRow(0, 4, 2, "inputSize")]
    [DataRow(5, 0, 2, "hiddenSizes")]
    [DataRow(5, 4, 0, "codeSize")]
    public void Encoder_SizeBelowOne_ThrowsNamingIt(int inputs, int hidden, int code, string parameter) =>
        Assert.AreEqual(
            parameter,
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NetworkShape.Encoder(inputs, [hidden], code)).ParamName);

    [TestMethod]
    public void ToString_Encoder_GivesItsSizes() => Assert.AreEqual("33-32-16-8", NetworkShape.Encoder(33, [32, 16], 8).ToString());

    [TestMethod]
    public void WidestLayer_Autoencoder_IsItsOutput() =>
        Assert.AreEqual(33, NetworkShape.Encoder(33, [32, 16], 8).WithDecoder().WidestLayer);

    [TestMethod]
    [DataRow(64, 32, 16, 8)]
    [DataRow(65, 64, 32, 16)]
    [DataRow(128, 64, 32, 16)]
    [DataRow(129, 128, 64, 32)]
    public void Defaults_AnyFeatureCount_AreThoseOfThePapersDataSets(int featureCount, int first, int second, int code) => Assert.AreEqual(
        (first, second, code),
        (
            NetworkShape.DefaultHiddenSizes(featureCount)[0],
            NetworkShape.DefaultHiddenSizes(featureCount)[1],
            NetworkShape.DefaultCodeSize(featureCount)));
}
