using ActiveAnomaly.Detectors.Forests;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>What cannot be written is refused by type and columns, with what to do; and only where an output depends on it.</summary>
[TestClass]
public sealed class RefusedStepTests
{
    private static readonly IsolationForestDetector Small = new(new IsolationForestOptions { TreeCount = 2, Seed = 1 });

    private static readonly Dictionary<string, (Func<MLContext, IEstimator<ITransformer>> Step, string[] Message)> Refused = new()
    {
        ["text features"] = (ml => ml.Transforms.Text.FeaturizeText("R", "Color"),
            ["TextFeaturizingEstimator.Transformer", "'Color' -> 'R'", "in the program that calls the model"]),
        ["hashed categories"] = (ml => ml.Transforms.Categorical.OneHotHashEncoding("R", "Color", numberOfBits: 4),
            ["OneHotHashEncodingTransformer", "'Color' -> 'R'", "Use OneHotEncoding"]),
        ["text to number"] = (ml => ml.Transforms.Conversion.ConvertType("R", "Color"),
            ["TypeConvertingTransformer", "'Color' -> 'R'", "Read the column as numbers"]),
        ["number to text"] = (ml => ml.Transforms.Conversion.ConvertType("R", "Height", DataKind.String),
            ["TypeConvertingTransformer", "'Height' -> 'R'", "other letters"]),
        ["truth value to text"] = (ml => ml.Transforms.Conversion.ConvertType("R", "IsNew", DataKind.String),
            ["TypeConvertingTransformer", "'IsNew' -> 'R'", "other letters"]),
        ["norm of a row"] = (ml => ml.Transforms.NormalizeLpNorm("R", "Rest"),
            ["LpNormNormalizingTransformer", "'Rest' -> 'R'", "missing values"]),
        ["contrast of a row"] = (ml => ml.Transforms.NormalizeGlobalContrast("R", "Rest"),
            ["LpNormNormalizingTransformer", "'Rest' -> 'R'", "missing values"]),
        ["min-max of Double"] = (ml => ml.Transforms.NormalizeMinMax("R", "Doubles"),
            ["NormalizingTransformer", "'Doubles' -> 'R'", "is Double", "ConvertType"]),
        ["missing in Double"] = (ml => ml.Transforms.ReplaceMissingValues("R", "Doubles"),
            ["MissingValueReplacingTransformer", "'Doubles' -> 'R'", "is Double", "ConvertType"]),
        ["bins"] = (ml => ml.Transforms.NormalizeBinning("R", "Rest"),
            ["NormalizingTransformer", "'Rest' -> 'R'", "converts no such step"]),
        ["truth values concatenated"] = (ml => ml.Transforms.Concatenate("R", "IsNew", "IsNew"),
            ["ColumnConcatenatingTransformer", "'IsNew' -> 'R'", "ConvertType"]),
        ["texts concatenated"] = (ml => ml.Transforms.Concatenate("R", "Color", "Colors"),
            ["ColumnConcatenatingTransformer", "'Color', 'Colors' -> 'R'", "OneHotEncoding"]),
        ["keys to texts"] = (ml => ml.Transforms.Conversion.MapValueToKey("K", "Color")
            .Append(ml.Transforms.Conversion.MapKeyToValue("R", "K")), ["Step 2", "KeyToValueMappingTransformer", "'K' -> 'R'"]),
        ["map to texts"] = (
            ml => ml.Transforms.Conversion.MapValue("R", [new("red", "warm"), KeyValuePair.Create("blue", "cold")], "Color"),
            ["ValueMappingTransformer", "'Color' -> 'R'", "Map to numbers"]),
        ["binary digits of categories"] = (
            ml => ml.Transforms.Categorical.OneHotEncoding("R", "Color", OneHotEncodingEstimator.OutputKind.Binary),
            ["OneHotEncodingTransformer", "'Color' -> 'R'", "converts no such step"]),
        ["an expression"] = (ml => ml.Transforms.Expression("R", "x => x + 1f", "Height"), ["ExpressionTransformer", "'Height' -> 'R'"]),
        ["a mapping of one's own"] = (ml => ml.Transforms.CustomMapping<HeightOnly, Result>((row, result) => result.R = row.Height, null),
            ["CustomMappingTransformer", "'Height' -> 'R'"]),
        ["features selected"] = (ml => ml.Transforms.FeatureSelection.SelectFeaturesBasedOnCount("R", "Sparse", count: 300),
            ["SlotsDroppingTransformer", "'Sparse' -> 'R'"]),
        ["a projection in place"] = (ml => ml.Transforms.ReplaceMissingValues("R", "Rest")
            .Append(ml.Transforms.ProjectToPrincipalComponents("R", rank: 2)),
            ["Step 2", "PrincipalComponentAnalysisTransformer", "'R' -> 'R'", "another name"]),
    };

    public static IEnumerable<object[]> Names => Refused.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void SaveOnnx_ARefusedStep_ThrowsWithTypeAndColumnsAndAdvice(string name)
    {
        var mlContext = new MLContext(1);
        var (step, parts) = Refused[name];
        var (model, data) = Fitted(mlContext, step(mlContext));
        var message = Assert.ThrowsExactly<NotSupportedException>(() => PipelineScores.Bytes(mlContext, model, data, "R")).Message;
        foreach (var part in parts)
        {
            Assert.Contains(part, message);
        }
    }

    /// <summary>Only the detector's columns come out, which do not depend on the step.</summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void SaveOnnx_ARefusedStepThatNothingDependsOn_IsLeftOut(string name)
    {
        var mlContext = new MLContext(1);
        var (model, data) = Fitted(mlContext, Refused[name].Step(mlContext));

        CollectionAssert.AreEqual(
            PipelineScores.Column(model.Transform(data), "Score"),
            PipelineScores.Run(PipelineScores.Bytes(mlContext, model, data), data)["Score"]);
    }

    [TestMethod]
    public void SaveOnnx_AMappingThatKeepsState_ThrowsWithTypeAndColumns()
    {
        var mlContext = new MLContext(1);
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        var running = mlContext.Transforms.StatefulCustomMapping<HeightOnly, Result, Sum>(
            (row, result, sum) => result.R = sum.Value += row.Height, sum => sum.Value = 0, null);
        var model = new TransformerChain<ITransformer>(running.Fit(data), Forest(mlContext).Fit(data));
        var message = Assert.ThrowsExactly<NotSupportedException>(() => PipelineScores.Bytes(mlContext, model, data, "R")).Message;

        Assert.Contains("StatefulCustomMappingTransformer ('Height' -> 'R')", message);
    }

    /// <summary>Such a step may leave rows out, so that it counts whatever comes out.</summary>
    [TestMethod]
    public void SaveOnnx_AStepThatIsNotRowByRow_ThrowsWithTheStep()
    {
        var mlContext = new MLContext(1);
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        var model = new TransformerChain<ITransformer>(new FirstRows(mlContext), Forest(mlContext).Fit(data));
        var message = Assert.ThrowsExactly<NotSupportedException>(() => PipelineScores.Bytes(mlContext, model, data)).Message;

        Assert.Contains("Step 1 of the pipeline, RefusedStepTests.FirstRows, makes its rows of other rows", message);
    }

    [TestMethod]
    public void SaveOnnx_ATimeThatComesOut_ThrowsWithColumnAndType()
    {
        var mlContext = new MLContext(1);
        var (model, data) = Fitted(mlContext, mlContext.Transforms.CopyColumns("R", "When"));
        var message = Assert.ThrowsExactly<NotSupportedException>(() => PipelineScores.Bytes(mlContext, model, data, "R")).Message;

        Assert.Contains("'When' is DateTime", message);
    }

    [TestMethod]
    public void SaveOnnx_AVectorOfUnknownSize_ThrowsWithColumnAndType()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Data.LoadFromEnumerable(new[] { new UnsizedRow { Clean = [1, 2], Others = [1] } });
        var model = mlContext.Transforms.CopyColumns("R", "Others").Append(Forest(mlContext)).Fit(
            mlContext.Data.LoadFromEnumerable(Enumerable.Repeat(new UnsizedRow { Clean = [1, 2], Others = [1] }, 9)));
        var message = Assert.ThrowsExactly<NotSupportedException>(() => PipelineScores.Bytes(mlContext, model, data, "R")).Message;

        Assert.Contains("'Others' is Vector<Single>, a vector of unknown size", message);
    }

    [TestMethod]
    public void SaveOnnx_AColumnCalledAsAResultIsInOnnx_ThrowsWithBoth()
    {
        var mlContext = new MLContext(1);
        var (data, doubles) = (Named(mlContext), Named(mlContext, "Doubles", "Width"));
        var prepared = mlContext.ActiveAnomaly().PrepareFeatures(
            doubles.Schema, new FeaturePreparationOptions { OutputColumnName = "R" });

        Refuses(Scaled(mlContext, "pump"), data);
        Refuses(prepared, doubles);

        void Refuses(IEstimator<ITransformer> step, IDataView data)
        {
            var model = step.Append(Forest(mlContext)).Fit(data);
            var message = Assert.ThrowsExactly<NotSupportedException>(() => PipelineScores.Bytes(mlContext, model, data, "R")).Message;
            Assert.Contains("'pump' is called 'pump.output'", message);
        }
    }

    [TestMethod]
    public void SaveOnnx_AColumnCalledAsAResultThatNothingNeeds_GivesWhatThePipelineGives()
    {
        var mlContext = new MLContext(1);
        var data = Named(mlContext);
        var model = Scaled(mlContext, "pump.output").Append(Forest(mlContext)).Fit(data);

        CollectionAssert.AreEqual(
            PipelineScores.Column(model.Transform(data), "R"),
            PipelineScores.Run(PipelineScores.Bytes(mlContext, model, data, "R"), data)["R"]);
    }

    /// <summary>Scales both columns in one step, and copies one.</summary>
    private static EstimatorChain<ColumnCopyingTransformer> Scaled(MLContext mlContext, string copied) =>
        mlContext.Transforms.NormalizeMinMax([new("pump"), new("pump.output")]).Append(mlContext.Transforms.CopyColumns("R", copied));

    /// <summary>Columns pump and pump.output, as copies of others.</summary>
    private static IDataView Named(MLContext mlContext, string pump = "Rest", string other = "Sparse")
    {
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        return mlContext.Transforms.CopyColumns("pump", pump).Append(mlContext.Transforms.CopyColumns("pump.output", other))
            .Append(mlContext.Transforms.SelectColumns("pump", "pump.output", "Clean", "Label")).Fit(data).Transform(data);
    }

    private static (ITransformer Model, IDataView Data) Fitted(MLContext mlContext, IEstimator<ITransformer> step)
    {
        var data = PipelineRow.View(mlContext, PipelineRow.Training());
        return (step.Append(Forest(mlContext)).Fit(data), data);
    }

    private static DetectorTrainer Forest(MLContext mlContext) =>
        mlContext.ActiveAnomaly().Trainers.Detector(Small, new DetectorTrainerOptions { FeatureColumnName = "Clean" });

    /// <summary>A transformer that a user could write: the first rows only.</summary>
    private sealed class FirstRows(MLContext mlContext) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public IDataView Transform(IDataView input) => mlContext.Data.TakeRows(input, 5);

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException("Rows are left out.");

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("It is not saved.");
    }

    private sealed class HeightOnly
    {
        public float Height { get; set; }
    }

    private sealed class Result
    {
        public float R { get; set; }
    }

    private sealed class Sum
    {
        public float Value { get; set; }
    }

    private sealed class UnsizedRow
    {
        [VectorType(2)]
        public float[] Clean { get; set; } = [];

        public float[] Others { get; set; } = [];
    }
}
