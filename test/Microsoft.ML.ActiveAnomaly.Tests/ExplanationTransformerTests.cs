using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Persistence;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

[TestClass]
public sealed class ExplanationTransformerTests
{
    private static readonly FeatureMatrix Pool = FeatureMatrix.FromRows([.. Rows.Pool().Select(row => row.Features)]);

    [TestMethod]
    public void Transform_AnyRows_GivesTheContributionsOfAnExplainerOfTheSameRows()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var explaining = mlContext.ActiveAnomaly().Explain(model.Model).Fit(mlContext.Pool());

        var explainer = new Explainer(model.Model, Background.Ordinary(model.Model, Pool));
        CollectionAssert.AreEqual(Expected(explainer), Contributions(explaining, mlContext.Pool()));
        Assert.IsGreaterThan(0, Expected(explainer).Count(bits => bits != 0));
    }

    [TestMethod]
    public void Transform_BehindTheModel_AddsUpToItsScore()
    {
        var mlContext = new MLContext(1);
        var anomaly = mlContext.ActiveAnomaly();
        var model = anomaly.Trainers.IsolationForest().Fit(mlContext.Pool());
        var scored = model.Transform(mlContext.Pool());
        var chain = new TransformerChain<ITransformer>(model, anomaly.Explain(model.Model).Fit(scored));

        var explained = chain.Transform(mlContext.Pool());
        var explainer = anomaly.GetExplainers(chain).Single();
        var scores = explained.GetColumn<float>("Score").ToArray();
        var contributions = explained.GetColumn<float[]>("Contributions").ToArray();
        for (var row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual(scores[row] - explainer.BaseValue, contributions[row].Sum(), 1e-5, $"Row {row}");
        }
    }

    [TestMethod]
    public void Transform_NamedFeatures_NamesTheSlots()
    {
        var mlContext = new MLContext(1);
        var data = mlContext.Transforms.Concatenate("Inputs", "Height", "Label", "Rest").Fit(mlContext.View(Rows.Raw()))
            .Transform(mlContext.View(Rows.Raw()));
        var model = mlContext.ActiveAnomaly().Trainers.Copod(featureColumnName: "Inputs").Fit(data);
        var options = new ExplanationOptions { FeatureColumnName = "Inputs", ContributionsColumnName = "Why" };
        var column = mlContext.ActiveAnomaly().Explain(model.Model, options).Fit(data).Transform(data).Schema["Why"];

        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        Assert.AreSequenceEqual(
            ["Height", "Label", "", "", ""], names.DenseValues().Select(name => name.ToString()));
        Assert.AreEqual(5, ((VectorDataViewType)column.Type).Size);
    }

    [TestMethod]
    public void Transform_Always_LeavesNoHelperColumn()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool());
        var explaining = mlContext.ActiveAnomaly().Explain(model.Model).Fit(mlContext.Pool());

        Assert.AreSequenceEqual(
            ["Features", "Label", "Contributions"],
            explaining.GetOutputSchema(mlContext.Pool().Schema).Where(column => !column.IsHidden).Select(column => column.Name));
    }

    [TestMethod]
    public void GetOutputSchema_OfTheEstimator_HasTheColumnThatFitGives()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool());
        var estimator = mlContext.ActiveAnomaly().Explain(model.Model);

        Assert.AreEqual(
            Shapes.Describe(estimator.Fit(mlContext.Pool()).GetOutputSchema(mlContext.Pool().Schema)["Contributions"]),
            Shapes.Describe(estimator.GetOutputSchema(Shapes.Of<PoolRow>(mlContext)).Single(column => column.Name == "Contributions")));
    }

    [TestMethod]
    public void Predict_EngineOnATransformer_GivesTheBitsOfTheBatch()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var explaining = mlContext.ActiveAnomaly().Explain(model.Model).Fit(mlContext.Pool());
        using var engine = mlContext.Model.CreatePredictionEngine<PoolRow, ExplainedRow>(explaining);

        CollectionAssert.AreEqual(
            Contributions(explaining, mlContext.Pool()), Bits.Of(Rows.Pool().SelectMany(row => engine.Predict(row).Contributions)));
    }

    [TestMethod]
    public void SaveAndLoad_ChainBehindTheModel_GivesTheSameBits()
    {
        var mlContext = new MLContext(1);
        var anomaly = mlContext.ActiveAnomaly();
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var options = new ExplanationOptions
        {
            Explainer = new ExplainerOptions { PairCount = 8, Seed = 5, Method = ExplanationMethod.Sampling },
        };
        var chain = new TransformerChain<ITransformer>(model, anomaly.Explain(model.Model, options).Fit(mlContext.Pool()));
        using var stream = new MemoryStream();
        mlContext.Model.Save(chain, mlContext.Pool().Schema, stream);
        var other = new MLContext(2);
        var loaded = other.Model.Load(stream, out _);

        CollectionAssert.AreEqual(Contributions(chain, mlContext.Pool()), Contributions(loaded, other.Pool()));
        CollectionAssert.AreEqual(chain.OfScores(mlContext.Pool()), loaded.OfScores(other.Pool()));
        var explainer = other.ActiveAnomaly().GetExplainers(loaded).Single();
        Assert.AreEqual(options.Explainer, explainer.Options);
        Assert.AreEqual(Bits.OfModel(model.Model), Bits.OfModel(explainer.Model));
        Assert.HasCount(1, other.ActiveAnomaly().GetDetectorModels(loaded));
        using var engine = other.Model.CreatePredictionEngine<PoolRow, ExplainedRow>(loaded);
        CollectionAssert.AreEqual(
            Contributions(chain, mlContext.Pool()), Bits.Of(Rows.Pool().SelectMany(row => engine.Predict(row).Contributions)));
    }

    [TestMethod]
    public void SaveAndLoad_NamedFeatures_KeepsTheNamesInTheExplainer()
    {
        var mlContext = new MLContext(1);
        var rows = mlContext.View(Rows.Raw());
        var data = mlContext.Transforms.Concatenate("Features", "Height", "Label").Fit(rows).Transform(rows);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(data);
        using var stream = new MemoryStream();
        mlContext.Model.Save(mlContext.ActiveAnomaly().Explain(model.Model).Fit(data), data.Schema, stream);

        var explainer = mlContext.ActiveAnomaly().GetExplainers(mlContext.Model.Load(stream, out _)).Single();
        Assert.AreSequenceEqual(["Height", "Label"], explainer.BackgroundRows.FeatureNames!);
    }

    [TestMethod]
    public void CreateExplanationTransformer_OtherBackground_ComparesWithIt()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var explainer = new Explainer(model.Model, Background.Medians(Pool));
        var explaining = mlContext.ActiveAnomaly().CreateExplanationTransformer(explainer, mlContext.Pool());

        CollectionAssert.AreEqual(Expected(explainer), Contributions(explaining, mlContext.Pool()));
    }

    [TestMethod]
    public void Transform_MissingAndInfiniteFeatures_AreWhatTheExplainerSays()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.NceTrainer().Fit(mlContext.Pool());
        var explaining = mlContext.ActiveAnomaly().Explain(model.Model).Fit(mlContext.Pool());
        var rows = Rows.Pool(2);
        rows[0].Features[1] = float.NaN;
        rows[1].Features[3] = float.PositiveInfinity;
        var contributions = explaining.Transform(mlContext.View(rows)).GetColumn<float[]>("Contributions").ToArray();

        Assert.IsTrue(contributions[0].All(float.IsNaN));
        Assert.AreSequenceEqual([0f, 0, 0, float.MaxValue, 0], contributions[1]);
    }

    [TestMethod]
    public void Fit_BackgroundRowCount_IsWhatRowsAreComparedWith()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool());
        var options = new ExplanationOptions { BackgroundRowCount = 7 };
        var explaining = mlContext.ActiveAnomaly().Explain(model.Model, options).Fit(mlContext.Pool());

        Assert.AreEqual(7, explaining.Explainer.BackgroundRows.RowCount);
    }

    [TestMethod]
    public void Fit_Cancelled_Throws()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool());
        var options = new ExplanationOptions { CancellationToken = new CancellationToken(canceled: true) };

        Assert.Throws<OperationCanceledException>(() => mlContext.ActiveAnomaly().Explain(model.Model, options).Fit(mlContext.Pool()));
    }

    [TestMethod]
    public void FitAndTransform_OtherColumns_NameTheUsersColumn()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool());
        var estimator = mlContext.ActiveAnomaly().Explain(model.Model, new ExplanationOptions { FeatureColumnName = "Measurements" });
        var raw = mlContext.View(Rows.Raw());

        Assert.Contains("'Measurements'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(raw)).Message);
        Assert.Contains(
            "'Measurements'",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(Shapes.Of<RawRow>(mlContext))).Message);
        var explaining = mlContext.ActiveAnomaly().Explain(model.Model).Fit(mlContext.Pool());
        Assert.Contains("'Features'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => explaining.Transform(raw)).Message);
        var ofThree = new ExplanationOptions { FeatureColumnName = "Rest" };
        Assert.Contains("3 features", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => mlContext.ActiveAnomaly().Explain(model.Model, ofThree).Fit(raw)).Message);
    }

    [TestMethod]
    public void Explain_OptionThatCannotBe_NamesIt()
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool()).Model;
        string? Refused(ExplanationOptions options) =>
            Assert.Throws<ArgumentException>(() => mlContext.ActiveAnomaly().Explain(model, options)).ParamName;

        Assert.AreEqual("options.FeatureColumnName", Refused(new ExplanationOptions { FeatureColumnName = " " }));
        Assert.AreEqual("options.ContributionsColumnName", Refused(new ExplanationOptions { ContributionsColumnName = "Features" }));
        Assert.AreEqual("options.BackgroundRowCount", Refused(new ExplanationOptions { BackgroundRowCount = 0 }));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("""{"Method":0,"PairCount":0,"Seed":0,"FeatureNames":null,"Background":[1],"Model":"MODEL"}""")]
    [DataRow("""{"Method":0,"PairCount":4,"Seed":0,"FeatureNames":null,"Background":[1,2,3],"Model":"MODEL"}""")]
    [DataRow("""{"Method":0,"PairCount":4,"Seed":0,"FeatureNames":["a"],"Background":[1,2,3,4,5],"Model":"MODEL"}""")]
    public void Decode_DamagedText_SaysSo(string text)
    {
        var mlContext = new MLContext(1);
        var model = mlContext.ActiveAnomaly().Trainers.Copod().Fit(mlContext.Pool()).Model;
        var state = text.Replace("MODEL", Convert.ToBase64String(DetectorModelFormat.ToBytes(model)), StringComparison.Ordinal);

        Assert.Contains(
            "The saved explainer", Assert.ThrowsExactly<ModelFormatException>(() => ExplainerText.Explainer(state.AsMemory())).Message);
    }

    private static int[] Expected(Explainer explainer) =>
        Bits.Of(explainer.Explain(Pool).SelectMany(explanation => explanation.Contributions.ToArray()));

    private static int[] Contributions(ITransformer transformer, IDataView data) =>
        Bits.Of(transformer.Transform(data).GetColumn<float[]>("Contributions").SelectMany(contributions => contributions));

    private sealed class ExplainedRow
    {
        public float[] Contributions { get; set; } = [];
    }
}
