using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms;
using Onnx;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>Whole pipelines, from texts and missing numbers to scores, in ONNX Runtime and in ML.NET.</summary>
[TestClass]
public sealed class PipelineExportTests
{
    private static readonly IsolationForestDetector Forest = new(new IsolationForestOptions { Seed = 1 });

    private static readonly NceOptions NceOptions = new()
    {
        Seed = 1, EpochCount = 3, PretrainingEpochCount = 1, HiddenSizes = [8], CodeSize = 4,
    };

    private static readonly NceDetector Nce = new(NceOptions);

    private static readonly FeaturePreparationOptions Preparation = new()
    {
        Imputation = FeatureImputation.Median, Scaling = FeatureScaling.MinMax, IgnoredColumnNames = ["When"],
    };

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_PreparedFeaturesAndForest_GivesTheBitsOfMLNet(bool reload) => AssertEqual(Prepared(Forest), reload);

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_PreparedFeaturesAndNetwork_GivesTheScoresOfMLNet(bool reload) => AssertClose(Prepared(Nce), reload);

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_MLNetsOwnStepsAndForest_GivesTheBitsOfMLNet(bool reload) => AssertEqual(OwnSteps(Forest), reload);

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_MLNetsOwnStepsAndNetwork_GivesTheScoresOfMLNet(bool reload) => AssertClose(OwnSteps(Nce), reload);

    /// <summary>Each member ranks its score, and a rank may jump where a score moves by one unit in the last place.</summary>
    [TestMethod]
    public void SaveOnnx_EnsembleOfNetworks_GivesTheScoresOfMLNetButForOneInAThousand()
    {
        var ensemble = EnsembleDetector.Create(
            new EnsembleOptions { MemberCount = 3, Combination = EnsembleCombination.RankAverage },
            NceOptions,
            options => new NceDetector(options));
        AssertClose(Prepared(ensemble), reload: false, exceptionShare: 0.001);
    }

    [TestMethod]
    public void SaveOnnx_ActiveLearningInAChain_GivesTheBitsOfMLNet() => AssertEqual(
        ml => ml.ActiveAnomaly().PrepareFeatures(PipelineRow.View(ml, []).Schema, Preparation)
            .Append(ml.ActiveAnomaly().ActiveLearning(
                ml.ActiveAnomaly().Trainers.ExtraTrees(), new ThirdsStrategy(), LabelOracle.FromColumn("Label"), 2, 5)),
        reload: false);

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_ADetectorAlone_TakesItsFeaturesColumn(bool reload)
    {
        var mlContext = new MLContext(1);
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        var model = Trainer(mlContext, Forest, "Clean").Fit(data);
        var file = PipelineScores.Bytes(mlContext, reload ? PipelineScores.Reloaded(model, data) : model, data);

        CollectionAssert.AreEqual(PipelineScores.Column(model.Transform(data), "Score"), PipelineScores.Run(file, data)["Score"]);
        AssertNames(file, ["Clean"], ["Score", "PredictedLabel"]);
    }

    /// <summary>The default detector with labels: its bits, and probabilities but for their rounding to single precision.</summary>
    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_ACalibratedDetector_GivesTheProbabilitiesUnderTheirName(bool reload)
    {
        var mlContext = new MLContext(1);
        var rows = PipelineRow.Training();
        foreach (var row in rows)
        {
            row.Label = row.Clean.Sum() > 1.6f;
        }

        var data = PipelineRow.View(mlContext, rows);
        var model = CalibratedTrainer(mlContext).Fit(data);
        var unseen = PipelineRow.View(mlContext, PipelineRow.Unseen());
        var file = PipelineScores.Bytes(mlContext, reload ? PipelineScores.Reloaded(model, data) : model, data);
        var (expected, actual) = (model.Transform(unseen), PipelineScores.Run(file, unseen));

        AssertNames(file, ["Clean"], ["Score", "PredictedLabel", "Chance"]);
        CollectionAssert.AreEqual(PipelineScores.Column(expected, "Score"), actual["Score"]);
        CollectionAssert.AreEqual(PipelineScores.Column(expected, "PredictedLabel"), actual["PredictedLabel"]);
        var chances = PipelineScores.Column(expected, "Chance");
        Assert.HasCount(chances.Length, actual["Chance"]);
        for (var row = 0; row < chances.Length; row++)
        {
            Assert.AreEqual(chances[row], actual["Chance"][row], 2e-7, $"row {row}");
        }

        Assert.IsGreaterThan(0.1, chances.Max() - chances.Min());
    }

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_ADetectorThatCouldNotBeCalibrated_GivesNaN(bool reload)
    {
        var mlContext = new MLContext(1);
        var rows = PipelineRow.Training();
        foreach (var (index, row) in rows.Index())
        {
            row.Label = index == 0;
        }

        var data = PipelineRow.View(mlContext, rows);
        var model = CalibratedTrainer(mlContext).Fit(data);
        var actual = PipelineScores.Run(PipelineScores.Bytes(mlContext, reload ? PipelineScores.Reloaded(model, data) : model, data), data);

        Assert.IsTrue(actual["Chance"].All(double.IsNaN));
        CollectionAssert.AreEqual(PipelineScores.Column(model.Transform(data), "Score"), actual["Score"]);
    }

    [TestMethod]
    public void SaveOnnx_ChainsInChains_GivesTheBitsOfMLNet() => AssertEqual(
        ml => new EstimatorChain<ITransformer>().Append(Prepared(Forest)(ml)).Append(ml.Transforms.CopyColumns("Again", "Score")),
        reload: true);

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_ALabelConvertedForEvaluation_IsNoInput(bool reload)
    {
        var mlContext = new MLContext(1);
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        var model = mlContext.Transforms.Conversion.ConvertType([new("Label"), new("Count")], DataKind.Single)
            .Append(mlContext.Transforms.Concatenate("Features", "Clean", "Count"))
            .Append(mlContext.ActiveAnomaly().Trainers.Detector(Nce, new DetectorTrainerOptions { LabelColumnName = "Label" })).Fit(data);

        AssertNames(
            PipelineScores.Bytes(mlContext, reload ? PipelineScores.Reloaded(model, data) : model, data),
            ["Clean", "Count"],
            ["Score", "PredictedLabel"]);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "fitted")]
    [DataRow(true, DisplayName = "loaded")]
    public void SaveOnnx_TwoDetectorsOfOtherNames_GivesTheColumnsOfBoth(bool reload)
    {
        var mlContext = new MLContext(1);
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        var model = mlContext.ActiveAnomaly().Trainers.Detector(Forest, Named("First")).Append(
            mlContext.ActiveAnomaly().Trainers.Detector(Nce, Named("Second"))).Fit(data);
        var file = PipelineScores.Bytes(mlContext, reload ? PipelineScores.Reloaded(model, data) : model, data);

        AssertNames(file, ["Clean"], ["FirstScore", "FirstLabel", "SecondScore", "SecondLabel"]);
        CollectionAssert.AreEqual(PipelineScores.Column(model.Transform(data), "FirstScore"), PipelineScores.Run(file, data)["FirstScore"]);
        CollectionAssert.AreEqual(PipelineScores.Column(model.Transform(data), "FirstLabel"), PipelineScores.Run(file, data)["FirstLabel"]);
    }

    [TestMethod]
    public void SaveOnnx_StepsBehindTheDetector_AreWritten()
    {
        var (model, data, mlContext) = Fitted(ml => Trainer(ml, Forest, "Clean")
            .Append(ml.Transforms.Conversion.ConvertType("Alarm", "PredictedLabel", DataKind.Single))
            .Append(ml.Transforms.NormalizeMinMax("Score")));
        var outputs = PipelineScores.Run(PipelineScores.Bytes(mlContext, model, data, "Alarm", "Score"), data);

        CollectionAssert.AreEqual(PipelineScores.Column(model.Transform(data), "Alarm"), outputs["Alarm"]);
        CollectionAssert.AreEqual(PipelineScores.Column(model.Transform(data), "Score"), outputs["Score"]);
    }

    [TestMethod]
    public void SaveOnnx_ColumnsAskedFor_ComeOutInThatOrder()
    {
        var (model, data, mlContext) = Fitted(Prepared(Forest));

        AssertNames(
            PipelineScores.Bytes(mlContext, model, data, "PredictedLabel", "Features"),
            ["Height", "Width", "Rest", "Doubles", "Clean", "Sparse", "Color", "Colors", "IsNew", "Count", "Number", "Small", "Group"],
            ["PredictedLabel", "Features"]);
    }

    [TestMethod]
    public void SaveOnnx_AScoreDroppedAtTheEnd_ComesOutNoMore()
    {
        var (model, data, mlContext) = Fitted(ml => Trainer(ml, Forest, "Clean").Append(ml.Transforms.DropColumns("Score")));

        AssertNames(PipelineScores.Bytes(mlContext, model, data), ["Clean"], ["PredictedLabel"]);
    }

    [TestMethod]
    public void SaveOnnx_ALoadedPipeline_GivesTheOperatorsOfTheFittedOne()
    {
        var (model, data, mlContext) = Fitted(Prepared(Forest));

        CollectionAssert.AreEqual(
            Operators(PipelineScores.Bytes(mlContext, model, data)),
            Operators(PipelineScores.Bytes(mlContext, PipelineScores.Reloaded(model, data), data)));
    }

    [TestMethod]
    public void SaveOnnx_NaNWithoutImputation_ScoresNaNAndPredictsNormal()
    {
        var (model, _, mlContext) = Fitted(ml => Trainer(ml, Forest, "Clean"));
        var rows = PipelineRow.View(mlContext, [new() { Clean = [float.NaN, 0.5f] }, new() { Clean = [0.5f, float.PositiveInfinity] }]);
        var outputs = PipelineScores.Run(PipelineScores.Bytes(mlContext, model, rows), rows);

        CollectionAssert.AreEqual(new[] { double.NaN, float.MaxValue }, outputs["Score"]);
        CollectionAssert.AreEqual(new[] { 0.0, 1 }, outputs["PredictedLabel"]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void SaveOnnx_FewRows_ScoresEach(int count)
    {
        var (model, _, mlContext) = Fitted(Prepared(Forest));
        var rows = PipelineRow.View(mlContext, PipelineRow.Unseen(count));
        var schema = PipelineRow.View(mlContext, PipelineRow.Unseen(1));
        using var session = new InferenceSession(PipelineScores.Bytes(mlContext, model, schema));
        using var results = session.Run([.. session.InputNames.Select(name => PipelineScores.Value(rows, name))]);

        CollectionAssert.AreEqual(new[] { count, 1 }, results[0].AsTensor<float>().Dimensions.ToArray());
        CollectionAssert.AreEqual(
            model.Transform(rows).GetColumn<float>("Score").ToArray(), results[0].AsTensor<float>().ToArray());
    }

    [TestMethod]
    public void SaveOnnx_ToAFileFromTheSchemaOfTheLoadedModel_GivesTheBitsOfMLNet()
    {
        var (model, data, mlContext) = Fitted(Prepared(Forest));
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        using var stream = new MemoryStream();
        mlContext.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        var loaded = mlContext.Model.Load(stream, out var schema);
        try
        {
            mlContext.ActiveAnomaly().SaveOnnx(loaded, schema, path);
            CollectionAssert.AreEqual(
                PipelineScores.Column(model.Transform(data), "Score"), PipelineScores.Run(File.ReadAllBytes(path), data)["Score"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void SaveOnnx_OneDetector_SaysItsKindAndItsFeaturesNames()
    {
        var (model, data, mlContext) = Fitted(ml => ml.Transforms.Conversion
            .ConvertType([new("Amount", "Count"), new("IsItNew", "IsNew")], DataKind.Single)
            .Append(ml.Transforms.Concatenate("Features", "Amount", "IsItNew")).Append(Trainer(ml, Forest, "Features")));
        var metadata = ModelProto.Parser.ParseFrom(PipelineScores.Bytes(mlContext, model, data)).MetadataProps
            .ToDictionary(property => property.Key, property => property.Value);

        Assert.AreEqual("IsolationForestModel", metadata["active_anomaly.model_type"]);
        Assert.AreEqual("[\"Amount\",\"IsItNew\"]", metadata["active_anomaly.feature_names"]);
    }

    [TestMethod]
    public void SaveOnnx_NoDetector_Throws()
    {
        var (model, data, mlContext) = Fitted(ml => ml.Transforms.CopyColumns("R", "Rest"));

        Assert.Contains(
            "no detector", Assert.ThrowsExactly<ArgumentException>(() => PipelineScores.Bytes(mlContext, model, data)).Message);
    }

    [TestMethod]
    public void SaveOnnx_AllColumnsOfTheDetectorDropped_ThrowsWithTheRest()
    {
        var (model, data, mlContext) = Fitted(
            ml => Trainer(ml, Forest, "Clean").Append(ml.Transforms.DropColumns("Score", "PredictedLabel")));

        Assert.Contains(
            "'Height', 'Width'", Assert.ThrowsExactly<ArgumentException>(() => PipelineScores.Bytes(mlContext, model, data)).Message);
    }

    [TestMethod]
    [DataRow("Scores", "There is no column 'Scores'")]
    [DataRow("Height", "is the input's as it came")]
    [DataRow("", "There is no column ''")]
    public void SaveOnnx_AnOutputThatCannotBe_ThrowsWithTheName(string name, string expected)
    {
        var (model, data, mlContext) = Fitted(ml => Trainer(ml, Forest, "Clean"));
        var thrown = Assert.ThrowsExactly<ArgumentException>(() => PipelineScores.Bytes(mlContext, model, data, "Score", name));

        Assert.Contains(expected, thrown.Message);
        Assert.AreEqual("options.OutputColumnNames", thrown.ParamName);
    }

    [TestMethod]
    public void SaveOnnx_AnOutputNamedAsAColumnThatIsRead_ThrowsWithTheName()
    {
        var (model, data, mlContext) = Fitted(ml => ml.Transforms.NormalizeMinMax("Clean").Append(Trainer(ml, Forest, "Clean")));
        var thrown = Assert.ThrowsExactly<ArgumentException>(() => PipelineScores.Bytes(mlContext, model, data, "Clean", "Score"));

        Assert.Contains("reads a column 'Clean'", thrown.Message);
        Assert.AreEqual("options.OutputColumnNames", thrown.ParamName);
    }

    /// <summary>What an earlier model gave is a feature of this one, and both are called alike.</summary>
    [TestMethod]
    public void SaveOnnx_TheScoreNamedAsAFeature_ThrowsUnlessItIsCopied()
    {
        var options = new DetectorTrainerOptions { FeatureColumnName = "All", ScoreColumnName = "Count" };
        var (model, data, mlContext) = Fitted(ml => ml.Transforms.Conversion.ConvertType("Number", "Count", DataKind.Single)
            .Append(ml.Transforms.Concatenate("All", "Clean", "Number"))
            .Append(ml.ActiveAnomaly().Trainers.Detector(Forest, options))
            .Append(ml.Transforms.CopyColumns("Own", "Count")));

        Assert.Contains("'Count'", Assert.ThrowsExactly<ArgumentException>(() => PipelineScores.Bytes(mlContext, model, data)).Message);
        CollectionAssert.AreEqual(
            PipelineScores.Column(model.Transform(data), "Own"),
            PipelineScores.Run(PipelineScores.Bytes(mlContext, model, data, "Own"), data)["Own"]);
    }

    [TestMethod]
    public void SaveOnnx_AnOutputNamedTwice_ThrowsWithTheName()
    {
        var (model, data, mlContext) = Fitted(ml => Trainer(ml, Forest, "Clean"));

        Assert.Contains("'Score' is named twice", Assert.ThrowsExactly<ArgumentException>(
            () => PipelineScores.Bytes(mlContext, model, data, "Score", "Score")).Message);
    }

    /// <summary>A user's column may be called as the graph's own values are.</summary>
    [TestMethod]
    public void SaveOnnx_AColumnNamedAsTheGraphsOwnValues_GivesTheBitsOfMLNet()
    {
        const string Own = "pipeline.step0.R";
        var (model, data, mlContext) = Fitted(ml => ml.Transforms.CopyColumns("R", "Clean").Append(Trainer(ml, Forest, "R"))
            .Append(ml.Transforms.CopyColumns(Own, "Score")));

        CollectionAssert.AreEqual(
            PipelineScores.Column(model.Transform(data), "Score"),
            PipelineScores.Run(PipelineScores.Bytes(mlContext, model, data, Own), data)[Own]);
    }

    private static Func<MLContext, IEstimator<ITransformer>> Prepared(Detector detector) => ml => ml.ActiveAnomaly()
        .PrepareFeatures(PipelineRow.View(ml, []).Schema, Preparation).Append(Trainer(ml, detector, "Features"));

    private static Func<MLContext, IEstimator<ITransformer>> OwnSteps(Detector detector) => ml => ml.Transforms.Conversion
        .ConvertType([new("Width"), new("Count"), new("IsNew")], DataKind.Single)
        .Append(ml.Transforms.Categorical.OneHotEncoding("Color"))
        .Append(ml.Transforms.Conversion.MapKeyToVector("Group"))
        .Append(ml.Transforms.Concatenate("Features", "Height", "Width", "Rest", "Color", "IsNew", "Count", "Group"))
        .Append(ml.Transforms.ReplaceMissingValues("Features", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean))
        .Append(ml.Transforms.NormalizeMinMax("Features", fixZero: false))
        .Append(Trainer(ml, detector, "Features"))
        .Append(ml.Transforms.DropColumns("Features"));

    private static DetectorTrainer Trainer(MLContext mlContext, Detector detector, string features) =>
        mlContext.ActiveAnomaly().Trainers.Detector(detector, new DetectorTrainerOptions { FeatureColumnName = features });

    private static DetectorTrainer CalibratedTrainer(MLContext mlContext) => mlContext.ActiveAnomaly().Trainers.Detector(
        new GaussianProcessDetector(new GaussianProcessOptions { Seed = 1 }),
        new DetectorTrainerOptions
        {
            FeatureColumnName = "Clean",
            LabelColumnName = "Label",
            ProbabilityColumnName = "Chance",
            Calibration = new CalibrationOptions { FoldCount = 2 },
        });

    private static DetectorTrainerOptions Named(string name) => new()
    {
        FeatureColumnName = "Clean", ScoreColumnName = name + "Score", PredictedLabelColumnName = name + "Label",
    };

    private static (ITransformer Model, IDataView Data, MLContext Context) Fitted(
        Func<MLContext, IEstimator<ITransformer>> pipeline)
    {
        var mlContext = new MLContext(1);
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        return (pipeline(mlContext).Fit(data), data, mlContext);
    }

    private static void AssertEqual(Func<MLContext, IEstimator<ITransformer>> pipeline, bool reload)
    {
        var (expected, actual) = Both(pipeline, reload);
        CollectionAssert.AreEqual(expected.Scores, actual.Scores);
        CollectionAssert.AreEqual(expected.Labels, actual.Labels);
    }

    /// <summary>Compares within what sums in another order leave; labels wherever no rounding can turn them.</summary>
    private static void AssertClose(Func<MLContext, IEstimator<ITransformer>> pipeline, bool reload, double exceptionShare = 0)
    {
        const double Tolerance = 1e-5;
        var (expected, actual) = Both(pipeline, reload);
        var exceptions = expected.Scores.Zip(actual.Scores).Count(
            pair => !(Math.Abs(pair.First - pair.Second) <= Tolerance * (1 + Math.Abs(pair.First))) && !pair.First.Equals(pair.Second));
        Assert.IsLessThanOrEqualTo(exceptionShare * expected.Scores.Length, exceptions);
        Assert.IsLessThanOrEqualTo(
            0.001 * expected.Labels.Length, expected.Labels.Zip(actual.Labels).Count(pair => !pair.First.Equals(pair.Second)));
    }

    private static ((double[] Scores, double[] Labels) Expected, (double[] Scores, double[] Labels) Actual) Both(
        Func<MLContext, IEstimator<ITransformer>> pipeline, bool reload)
    {
        var (model, data, mlContext) = Fitted(pipeline);
        var unseen = PipelineRow.View(mlContext, PipelineRow.Unseen());
        var scored = model.Transform(unseen);
        var outputs = PipelineScores.Run(
            PipelineScores.Bytes(mlContext, reload ? PipelineScores.Reloaded(model, data) : model, data), unseen);
        var expected = PipelineScores.Column(scored, "Score");
        Assert.IsGreaterThan(expected.Length / 3, expected.Distinct().Count(), "Scores that are all the same would show nothing.");
        return ((expected, PipelineScores.Column(scored, "PredictedLabel")), (outputs["Score"], outputs["PredictedLabel"]));
    }

    private static void AssertNames(byte[] file, string[] inputs, string[] outputs)
    {
        using var session = new InferenceSession(file);
        CollectionAssert.AreEqual(inputs, session.InputNames.ToArray());
        CollectionAssert.AreEqual(outputs, session.OutputNames.ToArray());
    }

    /// <summary>Gives what the graph computes with, copies of whatever kind excepted.</summary>
    private static string[] Operators(byte[] file) => [.. ModelProto.Parser.ParseFrom(file).Graph.Node
        .Select(node => node.OpType).Where(name => name is not ("Identity" or "Reshape" or "Cast"))];
}
