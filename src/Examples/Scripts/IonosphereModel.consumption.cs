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
        [LoadColumn(0)] public float V1 { get; set; }
        [LoadColumn(1)] public float V3 { get; set; }
        [LoadColumn(2)] public float V4 { get; set; }
        [LoadColumn(3)] public float V5 { get; set; }
        [LoadColumn(4)] public float V6 { get; set; }
        [LoadColumn(5)] public float V7 { get; set; }
        [LoadColumn(6)] public float V8 { get; set; }
        [LoadColumn(7)] public float V9 { get; set; }
        [LoadColumn(8)] public float V10 { get; set; }
        [LoadColumn(9)] public float V11 { get; set; }
        [LoadColumn(10)] public float V12 { get; set; }
        [LoadColumn(11)] public float V13 { get; set; }
        [LoadColumn(12)] public float V14 { get; set; }
        [LoadColumn(13)] public float V15 { get; set; }
        [LoadColumn(14)] public float V16 { get; set; }
        [LoadColumn(15)] public float V17 { get; set; }
        [LoadColumn(16)] public float V18 { get; set; }
        [LoadColumn(17)] public float V19 { get; set; }
        [LoadColumn(18)] public float V20 { get; set; }
        [LoadColumn(19)] public float V21 { get; set; }
        [LoadColumn(20)] public float V22 { get; set; }
        [LoadColumn(21)] public float V23 { get; set; }
        [LoadColumn(22)] public float V24 { get; set; }
        [LoadColumn(23)] public float V25 { get; set; }
        [LoadColumn(24)] public float V26 { get; set; }
        [LoadColumn(25)] public float V27 { get; set; }
        [LoadColumn(26)] public float V28 { get; set; }
        [LoadColumn(27)] public float V29 { get; set; }
        [LoadColumn(28)] public float V30 { get; set; }
        [LoadColumn(29)] public float V31 { get; set; }
        [LoadColumn(30)] public float V32 { get; set; }
        [LoadColumn(31)] public float V33 { get; set; }
        [LoadColumn(32)] public float V34 { get; set; }
        [LoadColumn(33)] public float Label { get; set; }
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
