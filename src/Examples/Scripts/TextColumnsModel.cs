using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>
/// What <see cref="IonosphereModel"/> does, for a table whose columns, some of them text, are known only when it is read. Without a class
/// for its rows there is no prediction engine; rows are scored table by table.
/// </summary>
internal static class TextColumnsModel
{
    /// <summary>Trains on a table and saves the model, and in the same file what was understood of the table.</summary>
    public static void Train(
        string outputModelPath,
        Table table,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var mlContext = new MLContext(seed: 1);
        var data = table.ToDataView(table.Schema.Label!.Name);
        var model = BuildPipeline(mlContext, data.Schema, table.Schema.Label.Name, progress, cancellationToken).Fit(data);
        mlContext.Model.Save(model, data.Schema, outputModelPath);
        ModelFile.Attach(outputModelPath, table.Schema);
    }

    /// <summary>
    /// Makes the pipeline: each column of text one-hot (a word that the training data lack becomes zeros), all columns in one vector, each
    /// number scaled to [0, 1], then active learning. The label column plays the expert.
    /// </summary>
    public static IEstimator<ITransformer> BuildPipeline(
        MLContext mlContext,
        DataViewSchema schema,
        string labelColumn,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var anomaly = mlContext.ActiveAnomaly();
        return anomaly
            .PrepareFeatures(schema, labelColumn, FeatureScaling.MinMax)
            .Append(anomaly.ActiveLearning(
                anomaly.Trainers.Nce(new NceOptions { Seed = 1 }),
                new AdaptiveBoundaryStrategy(),
                LabelOracle.FromColumn(labelColumn),
                new ActiveLearningEstimator.Options { TrainingProgress = progress, CancellationToken = cancellationToken }));
    }

    /// <summary>Scores the rows of a file with a saved model, read as its training table was.</summary>
    public static float[] Predict(string modelPath, string inputDataFilePath)
    {
        var table = TableReader.ReadAs(inputDataFilePath, ModelFile.ReadSchema(modelPath)!);
        return [.. new MLContext().Model.Load(modelPath, out _).Transform(View(table)).GetColumn<float>("Score")];
    }

    /// <summary>Compares a saved model's scores with the labels of a table.</summary>
    public static AnomalyDetectionMetrics Evaluate(string modelPath, Table table)
    {
        var mlContext = new MLContext();
        return mlContext.AnomalyDetection.Evaluate(
            mlContext.Model.Load(modelPath, out _).Transform(View(table)), table.Schema.Label!.Name);
    }

    private static IDataView View(Table table) =>
        table.Schema.Label is { } label ? table.ToDataView(label.Name) : table.ToDataView();
}
