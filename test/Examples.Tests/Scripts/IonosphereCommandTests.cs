using Microsoft.ML;

namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class IonosphereCommandTests
{
    [TestMethod]
    public void Run_ShippedData_SavesTheModelWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("ionosphere", "--out", folder.FullName).Succeeds();

        Assert.IsTrue(File.Exists(folder.File("IonosphereModel.zip")));
        Assert.Contains($"IonosphereModel.zip in the folder {folder.FullName}", run.Output);
    }

    [TestMethod]
    public void Run_ShippedData_PredictsAsItEvaluates()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("ionosphere", "--out", folder.FullName).Succeeds();
        var modelPath = folder.File("IonosphereModel.zip");
        var mlContext = new MLContext();
        var data = IonosphereModel.LoadIDataViewFromFile(DataPath);
        var inputs = mlContext.Data.CreateEnumerable<IonosphereModel.ModelInput>(data, reuseRowObject: false).ToList();
        var model = new IonosphereModel(modelPath);
        var scores = inputs.Select(input => model.Predict(input).Score).ToArray();
        bool[] truth = [.. inputs.Select(input => input.Label > 0)];

        Assert.AreEqual(IonosphereModel.Evaluate(modelPath, DataPath).AreaUnderRocCurve, Metrics.Ranking.RocAuc(scores, truth), 1e-12);
    }

    [TestMethod]
    public void Run_Cancelled_SavesNothing()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of(new CancellationToken(canceled: true), "ionosphere", "--out", folder.FullName);

        Assert.AreEqual(130, run.ExitCode, run.Error);
        Assert.IsFalse(File.Exists(folder.File("IonosphereModel.zip")));
    }

    private static string DataPath => Path.Combine(AppContext.BaseDirectory, "Data", "ionosphere.csv");
}
