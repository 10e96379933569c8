using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly.Tests.Documentation;

[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void Example_InTheReadme_IsTheCompiledOne()
    {
        var readme = File.ReadAllText(RepositoryFiles.PathOf("README.md"));
        var block = readme.Split("```csharp\n")[1].Split("```")[0];
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

    private static string Unindented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
