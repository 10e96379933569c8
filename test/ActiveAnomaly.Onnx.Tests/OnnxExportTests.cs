using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace ActiveAnomaly.Onnx;

[TestClass]
public sealed class OnnxExportTests
{
    private static readonly TrainingRequest Request = DataSets.Read(DataSets.Shipped);

    public static IEnumerable<object[]> KindsAndVersions =>
        from kind in GivenDetectors.Names.Except(DistanceKindTests.Kinds)
        from version in (int[])[12, 13, 18, 21]
        select new object[] { kind, version };

    [TestMethod]
    [DynamicData(nameof(KindsAndVersions))]
    public void ToBytes_OfAnOperatorSet_GivesTheModelsScores(string kind, int version)
    {
        var model = GivenModels.Of(kind);
        var options = new OnnxExportOptions { OperatorSetVersion = version };
        Assert.AreEqual(version, OperatorSets.VersionOf(OnnxExport.ToModelProto(model, options)));
        ModelKindTests.AssertSame(model, model.Score(Request.Pool), OnnxScores.Of(model, Request.Pool.Values, options));
    }

    [TestMethod]
    [DataRow(11)]
    [DataRow(22)]
    public void ToBytes_OfAnotherOperatorSet_SaysWhichAreAllowed(int version)
    {
        var options = new OnnxExportOptions { OperatorSetVersion = version };
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => OnnxExport.ToBytes(Forest(), options));
        Assert.AreEqual("options.OperatorSetVersion", exception.ParamName);
        Assert.Contains($"{version}; versions 12 to 21 can be written. Leave the option out", exception.Message);
        Assert.DoesNotContain("Convert", exception.Message);
    }

    [TestMethod]
    public void ToBytes_OfOneModelTwice_AreTheSame() =>
        CollectionAssert.AreEqual(OnnxExport.ToBytes(Forest()), OnnxExport.ToBytes(Forest()));

    [TestMethod]
    public void ToBytes_OfAModel_SayWhatItIs()
    {
        var model = Forest();
        string[] names = [.. Enumerable.Range(0, 33).Select(k => $"radar {k}")];
        using var session = new InferenceSession(OnnxExport.ToBytes(model, new OnnxExportOptions { FeatureNames = names }));
        var metadata = session.ModelMetadata;
        Assert.AreEqual("ActiveAnomaly", metadata.ProducerName);
        Assert.AreEqual("isolation forest", metadata.CustomMetadataMap["active_anomaly.model"]);
        Assert.AreEqual("IsolationForestModel", metadata.CustomMetadataMap["active_anomaly.model_type"]);
        Assert.AreEqual(
            model.Threshold, float.Parse(metadata.CustomMetadataMap["active_anomaly.threshold"], CultureInfo.InvariantCulture));
        Assert.AreEqual("1", metadata.CustomMetadataMap["active_anomaly.seed"]);
        Assert.AreEqual("0", metadata.CustomMetadataMap["active_anomaly.stage"]);
        Assert.StartsWith("[\"radar 0\",\"radar 1\",", metadata.CustomMetadataMap["active_anomaly.feature_names"]);
        CollectionAssert.AreEqual(new[] { -1, 33 }, session.InputMetadata["Features"].Dimensions);
        CollectionAssert.AreEquivalent(new[] { "Score", "PredictedLabel" }, session.OutputMetadata.Keys.ToArray());
    }

    [TestMethod]
    public void ToBytes_WithoutFeatureNames_SayNone()
    {
        using var session = new InferenceSession(OnnxExport.ToBytes(Forest()));
        Assert.DoesNotContain("active_anomaly.feature_names", session.ModelMetadata.CustomMetadataMap.Keys);
    }

    [TestMethod]
    public void ToBytes_OfTooFewFeatureNames_SayHowManyAreNeeded()
    {
        var options = new OnnxExportOptions { FeatureNames = ["radar"] };
        var exception = Assert.ThrowsExactly<ArgumentException>(() => OnnxExport.ToBytes(Forest(), options));
        Assert.Contains("1 names; the model has 33 features", exception.Message);
    }

    [TestMethod]
    public void ToBytes_OfAnEmptyFeatureName_SayWhich()
    {
        var options = new OnnxExportOptions { FeatureNames = [.. Enumerable.Range(0, 33).Select(k => k == 7 ? string.Empty : "radar")] };
        var exception = Assert.ThrowsExactly<ArgumentException>(() => OnnxExport.ToBytes(Forest(), options));
        Assert.Contains("Name 7", exception.Message);
    }

    [TestMethod]
    public void ToBytes_OfAModelThatCannot_SayItsType()
    {
        var exception = Assert.ThrowsExactly<NotSupportedException>(() => OnnxExport.ToBytes(new MuteModel()));
        Assert.Contains("MuteModel", exception.Message);
        Assert.Contains("IScoreGraph", exception.Message);
    }

    [TestMethod]
    public void ToBytes_OfAnEnsembleWithAMemberThatCannot_SayWhichMember()
    {
        DetectorModel[] members = [Forest(), new MuteModel()];
        ScoreCalibration[] calibrations = [.. members.Select(_ => new ScoreCalibration(EnsembleCombination.ZAverage, [0, 1]))];
        var ensemble = new EnsembleModel(members, calibrations);
        ensemble.Complete(new ModelOrigin("mixed", new IsolationForestOptions(), 1, 0, 0.5f));
        var exception = Assert.ThrowsExactly<NotSupportedException>(() => OnnxExport.ToBytes(ensemble));
        Assert.Contains("MuteModel", exception.Message);
        Assert.Contains("member 1 of EnsembleModel", exception.Message);
    }

    [TestMethod]
    public void RequireSize_OfMoreThanAFileHolds_SaysHowMuch()
    {
        var exception = Assert.ThrowsExactly<NotSupportedException>(() => OnnxExport.RequireSize(Forest(), 3_000_000_000, int.MaxValue));
        Assert.Contains("3,000,000,000", exception.Message);
        Assert.Contains("2,147,483,647", exception.Message);
    }

    [TestMethod]
    [DataRow("isolation forest")]
    [DataRow("ensemble, ranks")]
    [DataRow("autoencoder")]
    public void SizeOf_AGraph_IsAboutTheFiles(string kind)
    {
        var model = GivenModels.Of(kind);
        var size = (double)OnnxExport.SizeOf(ScoreGraph.Of(model));
        var actual = OnnxExport.ToBytes(model).Length;

        // Names, shapes and settings are counted as nothing; they are little where numbers are many.
        Assert.IsGreaterThan(0.5, size / actual);
        Assert.IsLessThan(1.2, size / actual);
    }

    [TestMethod]
    public void Save_OverAFile_ReplacesItAndLeavesNoOther()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");
        File.WriteAllText(path, "another");
        var model = Forest();
        OnnxExport.Save(model, path);
        using var session = new InferenceSession(path);
        ModelKindTests.AssertSame(
            model, model.Score(Request.Pool), OnnxScores.Of(session, Request.Pool.Values, model.FeatureCount));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.FullName));
    }

    [TestMethod]
    public void Save_ThatFails_LeavesTheFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");
        Directory.CreateDirectory(path);
        Assert.Throws<Exception>(() => OnnxExport.Save(Forest(), path));
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFileSystemEntries(folder.FullName));
    }

    [TestMethod]
    public void Write_ToAStream_LeavesItOpen()
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(Forest(), stream);
        CollectionAssert.AreEqual(OnnxExport.ToBytes(Forest()), stream.ToArray());
        Assert.IsTrue(stream.CanWrite);
    }

    private static DetectorModel Forest() => new IsolationForestDetector(new IsolationForestOptions { Seed = 1 }).Fit(Request).Model;

    /// <summary>A model that cannot write its score as a graph.</summary>
    private sealed class MuteModel : DetectorModel
    {
        public MuteModel()
            : base(33) => Complete(new ModelOrigin("mute", new DeepSvddOptions(), 1, 0, 0.5f));

        protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
            scores.Clear();
    }
}
