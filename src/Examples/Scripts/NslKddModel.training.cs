using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using Microsoft.ML;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Network connections, normal and attacks (NSL-KDD), with three columns of text: training.</summary>
internal sealed partial class NslKddModel
{
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

    /// <summary>Makes the pipeline: the three columns of text one-hot, then all columns in one vector, then active learning.</summary>
    public static IEstimator<ITransformer> BuildPipeline(
        MLContext mlContext, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OneHotPipeline.Build(
            mlContext,
            textColumns: [nameof(ModelInput.Protocol), nameof(ModelInput.Service), nameof(ModelInput.Flag)],
            numberColumns: [nameof(ModelInput.Duration), nameof(ModelInput.Measurements)],
            labelColumn: nameof(ModelInput.Label),
            new NceOptions { Seed = 1, BatchSize = 256, ReusePretraining = true, Contamination = 0.45 },
            progress,
            cancellationToken);
}
