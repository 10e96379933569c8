using System.Collections.Concurrent;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly.Tests.Evaluations;

/// <summary>The losses of the grid.</summary>
public enum GridLoss
{
    OneClass,
    DeepSad,
    Nce,
}

/// <summary>The queries of the grid.</summary>
public enum GridQuery
{
    HighConfidence,
    AdaptiveBoundary,
}

/// <summary>One run's area under the ROC curve over all rows, by ML.NET's evaluator: before any answer, and after five queries.</summary>
internal sealed record GridRun(double FirstAuc, double LastAuc);

/// <summary>
/// Runs of the paper's grid, with the library's defaults, as a user of ML.NET would make them. Each run is made once, however
/// many tests compare it.
/// </summary>
internal static class PaperGrid
{
    private static readonly ConcurrentDictionary<(string Dataset, GridLoss Loss, GridQuery Query, int Seed), Lazy<GridRun>> Runs = new();

    /// <summary>Gives the runs with seeds 1 to <paramref name="seedCount"/>.</summary>
    public static GridRun[] Run(string dataset, GridLoss loss, GridQuery query, int seedCount)
    {
        var path = EvaluationData.PathOf(dataset);
        return [.. Enumerable.Range(1, seedCount).AsParallel().AsOrdered().Select(seed => Runs.GetOrAdd(
            (dataset, loss, query, seed), key => new Lazy<GridRun>(() => RunOnce(path, key.Loss, key.Query, key.Seed))).Value)];
    }

    private static GridRun RunOnce(string path, GridLoss loss, GridQuery query, int seed)
    {
        var mlContext = new MLContext(seed);
        var data = Load(mlContext, path);
        var normalizer = mlContext.Transforms.Concatenate("Features", "Measurements")
            .Append(mlContext.Transforms.NormalizeMinMax("Features", fixZero: false));
        var trainer = Trainer(mlContext, loss, seed);
        var anomaly = mlContext.ActiveAnomaly();
        var model = normalizer.Append(anomaly.ActiveLearning(trainer, Strategy(query), LabelOracle.FromColumn())).Fit(data);

        // The model of stage 0 is the one that a pipeline without answers gives; training it again would tell nothing more.
        var features = normalizer.Fit(data).Transform(data);
        var first = anomaly.CreateTransformer(model.LastTransformer.History[0].Model, features);
        return new GridRun(Auc(mlContext, first.Transform(features)), Auc(mlContext, model.Transform(data)));
    }

    private static IDataView Load(MLContext mlContext, string path)
    {
        var labelColumn = File.ReadLines(path).First().Split(',').Length - 1;
        return mlContext.Data.LoadFromTextFile(
            path,
            [
                new TextLoader.Column("Measurements", DataKind.Single, 0, labelColumn - 1),
                new TextLoader.Column("Label", DataKind.Single, labelColumn),
            ],
            separatorChar: ',',
            hasHeader: true);
    }

    private static double Auc(MLContext mlContext, IDataView scored) => mlContext.AnomalyDetection.Evaluate(scored).AreaUnderRocCurve;

    private static DetectorTrainer Trainer(MLContext mlContext, GridLoss loss, int seed)
    {
        var trainers = mlContext.ActiveAnomaly().Trainers;
        return loss switch
        {
            GridLoss.OneClass => trainers.DeepSvdd(seed: seed),
            GridLoss.DeepSad => trainers.DeepSad(seed: seed),
            _ => trainers.Nce(seed: seed),
        };
    }

    private static QueryStrategy Strategy(GridQuery query) =>
        query == GridQuery.HighConfidence ? new HighConfidenceStrategy() : new AdaptiveBoundaryStrategy();
}
