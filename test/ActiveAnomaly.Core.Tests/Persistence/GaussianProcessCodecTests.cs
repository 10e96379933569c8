using System.Buffers.Binary;
using System.Text.Json.Nodes;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.GaussianProcesses;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Persistence;

/// <summary>Damaged files of Gaussian processes, under a valid checksum: two features, three answers.</summary>
[TestClass]
public sealed class GaussianProcessCodecTests
{
    private const int FeatureCount = 2;
    private const int AnswerCount = 3;

    // The payload begins with the lowest values, the spans, the largest values (Single), the medians and the scales.
    private const int SpansStart = FeatureCount * sizeof(double);
    private const int UpperStart = SpansStart + (FeatureCount * sizeof(double));
    private const int MediansStart = UpperStart + (FeatureCount * sizeof(float));
    private const int ScalesStart = MediansStart + (FeatureCount * sizeof(double));

    private static readonly FeatureMatrix Pool = SyntheticPools.Noise(40, FeatureCount).Rows;
    private static readonly Lazy<GaussianProcessModel> Model = new(() => Fit(noise: 0.1));

    private static GaussianProcessModel Trained => Model.Value;

    private static byte[] Sample => DetectorModelFormat.ToBytes(Trained);

    [TestMethod]
    public void FromBytes_OfToBytes_ScoresAndWritesTheSameBits()
    {
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(Sample);
        Assert.AreEqual(AnswerCount, loaded.AnswerCount);
        Bits.AreEqual(Trained.Score(Pool), loaded.Score(Pool), "Scores");
        Assert.AreSequenceEqual(Sample, DetectorModelFormat.ToBytes(loaded));
    }

    [TestMethod]
    [DataRow("ReferenceRowCount", "1")]
    [DataRow("ReferenceRowCount", "-1")]
    [DataRow("ReferenceRowCount", "2147483647")]
    [DataRow("AnswerCount", "-1")]
    [DataRow("AnswerCount", "2")]
    [DataRow("AnswerCount", "4")]
    [DataRow("PointCounts", "null")]
    [DataRow("PointCounts", "[]")]
    [DataRow("PointCounts", "[40,40,40,40,40]")]
    [DataRow("PointCounts", "[40,40,40,40,40,0]")]
    [DataRow("PointCounts", "[40,40,40,40,40,-1]")]
    [DataRow("UnitLength", "0")]
    [DataRow("UnitLength", "-1")]
    [DataRow("UnitLength", "1e400")]
    [DataRow("RobustLength", "0")]
    [DataRow("RobustLength", "-0.5")]
    [DataRow("RobustLength", "1e400")]
    [DataRow("Forest", "null")]
    [DataRow("Spheres", "null")]
    [DataRow("Tails", "{}")]
    public void FromBytes_ContentThatMakesNoSense_Throws(string property, string json)
    {
        var header = ModelFile.Header(Sample);
        header["Content"]![property] = JsonNode.Parse(json);
        Refuse(ModelFile.WithHeader(Sample, header.ToJsonString()));
    }

    [TestMethod]
    [DataRow(SpansStart, 0.0, "Feature 0 has the span 0")]
    [DataRow(SpansStart + 8, -1.0, "Feature 1 has the span -1")]
    [DataRow(SpansStart, 1e-300, "the span 1E-300")]
    [DataRow(MediansStart, -0.25, "the median -0.25")]
    [DataRow(MediansStart + 8, 1.5, "the median 1.5")]
    [DataRow(ScalesStart, 0.0, "the scale 0")]
    [DataRow(ScalesStart + 8, -1.0, "the scale -1")]
    [DataRow(ScalesStart, 1e-300, "the scale 1E-300")]
    [DataRow(0, double.NaN, "NaN or infinite")]
    [DataRow(SpansStart, double.PositiveInfinity, "NaN or infinite")]
    public void FromBytes_ScalingThatIsNone_Throws(int place, double value, string expected)
    {
        var payload = ModelFile.Payload(Sample);
        BinaryPrimitives.WriteDoubleLittleEndian(payload.AsSpan(place), value);
        Assert.Contains(expected, Refuse(ModelFile.Of(ModelFile.Header(Sample).ToJsonString(), payload)));
    }

    [TestMethod]
    [DataRow("UnitLength")]
    [DataRow("RobustLength")]
    public void FromBytes_TinyLength_ScoresFiniteNumbers(string property)
    {
        // 1 / length is no number in single precision: an answered row is 0 lengths away from itself all the same.
        var header = ModelFile.Header(Sample);
        header["Content"]![property] = 1e-300;
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(ModelFile.WithHeader(Sample, header.ToJsonString()));
        Assert.IsTrue(loaded.Score(Pool).All(score => Math.Abs(score) < 100));
        Assert.IsTrue(double.IsFinite(loaded.Variance(Pool.Select([3])).Values[0]));
    }

    [TestMethod]
    public void FromBytes_OneReferenceRow_Throws()
    {
        // A whole file of such a model: a row has nothing to be far from.
        var detectors = Trained.Space.Detectors;
        var alone = new PriorDetectors(detectors.Forest, detectors.Spheres, new ReferenceRows([0.5f, 0.5f], FeatureCount), detectors.Tails);
        Assert.Contains("1 reference rows", Refuse(With(alone, Trained.Space.Ranks)));
    }

    [TestMethod]
    public void FromBytes_OneDistributionMore_Throws()
    {
        EmpiricalDistribution[] distributions = [.. Trained.Space.Ranks.Distributions];
        var ranks = new PriorRanks([.. distributions[..^1], distributions[0]], distributions[^1]);
        Assert.Contains("7 distributions", Refuse(With(Trained.Space.Detectors, ranks)));
    }

    [TestMethod]
    public void FromBytes_OtherNoise_HasTheSameVariances()
    {
        var model = Fit(noise: 2);
        var loaded = (GaussianProcessModel)DetectorModelFormat.FromBytes(DetectorModelFormat.ToBytes(model));
        Assert.IsTrue(model.Variance(Pool).Values.SequenceEqual(loaded.Variance(Pool).Values));
        Assert.IsFalse(Trained.Variance(Pool).Values.SequenceEqual(loaded.Variance(Pool).Values));
    }

    [TestMethod]
    public void FromBytes_TruncatedAnywhere_Throws()
    {
        var (header, payload) = (ModelFile.Header(Sample).ToJsonString(), ModelFile.Payload(Sample));
        for (var length = 0; length < payload.Length; length += length < 200 || length > payload.Length - 200 ? 1 : 997)
        {
            Refuse(ModelFile.Of(header, payload.AsSpan(0, length)));
        }

        Refuse(ModelFile.Of(header, [.. payload, .. new byte[8]]));
    }

    private static GaussianProcessModel Fit(double noise)
    {
        var labels = PoolLabels.None(40).With([new(3, RowLabel.Abnormal), new(1, RowLabel.Normal), new(7, RowLabel.Normal)]);
        return (GaussianProcessModel)new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1, Noise = noise })
            .Fit(new TrainingRequest(Pool, labels)).Model;
    }

    /// <summary>Writes the model with other parts.</summary>
    private static byte[] With(PriorDetectors detectors, PriorRanks ranks)
    {
        var space = new KernelSpace(Trained.Space.Scaling, detectors, ranks, Trained.Space.Kernel);
        var model = new GaussianProcessModel(space, Trained.Posterior, Trained.Rows, training: null);
        model.Complete(Trained.Origin);
        return DetectorModelFormat.ToBytes(model);
    }

    private static string Refuse(byte[] file) =>
        Assert.ThrowsExactly<ModelFormatException>(() => DetectorModelFormat.FromBytes(file)).Message;
}
