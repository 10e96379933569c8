using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>Prepared features by engines, in chains with trainers, and after loading.</summary>
[TestClass]
public sealed class FeaturePreparationPersistenceTests
{
    private static readonly FeaturePreparationOptions Options = MixedRows.Options with { Scaling = FeatureScaling.MinMax };

    [TestMethod]
    [DataRow(FeatureScaling.None)]
    [DataRow(FeatureScaling.MinMax)]
    [DataRow(FeatureScaling.Robust)]
    public void Load_PreparationInANewContext_GivesTheSameBits(FeatureScaling scaling)
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var model = mlContext.Prepare(data, Options with { Scaling = scaling }).Fit(data);
        var other = new MLContext();
        var loaded = ScoringPipelineTests.Reloaded(other, model, data);

        MixedRows.AreEqual(model.FeaturesOf(data), loaded.FeaturesOf(other.View(MixedRows.All)));
    }

    [TestMethod]
    public void Load_PreparationInANewContext_KeepsTheNamesOfFeatures()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var model = mlContext.Prepare(data, Options).Fit(data);
        var loaded = ScoringPipelineTests.Reloaded(new MLContext(), model, data);

        CollectionAssert.AreEqual(
            MixedRows.SlotNames(model.Transform(data).Schema["Features"]), MixedRows.SlotNames(loaded.Transform(data).Schema["Features"]));
    }

    [TestMethod]
    public void Load_ChainWithATrainer_GivesTheSameBits()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = Chain(mlContext, data).Fit(data);
        var loaded = ScoringPipelineTests.Reloaded(new MLContext(), model, data);

        CollectionAssert.AreEqual(model.OfScores(data), loaded.OfScores(data));
        Assert.IsGreaterThan(1, model.OfScores(data).Distinct().Count());
    }

    [TestMethod]
    [DataRow("Width", "Double", "String")]
    [DataRow("Width", "Double", "Single")]
    [DataRow("Height", "Single", "String")]
    [DataRow("Height", "Single", "Double")]
    [DataRow("Rest", "Single", "String")]
    [DataRow("Color", "String", "Single")]
    [DataRow("IsNew", "Boolean", "String")]
    [DataRow("Count", "Int32", "String")]
    [DataRow("Count", "Int32", "Single")]
    public void Transform_ColumnOfAnotherType_IsRefusedByItsNameAndBothTypes(string column, string expected, string found)
    {
        var kind = Enum.Parse<DataKind>(found);
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var model = mlContext.Prepare(data, Options).Fit(data);
        var other = mlContext.Transforms.Conversion.ConvertType(column, outputKind: kind).Fit(data).Transform(data);
        foreach (var transformer in (ITransformer[])[model, ScoringPipelineTests.Reloaded(new MLContext(), model, data)])
        {
            var message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.Transform(other)).Message;
            Assert.Contains($"'{column}'", message);
            Assert.Contains(expected, message);
        }
    }

    [TestMethod]
    public void Predict_EngineOnPreparation_GivesTheFeaturesOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(MixedRows.All);
        var model = mlContext.Prepare(data, Options).Fit(data);
        using var engine = mlContext.Model.CreatePredictionEngine<MixedRow, PreparedRow>(model);

        MixedRows.AreEqual(
            model.FeaturesOf(data), [.. MixedRows.All.Select(row => engine.Predict(row).Features.DenseValues().ToArray())]);
    }

    [TestMethod]
    public void Predict_EngineOnALoadedChain_GivesTheBitsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var model = Chain(mlContext, data).Fit(data);
        var other = new MLContext();
        using var engine = other.Model.CreatePredictionEngine<RawRow, Prediction>(ScoringPipelineTests.Reloaded(other, model, data));

        CollectionAssert.AreEqual(model.OfScores(data), Bits.Of(Rows.Raw().Select(row => engine.Predict(row).Score)));
    }

    [TestMethod]
    public void Fit_ActiveLearningOnPreparation_ShowsTheOracleTheRawColumns()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.View(Rows.Raw());
        var names = new HashSet<string>();
        var oracle = LabelOracle.FromDelegate(
            question =>
            {
                names.Add($"{question.Values["Name"]}, {question.Values["Width"].GetType().Name}");
                return Answer.Skip;
            },
            "Name",
            "Width");
        mlContext.Prepare(data, Options with { IgnoredColumnNames = ["Group"] })
            .Append(mlContext.ActiveAnomaly().ActiveLearning(oracle, new ActiveLearningEstimator.Options { StageCount = 1 }))
            .Fit(data);

        Assert.IsNotEmpty(names);
        Assert.IsTrue(names.All(
            name => name.StartsWith("row ", StringComparison.Ordinal) && name.EndsWith(", Double", StringComparison.Ordinal)));
    }

    private static EstimatorChain<DetectorTransformer> Chain(MLContext mlContext, IDataView data) =>
        mlContext.Prepare(data, Options with { IgnoredColumnNames = ["Name"] }).Append(mlContext.NceTrainer());
}
