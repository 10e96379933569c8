using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Querying;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>The pipeline of the scripts whose data hold text.</summary>
internal static class OneHotPipeline
{
    /// <summary>
    /// Makes the pipeline: each column of text one-hot (a word that the training data lack becomes zeros), all columns in one
    /// vector, each number scaled to [0, 1], then active learning. The label column plays the expert.
    /// </summary>
    public static IEstimator<ITransformer> Build(
        MLContext mlContext,
        IReadOnlyList<string> textColumns,
        IReadOnlyList<string> numberColumns,
        string labelColumn,
        NceOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        var anomaly = mlContext.ActiveAnomaly();
        IEstimator<ITransformer> pipeline = mlContext.Transforms.Concatenate("Features", [.. numberColumns, .. textColumns.Select(OneHot)])
            .Append(mlContext.Transforms.NormalizeMinMax("Features", fixZero: false))
            .Append(anomaly.ActiveLearning(
                anomaly.Trainers.Nce(options),
                new AdaptiveBoundaryStrategy(),
                LabelOracle.FromColumn(labelColumn),
                new ActiveLearningEstimator.Options { TrainingProgress = progress, CancellationToken = cancellationToken }));
        foreach (var column in textColumns)
        {
            pipeline = mlContext.Transforms.Categorical.OneHotEncoding(OneHot(column), column).Append(pipeline);
        }

        return pipeline;
    }

    private static string OneHot(string column) => column + ".OneHot";
}
