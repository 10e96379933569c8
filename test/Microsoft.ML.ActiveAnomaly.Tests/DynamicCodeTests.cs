namespace Microsoft.ML.ActiveAnomaly.Tests;

/// <summary>What a program says that may not make code, as programs of one file may not unless they say so.</summary>
[TestClass]
public sealed class DynamicCodeTests
{
    private static readonly Lazy<string[]> Lines = new(Run);

    [TestMethod]
    [DataRow("Trainer.Fit")]
    [DataRow("ActiveLearning.Fit")]
    [DataRow("PrepareFeatures.Fit")]
    [DataRow("Explain.Fit")]
    [DataRow("CreateExplanationTransformer")]
    [DataRow("CreateTransformer")]
    [DataRow("CreateSession")]
    [DataRow("ResumeSession")]
    [DataRow("GetDetectorModels")]
    [DataRow("GetExplainers")]
    [DataRow("Model.Load")]
    public void Entry_WithoutDynamicCode_SaysWhatToAdd(string entry)
    {
        var line = Lines.Value.Single(line => line.StartsWith(entry + ":", StringComparison.Ordinal));

        Assert.StartsWith($"{entry}: NotSupportedException: ML.NET makes code while it runs", line);
        Assert.Contains("#:property PublishAot=false", line);
    }

    private static string[] Run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("rows.csv"), "a,b,c,d,e\n" + string.Concat(Enumerable.Repeat("1,2,3,4,5\n", 10)));
        var mlContext = new MLContext(1);
        var data = FreshProcess.Program.Load(mlContext, folder.File("rows.csv"));
        mlContext.Model.Save(mlContext.ActiveAnomaly().Trainers.IsolationForest("Raw").Fit(data), data.Schema, folder.File("model.zip"));
        return OtherProcess.WithoutDynamicCode(
            folder, FreshProcess.WithoutDynamicCode.Argument, folder.File("model.zip"), folder.File("rows.csv")).Split('\n');
    }
}
