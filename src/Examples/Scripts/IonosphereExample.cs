using System.Globalization;
using Microsoft.ML;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Uses <see cref="IonosphereModel"/>, which has the shape that ML.NET Model Builder generates, on the data shipped.</summary>
internal static class IonosphereExample
{
    public static void Run(string folder)
    {
        var dataPath = Program.Shipped("ionosphere.csv");
        var modelPath = Path.GetFullPath(Path.Combine(folder, "IonosphereModel.zip"));
        IonosphereModel.Train(modelPath, dataPath);
        Console.WriteLine($"Trained: {modelPath}");

        var metrics = IonosphereModel.Evaluate(modelPath, dataPath);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Evaluated: AUC {metrics.AreaUnderRocCurve:F4}, detection rate at 10 false positives "
            + $"{metrics.DetectionRateAtFalsePositiveCount:F4}"));

        var data = IonosphereModel.LoadIDataViewFromFile(dataPath);
        var first = new MLContext().Data.CreateEnumerable<IonosphereModel.ModelInput>(data, reuseRowObject: false).First();
        var prediction = new IonosphereModel(modelPath).Predict(first);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Used: the first row of the file scores {prediction.Score:G6}, PredictedLabel {prediction.PredictedLabel}; it is "
            + $"{(first.Label > 0 ? "bad" : "good")}"));
    }
}
