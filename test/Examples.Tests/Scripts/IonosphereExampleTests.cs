using Microsoft.ML;

namespace ActiveAnomaly.Examples.Scripts;

[TestClass]
public sealed class IonosphereExampleTests
{
    [TestMethod]
    public void Run_ShippedData_SavesTheModelWhereItSays()
    {
        using var folder = new TemporaryFolder();
        var run = ExampleRun.Of(folder, "ionosphere");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.IsTrue(File.Exists(folder.File("IonosphereModel.zip")));
        Assert.Contains($"Trained: {folder.File("IonosphereModel.zip")}", run.Output);
    }

    [TestMethod]
    public void Run_ShippedData_PredictsAsItEvaluates()
    {
        using var folder = new TemporaryFolder();
        var modelPath = folder.File("IonosphereModel.zip");
        IonosphereModel.Train(modelPath, DataPath);
        var mlContext = new MLContext();
        var data = IonosphereModel.LoadIDataViewFromFile(DataPath);
        var inputs = mlContext.Data.CreateEnumerable<IonosphereModel.ModelInput>(data, reuseRowObject: false).ToList();
        var model = new IonosphereModel(modelPath);
        var scores = inputs.Select(input => model.Predict(input).Score).ToArray();
        bool[] truth = [.. inputs.Select(input => input.Label > 0)];

        Assert.AreEqual(IonosphereModel.Evaluate(modelPath, DataPath).AreaUnderRocCurve, Metrics.Ranking.RocAuc(scores, truth), 1e-12);
    }

    [TestMethod]
    public void Train_Cancelled_SavesNothing()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<OperationCanceledException>(() => IonosphereModel.Train(
            folder.File("IonosphereModel.zip"), DataPath, cancellationToken: new CancellationToken(canceled: true)));
        Assert.IsEmpty(Directory.GetFiles(folder.FullName));
    }

    private static string DataPath => Path.Combine(AppContext.BaseDirectory, "Data", "ionosphere.csv");
}
