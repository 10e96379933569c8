using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Network connections, normal and attacks: evaluation.</summary>
internal sealed partial class NslKddModel
{
    /// <summary>Compares a saved model's scores with the labels of a file.</summary>
    public static AnomalyDetectionMetrics Evaluate(
        string modelPath, string inputDataFilePath, char separatorChar = ',', bool hasHeader = true)
    {
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(modelPath, out _);
        var data = LoadIDataViewFromFile(mlContext, inputDataFilePath, separatorChar, hasHeader);
        return mlContext.AnomalyDetection.Evaluate(model.Transform(data), nameof(ModelInput.Label));
    }
}
