using System.IO.Compression;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>After loading, an error about columns names the user's, with what was found and what is needed, before a row is read.</summary>
[TestClass]
public sealed class ScoringPipelineSchemaTests
{
    private const string FourForFive = "'Features': expected Vector<Single, 5>, got Vector<Single, 4>";

    private static readonly ScoringColumns Columns = new("Features", "Score", "PredictedLabel", "Probability");

    [TestMethod]
    public void GetOutputSchema_LoadedAndFewerFeatures_ThrowsWithNameAndBothCounts() => Throws(
        (model, data) => model.GetOutputSchema(data.Schema), new FourFeatures(), FourForFive);

    [TestMethod]
    public void GetOutputSchema_LoadedAndMoreFeatures_ThrowsWithNameAndBothCounts() => Throws(
        (model, data) => model.GetOutputSchema(data.Schema),
        new SixFeatures(),
        "'Features': expected Vector<Single, 5>, got Vector<Single, 6>");

    [TestMethod]
    public void Transform_LoadedAndFewerFeatures_ThrowsWithNameAndBothCounts() => Throws(
        (model, data) => model.Transform(data), new FourFeatures(), FourForFive);

    [TestMethod]
    public void Transform_LoadedAndFeaturesOfDouble_ThrowsWithNameAndBothTypes() =>
        Throws((model, data) => model.Transform(data), new DoubleFeatures(), "'Features'", "vector of Single", "got Vector<Double, 5>");

    [TestMethod]
    public void Transform_LoadedAndFeaturesOfUnknownSize_ThrowsWithNameAndType() =>
        Throws((model, data) => model.Transform(data), new UnsizedFeatures(), "'Features'", "known-size", "got Vector<Single>");

    [TestMethod]
    public void Transform_LoadedAndOneFeatureAsANumber_ThrowsWithNameAndType() =>
        Throws((model, data) => model.Transform(data), new OneFeature(), "'Features'", "vector of Single", "got Single");

    [TestMethod]
    public void Transform_LoadedAndFeaturesMissing_ThrowsWithTheName() =>
        Throws((model, data) => model.Transform(data), new RawRow { Rest = [1, 2, 3] }, "'Features'");

    [TestMethod]
    public void CreatePredictionEngine_LoadedAndFewerFeatures_ThrowsWithNameAndBothCounts() => ThrowsForAnEngine<FourFeatures>(
        FourForFive);

    [TestMethod]
    public void CreatePredictionEngine_LoadedAndFeaturesOfDouble_ThrowsWithNameAndType() =>
        ThrowsForAnEngine<DoubleFeatures>("'Features'", "got Vector<Double, 5>");

    [TestMethod]
    public void CreatePredictionEngine_LoadedAndFeaturesMissing_ThrowsWithTheName() => ThrowsForAnEngine<RawRow>("'Features'");

    [TestMethod]
    public void Transform_LoadedRenamedColumnOfFewerFeatures_ThrowsWithTheNewName()
    {
        var mlContext = new MLContext(1);
        var copy = mlContext.Transforms.CopyColumns("Inputs", "Features");
        var data = copy.Fit(mlContext.Pool()).Transform(mlContext.Pool());
        var options = new DetectorTrainerOptions { FeatureColumnName = "Inputs" };
        var loaded = ScoringPipelineTests.Reloaded(
            mlContext, mlContext.ActiveAnomaly().Trainers.Nce(Fast.Untrained, options).Fit(data), data);
        var narrow = mlContext.View<FourFeatures>([new()]);

        Contains(() => loaded.Transform(copy.Fit(narrow).Transform(narrow)), "'Inputs': expected Vector<Single, 5>, got Vector<Single, 4>");
    }

    [TestMethod]
    public void Transform_LoadedChainAndFewerValuesInAColumn_ThrowsWithFeaturesAndBothCounts()
    {
        var mlContext = new MLContext(1);

        Contains(
            () => LoadedChain(mlContext).Transform(mlContext.View<ShortRaw>([new()])),
            "'Features': expected Vector<Single, 4>, got Vector<Single, 3>");
    }

    [TestMethod]
    public void Transform_LoadedChainAndColumnsOfDouble_ThrowsWithFeaturesAndType()
    {
        var mlContext = new MLContext(1);

        Contains(() => LoadedChain(mlContext).Transform(mlContext.View<DoubleRaw>([new()])), "'Features'", "got Vector<Double, 4>");
    }

    [TestMethod]
    public void Transform_LoadedChainAndAColumnMissing_ThrowsWithItsName()
    {
        var mlContext = new MLContext(1);

        Contains(() => LoadedChain(mlContext).Transform(mlContext.Pool(1)), "'Height'");
    }

    [TestMethod]
    public void CreatePredictionEngine_LoadedChainAndFewerValuesInAColumn_ThrowsWithFeaturesAndBothCounts()
    {
        var mlContext = new MLContext(1);
        var loaded = LoadedChain(mlContext);

        Contains(
            () => mlContext.Model.CreatePredictionEngine<ShortRaw, Prediction>(loaded).Dispose(),
            "'Features': expected Vector<Single, 4>, got Vector<Single, 3>");
    }

    [TestMethod]
    public void Transform_LoadedSavedAndLoadedAgainAndFewerFeatures_ThrowsWithNameAndBothCounts()
    {
        var mlContext = new MLContext(1);
        var again = ScoringPipelineTests.Reloaded(mlContext, Loaded(mlContext), mlContext.Pool());

        Contains(() => again.Transform(mlContext.View<FourFeatures>([new()])), FourForFive);
    }

    [TestMethod]
    public void Save_InContextsOfOtherSeeds_GivesTheSameBytes()
    {
        var mlContext = new MLContext(1);
        var other = new MLContext(2);
        var model = mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Pool()).Model;
        var schema = mlContext.Pool().Schema;

        CollectionAssert.AreEqual(
            Entries(mlContext, new DetectorTransformer(mlContext, model, Columns, schema)),
            Entries(other, new DetectorTransformer(other, model, Columns, schema)));
    }

    private static ITransformer Loaded(MLContext mlContext) => ScoringPipelineTests.Reloaded(
        mlContext, mlContext.NceTrainer(Fast.Untrained).Fit(mlContext.Pool()), mlContext.Pool());

    /// <summary>Gives a loaded chain of its own concatenation, with no scaling between it and the detector.</summary>
    private static ITransformer LoadedChain(MLContext mlContext)
    {
        var data = mlContext.View(Rows.Raw());
        var chain = mlContext.Transforms.Concatenate("Features", "Height", "Rest").Append(mlContext.NceTrainer(Fast.Untrained));
        return ScoringPipelineTests.Reloaded(mlContext, chain.Fit(data), data);
    }

    /// <summary>
    /// Gives the entries of a saved model, each with its bytes as text; but not those in which ML.NET keeps rows, whose blocks two threads
    /// write in any order.
    /// </summary>
    private static string[] Entries(MLContext mlContext, DetectorTransformer model)
    {
        using var stream = new MemoryStream();
        mlContext.Model.Save(model, mlContext.Pool().Schema, stream);
        stream.Position = 0;
        using var archive = new ZipArchive(stream);
        return [.. archive.Entries.Where(entry => !entry.Name.EndsWith(".idv", StringComparison.Ordinal)).Select(Content)];
    }

    private static string Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var opened = entry.Open();
        opened.CopyTo(content);
        return $"{entry.FullName} {Convert.ToHexString(content.ToArray())}";
    }

    private static void Throws<T>(Action<ITransformer, IDataView> call, T row, params string[] expected)
        where T : class
    {
        var mlContext = new MLContext(1);
        Contains(() => call(Loaded(mlContext), mlContext.View<T>([row])), expected);
    }

    private static void ThrowsForAnEngine<T>(params string[] expected)
        where T : class
    {
        var mlContext = new MLContext(1);
        Contains(() => mlContext.Model.CreatePredictionEngine<T, Prediction>(Loaded(mlContext)).Dispose(), expected);
    }

    private static void Contains(Action call, params string[] expected)
    {
        var message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(call).Message;
        foreach (var part in expected)
        {
            Assert.Contains(part, message);
        }

        Assert.DoesNotContain("__ActiveAnomaly", message);
    }

    private sealed class FourFeatures
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [1, 2, 3, 4];
    }

    private sealed class SixFeatures
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [1, 2, 3, 4, 5, 6];
    }

    private sealed class DoubleFeatures
    {
        [VectorType(5)]
        public double[] Features { get; set; } = [1, 2, 3, 4, 5];
    }

    private sealed class UnsizedFeatures
    {
        public float[] Features { get; set; } = [1, 2, 3, 4, 5];
    }

    private sealed class OneFeature
    {
        public float Features { get; set; } = 1;
    }

    private sealed class ShortRaw
    {
        public float Height { get; set; }

        [VectorType(2)]
        public float[] Rest { get; set; } = [1, 2];
    }

    private sealed class DoubleRaw
    {
        public double Height { get; set; }

        [VectorType(3)]
        public double[] Rest { get; set; } = [1, 2, 3];
    }
}
