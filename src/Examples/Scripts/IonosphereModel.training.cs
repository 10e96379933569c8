using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>Radar returns, good and bad: training. The label column plays the expert, who is asked about 6 rows a stage.</summary>
internal sealed partial class IonosphereModel
{
    /// <summary>Trains on a file and saves the model.</summary>
    public static void Train(
        string outputModelPath,
        string inputDataFilePath,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var mlContext = new MLContext(seed: 1);
        var data = LoadIDataViewFromFile(inputDataFilePath);
        var model = RetrainModel(mlContext, data, progress, cancellationToken);
        SaveModel(mlContext, model, data, outputModelPath);
    }

    /// <summary>Loads a file: a column of the view for each of the file, by its name.</summary>
    public static IDataView LoadIDataViewFromFile(string inputDataFilePath) => TableReader.Read(inputDataFilePath).ToDataView();

    /// <summary>Saves a model together with the schema of what it was trained on.</summary>
    public static void SaveModel(MLContext mlContext, ITransformer model, IDataView data, string modelSavePath) =>
        mlContext.Model.Save(model, data.Schema, modelSavePath);

    /// <summary>Trains on data of the same schema, such as newer rows.</summary>
    public static ITransformer RetrainModel(
        MLContext mlContext,
        IDataView trainData,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        BuildPipeline(mlContext, trainData.Schema, progress, cancellationToken).Fit(trainData);

    /// <summary>Makes the pipeline: one vector of all features, each scaled to [0, 1], then active learning.</summary>
    public static IEstimator<ITransformer> BuildPipeline(
        MLContext mlContext,
        DataViewSchema schema,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var anomaly = mlContext.ActiveAnomaly();
        return anomaly.PrepareFeatures(schema, nameof(ModelInput.Label), FeatureScaling.MinMax)
            .Append(anomaly.ActiveLearning(
                anomaly.Trainers.Nce(seed: 1),
                new AdaptiveBoundaryStrategy(),
                LabelOracle.FromColumn(nameof(ModelInput.Label)),
                new ActiveLearningEstimator.Options { TrainingProgress = progress, CancellationToken = cancellationToken }));
    }
}
