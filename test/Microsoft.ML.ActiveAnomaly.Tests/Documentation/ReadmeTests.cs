using ActiveAnomaly.Metrics;
using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests.Documentation;

[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void Example_InTheReadme_IsTheCompiledOne()
    {
        var readme = File.ReadAllText(RepositoryFiles.PathOf("README.md"));
        var block = readme.Split("```csharp\n")[1].Split("```")[0].Split("using Microsoft.ML.Data;\n")[1];
        var source = File.ReadAllText(
            RepositoryFiles.PathOf("test", "Microsoft.ML.ActiveAnomaly.Tests", "Documentation", "ReadmeExample.cs"));
        var compiled = source.Split("// README begins\n")[1].Split("// README ends")[0];
        Assert.AreEqual(Unindented(compiled), Unindented(block));
    }

    [TestMethod]
    public void Example_OnTheDataShipped_AnswersAndSavesAModel()
    {
        var path = RepositoryFiles.PathOf("src", "Examples", "Data", "ionosphere.csv");
        var truth = File.ReadLines(path).Skip(1).Select(line => line.EndsWith(",1", StringComparison.Ordinal)).ToArray();
        using var folder = new TemporaryFolder();
        var modelPath = folder.File("model.zip");

        var (auc, answerCount) = ReadmeExample.Run(
            path, modelPath, question => truth[question.Row.RowIndex] ? Answer.Abnormal : Answer.Normal);

        Assert.AreEqual(30, answerCount);
        Assert.IsGreaterThan(0.8, auc);
        Assert.IsTrue(File.Exists(modelPath));
    }

    [TestMethod]
    public void LineForBooleanLabels_InTheReadme_IsTheCompiledOneAndMakesThemEvaluable()
    {
        var source = File.ReadAllText(
            RepositoryFiles.PathOf("test", "Microsoft.ML.ActiveAnomaly.Tests", "Documentation", "ReadmeExample.cs"));
        var line = source.Split("; // README line")[0].Split('\n')[^1].Trim();
        Assert.Contains($"`{line}`", File.ReadAllText(RepositoryFiles.PathOf("README.md")));

        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows.Pool().Select(row => new TruthRow { Features = row.Features, Label = row.Label > 0 }));
        var scored = ml.ActiveAnomaly().Trainers.IsolationForest().Fit(data).Transform(data);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.AnomalyDetection.Evaluate(scored));

        var truth = Rows.Pool().Select(row => row.Label > 0).ToArray();
        Assert.AreEqual(
            Ranking.RocAuc([.. scored.GetColumn<float>("Score")], truth),
            ml.AnomalyDetection.Evaluate(ReadmeExample.ConvertLabels(ml).Fit(scored).Transform(scored)).AreaUnderRocCurve,
            1e-12);
    }

    private sealed class TruthRow
    {
        [VectorType(PoolRow.FeatureCount)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
