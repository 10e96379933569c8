using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Radar returns, good and bad: training. The label column plays the expert, who is asked about 6 rows a stage.</summary>
internal sealed partial class IonosphereModel
{
    private static readonly string[] FeatureColumns =
    [
        "V1", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12",
        "V13", "V14", "V15", "V16", "V17", "V18", "V19", "V20", "V21", "V22", "V23",
        "V24", "V25", "V26", "V27", "V28", "V29", "V30", "V31", "V32", "V33", "V34",
    ];

    /// <summary>Trains on a file and saves the model.</summary>
    public static void Train(
        string outputModelPath,
        string inputDataFilePath,
        char separatorChar = ',',
        bool hasHeader = true,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var mlContext = new MLContext(seed: 1);
        var data = LoadIDataViewFromFile(mlContext, inputDataFilePath, separatorChar, hasHeader);
        var model = RetrainModel(mlContext, data, progress, cancellationToken);
        SaveModel(mlContext, model, data, outputModelPath);
    }

    /// <summary>Loads a file by the attributes of <see cref="ModelInput"/>.</summary>
    public static IDataView LoadIDataViewFromFile(MLContext mlContext, string inputDataFilePath, char separatorChar, bool hasHeader) =>
        mlContext.Data.LoadFromTextFile<ModelInput>(inputDataFilePath, separatorChar, hasHeader);

    /// <summary>Saves a model together with the schema of what it was trained on.</summary>
    public static void SaveModel(MLContext mlContext, ITransformer model, IDataView data, string modelSavePath) =>
        mlContext.Model.Save(model, data.Schema, modelSavePath);

    /// <summary>Trains on data of the same schema, such as newer rows.</summary>
    public static ITransformer RetrainModel(
        MLContext mlContext,
        IDataView trainData,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        BuildPipeline(mlContext, progress, cancellationToken).Fit(trainData);

    /// <summary>Makes the pipeline: one vector of all features, each scaled to [0, 1], then active learning.</summary>
    public static IEstimator<ITransformer> BuildPipeline(
        MLContext mlContext, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var anomaly = mlContext.ActiveAnomaly();
        return mlContext.Transforms.Concatenate("Features", FeatureColumns)
            .Append(mlContext.Transforms.NormalizeMinMax("Features", fixZero: false))
            .Append(anomaly.ActiveLearning(
                anomaly.Trainers.Nce(seed: 1),
                new AdaptiveBoundaryStrategy(),
                LabelOracle.FromColumn(nameof(ModelInput.Label)),
                new ActiveLearningEstimator.Options { TrainingProgress = progress, CancellationToken = cancellationToken }));
    }
}
