using System.Text.Json.Nodes;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.FeaWad;
using ActiveAnomaly.Detectors.Mlp;
using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Files of models of several networks whose networks do not fit together, each under a valid checksum, and refused by a check of its own.
/// </summary>
/// <remarks>
/// The networks of a file are written "3-4-1 4-1": separated by spaces, the sizes of their layers separated by dashes. Their numbers are 0.
/// </remarks>
[TestClass]
public sealed class PartsFileTests
{
    private const int FeatureCount = 3;

    private static readonly FeatureMatrix Pool = FeatureMatrix.Copy(
        [.. Enumerable.Range(0, 40 * FeatureCount).Select(i => i * 7 % 11 / 10f)], FeatureCount);

    private static readonly PoolLabels Labels = PoolLabels.Copy(
        [.. Enumerable.Range(0, 40).Select(row => row % 4 == 0 ? RowLabel.Abnormal : RowLabel.Unlabeled)]);

    private static readonly byte[] Mlp = File(
        new MlpDetector(new MlpOptions { Seed = 1, EpochCount = 1, UaiHead = new UaiHeadOptions() }));

    private static readonly byte[] FeaWad = File(
        new FeaWadDetector(new FeaWadOptions { Seed = 1, EpochCount = 1, PretrainingEpochCount = 1, BatchSize = 16 }));

    /// <summary>A head reads the last hidden layer and the score: one number more than the layer has.</summary>
    [TestMethod]
    [DataRow("3-4-1")]
    [DataRow("3-5-4-1 5-1")]
    public void FromBytes_PerceptronAndHeadThatFit_Loads(string networks)
    {
        var model = (MlpModel)DetectorModelFormat.FromBytes(With(Mlp, networks));
        Assert.AreEqual(networks.Split(' ')[0], model.Perceptron.Shape.ToString());
        Assert.AreEqual(networks.Contains(' ', StringComparison.Ordinal), model.Head is not null);
    }

    [TestMethod]
    [DataRow("2-4-1", "A network of the model is 2-4-1, and at its place one from 3 to 1 is needed")]
    [DataRow("3-4-2", "A network of the model is 3-4-2, and at its place one from 3 to 1 is needed")]
    [DataRow("3-1", "The perceptron is 3-1, without a hidden layer")]
    [DataRow("3-4-1 4-1", "The UAI head is a network 4-1, and one layer")]
    [DataRow("3-4-1 6-1", "The UAI head is a network 6-1, and one layer")]
    [DataRow("3-4-1 5-2", "The UAI head is a network 5-2, and one layer")]
    [DataRow("3-4-1 5-1-1", "The UAI head is a network 5-1-1, and one layer")]
    [DataRow("3-4-1 5-1 5-1", "The model has 3 networks, and models of its kind have 1 to 2")]
    [DataRow("", "The model has 0 networks, and models of its kind have 1 to 2")]
    public void FromBytes_PerceptronAndHeadThatDoNotFit_SaysWhich(string networks, string found) =>
        Assert.Contains(found, Refusal(Mlp, networks));

    /// <summary>A head's layer gives a logit: the logistic function is not applied to what another function has bent.</summary>
    [TestMethod]
    public void FromBytes_HeadOfAnotherActivation_Throws() =>
        Assert.Contains("The UAI head is a network 5-1, and one layer", Refusal(Mlp, "3-4-1 5-1", last: "LeakyRelu"));

    /// <summary>
    /// The first scoring layer reads the residuals, the code and the error; each other one the layer before it and the error.
    /// </summary>
    [TestMethod]
    [DataRow("3-2 2-3 6-1")]
    [DataRow("3-4-2 2-4-3 6-7 8-5 6-1")]
    public void FromBytes_FeaWadsNetworksThatFit_Loads(string networks)
    {
        var model = (FeaWadModel)DetectorModelFormat.FromBytes(With(FeaWad, networks));
        string[] shapes = [model.Encoder.Shape.ToString(), model.Decoder.Shape.ToString(), .. model.ScoreLayers.Select(
            layer => layer.Shape.ToString())];
        Assert.AreEqual(networks, string.Join(' ', shapes));
    }

    [TestMethod]
    [DataRow("4-2 2-3 6-1", "is 4-2, and at its place one from 3 to 2")]
    [DataRow("3-2 3-3 6-1", "is 3-3, and at its place one from 2 to 3")]
    [DataRow("3-2 2-4 6-1", "is 2-4, and at its place one from 2 to 3")]
    [DataRow("3-2 2-3 5-1", "is 5-1, and at its place one from 6 to 1")]
    [DataRow("3-2 2-3 7-1", "is 7-1, and at its place one from 6 to 1")]
    [DataRow("3-2 2-3 6-2", "is 6-2, and at its place one from 6 to 1")]
    [DataRow("3-2 2-3 6-7 7-1", "is 7-1, and at its place one from 8 to 1")]
    [DataRow("3-2 2-3 6-7 9-1", "is 9-1, and at its place one from 8 to 1")]
    [DataRow("3-2 2-3 6-7 8-2", "is 8-2, and at its place one from 8 to 1")]
    [DataRow("3-2 2-3", "The model has 2 networks, and models of its kind have at least 3")]
    public void FromBytes_FeaWadsNetworksThatDoNotFit_SaysWhich(string networks, string found) =>
        Assert.Contains(found, Refusal(FeaWad, networks));

    private static byte[] File(Detector detector) =>
        DetectorModelFormat.ToBytes(detector.Fit(new TrainingRequest(Pool, Labels)).Model);

    private static string Refusal(byte[] file, string networks, string last = "None") =>
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(With(file, networks, last))).Message;

    /// <summary>Gives a file with other networks in place of its own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="networks">The networks' sizes.</param>
    /// <param name="last">The activation of the last layer of all.</param>
    private static byte[] With(byte[] file, string networks, string last = "None")
    {
        var header = ModelFile.Header(file);
        var (parts, numberCount, layer) = (new JsonArray(), 0, new JsonObject());
        foreach (var network in networks.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int[] sizes = [.. network.Split('-').Select(int.Parse)];
            var layers = new JsonArray();
            foreach (var (input, output) in sizes.Zip(sizes.Skip(1)))
            {
                layer = new() { ["InputSize"] = input, ["OutputSize"] = output, ["Activation"] = "None", ["HasBias"] = true };
                layers.Add(layer);
                numberCount += (input + 1) * output;
            }

            parts.Add(layers);
        }

        layer["Activation"] = last;
        header["Content"]!["Networks"] = parts;
        return ModelFile.Of(header.ToJsonString(), new byte[numberCount * sizeof(float)]);
    }
}
