using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Radar returns, good and bad: evaluation.</summary>
internal sealed partial class IonosphereModel
{
    /// <summary>Compares a saved model's scores with the labels of a file.</summary>
    public static AnomalyDetectionMetrics Evaluate(string modelPath, string inputDataFilePath)
    {
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(modelPath, out _);
        var data = LoadIDataViewFromFile(inputDataFilePath);
        return mlContext.AnomalyDetection.Evaluate(model.Transform(data), nameof(ModelInput.Label));
    }
}
