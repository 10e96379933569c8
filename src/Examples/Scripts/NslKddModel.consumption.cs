using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// Network connections, normal and attacks: use of a saved model. Not thread safe, as ML.NET's prediction engines are not.
/// </summary>
internal sealed partial class NslKddModel(string modelPath)
{
    private readonly Lazy<PredictionEngine<ModelInput, ModelOutput>> _predictEngine = new(() => CreatePredictEngine(modelPath));

    /// <summary>Scores one row; the model is loaded on the first call.</summary>
    public ModelOutput Predict(ModelInput input) => _predictEngine.Value.Predict(input);

    private static PredictionEngine<ModelInput, ModelOutput> CreatePredictEngine(string modelPath)
    {
        var mlContext = new MLContext();
        var model = mlContext.Model.Load(modelPath, out _);
        return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(model);
    }

    /// <summary>A line of the file.</summary>
    internal sealed class ModelInput
    {
        /// <summary>Gets or sets the length of the connection in seconds.</summary>
        [LoadColumn(0)]
        public float Duration { get; set; }

        /// <summary>Gets or sets the protocol, such as tcp.</summary>
        [LoadColumn(1)]
        public string Protocol { get; set; } = string.Empty;

        /// <summary>Gets or sets the service at the destination, such as http.</summary>
        [LoadColumn(2)]
        public string Service { get; set; } = string.Empty;

        /// <summary>Gets or sets how the connection ended, such as SF.</summary>
        [LoadColumn(3)]
        public string Flag { get; set; } = string.Empty;

        /// <summary>Gets or sets the other 37 columns: bytes, counts and rates.</summary>
        [LoadColumn(4, 40)]
        [VectorType(37)]
        public float[] Measurements { get; set; } = [];

        /// <summary>Gets or sets 1 for an attack, 0 for a normal connection.</summary>
        [LoadColumn(41)]
        public float Label { get; set; }
    }

    /// <summary>What the model says of a row.</summary>
    internal sealed class ModelOutput
    {
        /// <summary>Gets or sets the anomaly score; higher is more anomalous.</summary>
        public float Score { get; set; }

        /// <summary>Gets or sets a value indicating whether the score lies above the model's threshold.</summary>
        public bool PredictedLabel { get; set; }
    }
}
