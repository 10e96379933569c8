using ActiveAnomaly.Examples.Input;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class CrossValidationCommandTests
{
    [TestMethod]
    public void Run_ThreeFolds_PrintsMeanAndDeviation()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("over 3 folds", CommandRun.Of("cross-validation", "--folds", "3", "--out", folder.FullName).Succeeds().Output);
    }

    [TestMethod]
    public void Run_ThreeFolds_SavesTheModelWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("cross-validation", "--folds", "3", "--out", folder.FullName).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("ionosphere-all-rows.zip")));
        Assert.Contains($"ionosphere-all-rows.zip in the folder {folder.FullName}", run.Output);
    }

    [TestMethod]
    public void Evaluate_ThreeFolds_TestEveryRowOnce()
    {
        var folds = new CrossValidation(TableReader.Read(DataSet.Find("ionosphere").Single().Path), 100, default).Evaluate(3).ToList();

        Assert.AreEqual(351, folds.Sum(fold => fold.TestedRowCount));
        Assert.AreEqual(126, folds.Sum(fold => fold.AbnormalCount));
        Assert.IsTrue(folds.All(fold => fold.TrainedRowCount == 351 - fold.TestedRowCount));
    }

    [TestMethod]
    public void Evaluate_FoldWithoutAnomalies_HasNoMetrics()
    {
        // Two anomalies in three folds: at least one fold has none.
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "rare.csv", "a,b,label\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 7},{row % 5},{(row < 2 ? 1 : 0)}\n")));
        var folds = new CrossValidation(TableReader.Read(path), 100, default).Evaluate(3).ToList();

        Assert.Contains(fold => fold.Metrics is null, folds);
    }

    [TestMethod]
    public void Run_Cancelled_SavesNothing()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(new CancellationToken(canceled: true), "cross-validation", "--out", folder.FullName);

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.IsEmpty(Directory.GetFiles(folder.FullName));
    }

    [TestMethod]
    [DataRow("a,b,label\n1,2,no\n3,4,yes\n5,6,no\n", "'no'")]
    [DataRow("a,b,label\n1,2,0\n3,4,0\n5,6,0\n", "one kind")]
    [DataRow("a,b,label\n1,2,0\n3,4,\n5,6,1\n", "line 3")]
    public void Run_LabelsThatCannotBeEvaluated_AreRefused(string text, string found)
    {
        using var folder = new TemporaryFolder();

        CommandRun.Of("cross-validation", "--data", folder.Write("bad.csv", text), "--out", folder.FullName).IsRefused("bad.csv", found);
    }

    [TestMethod]
    public void Parse_OneFold_IsRefused() => CommandRun.Of("cross-validation", "--folds", "1").IsRefused("--folds", "at least 2");
}
