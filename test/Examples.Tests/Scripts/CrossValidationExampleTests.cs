using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class CrossValidationExampleTests
{
    [TestMethod]
    public void Run_FiveFolds_PrintsMeanAndDeviationAndSavesTheModel()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Of(folder, "cross-validation", folder.Write("shapes.csv", SyntheticCsv.WithText(400)));

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("over 5 folds", run.Output);
        Assert.IsTrue(File.Exists(folder.File("CrossValidation.zip")));
    }

    [TestMethod]
    public void Evaluate_ThreeFolds_TestEveryRowOnce()
    {
        var folds = new CrossValidation(TableReader.Read(Program.Shipped("ionosphere.csv"))).Evaluate(3).ToList();

        Assert.AreEqual(351, folds.Sum(fold => fold.TestedRowCount));
        Assert.AreEqual(126, folds.Sum(fold => fold.AbnormalCount));
        Assert.HasCount(3, folds.Where(fold => fold.TrainedRowCount == 351 - fold.TestedRowCount));
    }

    [TestMethod]
    public void Evaluate_FoldWithoutAnomalies_HasNoMetrics()
    {
        // Two anomalies in three folds: at least one fold has none.
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "rare.csv", "a,b,label\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 7},{row % 5},{(row < 2 ? 1 : 0)}\n")));
        var folds = new CrossValidation(TableReader.Read(path)).Evaluate(3).ToList();

        Assert.Contains(fold => fold.Metrics is null, folds);
    }

    [TestMethod]
    [DataRow("a,b,label\n1,2,no\n3,4,yes\n5,6,no\n", "'no'")]
    [DataRow("a,b,label\n1,2,0\n3,4,0\n5,6,0\n", "0 abnormal")]
    [DataRow("a,b,label\n1,2,0\n3,4,\n5,6,1\n", "1 unlabelled")]
    public void Run_LabelsThatCannotBeEvaluated_AreRefused(string text, string found)
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Of(folder, "cross-validation", folder.Write("bad.csv", text));

        Assert.AreEqual(1, run.ExitCode);
        Assert.Contains("bad.csv", run.Error);
        Assert.Contains(found, run.Error);
    }
}
