using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Radar returns, good and bad: use of a saved model. Not thread safe, as ML.NET's prediction engines are not.</summary>
internal sealed partial class IonosphereModel(string modelPath)
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

    /// <summary>A line of the file; the second column of the source is zero in every row and was left out.</summary>
    internal sealed class ModelInput
    {
        public float V1 { get; set; }
        public float V3 { get; set; }
        public float V4 { get; set; }
        public float V5 { get; set; }
        public float V6 { get; set; }
        public float V7 { get; set; }
        public float V8 { get; set; }
        public float V9 { get; set; }
        public float V10 { get; set; }
        public float V11 { get; set; }
        public float V12 { get; set; }
        public float V13 { get; set; }
        public float V14 { get; set; }
        public float V15 { get; set; }
        public float V16 { get; set; }
        public float V17 { get; set; }
        public float V18 { get; set; }
        public float V19 { get; set; }
        public float V20 { get; set; }
        public float V21 { get; set; }
        public float V22 { get; set; }
        public float V23 { get; set; }
        public float V24 { get; set; }
        public float V25 { get; set; }
        public float V26 { get; set; }
        public float V27 { get; set; }
        public float V28 { get; set; }
        public float V29 { get; set; }
        public float V30 { get; set; }
        public float V31 { get; set; }
        public float V32 { get; set; }
        public float V33 { get; set; }
        public float V34 { get; set; }
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
