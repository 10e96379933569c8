using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Examples.Demo;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>How well Deep SAD with all labels finds anomalies among rows that it has not seen.</summary>
internal sealed class CrossValidation
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data;
    private readonly EstimatorChain<DetectorTransformer> _pipeline;

    public CrossValidation(CsvTable table, CancellationToken cancellationToken)
    {
        _data = table.Load(_mlContext);
        var labels = _data.GetColumn<float>(nameof(DemoRow.Label)).ToList();
        if (labels.Exists(float.IsNaN) || !labels.Exists(label => label > 0) || !labels.Exists(label => label <= 0))
        {
            throw new InputException($"The last column of '{table.Path}' must be the label of every row, 0 or 1, and both must occur.");
        }

        _pipeline = _mlContext.Transforms.Concatenate("Features", nameof(DemoRow.Measurements))
            .Append(_mlContext.Transforms.NormalizeMinMax("Features", fixZero: false))
            .Append(_mlContext.ActiveAnomaly().Trainers.DeepSad(
                new DeepSadOptions { Seed = 1 },
                new DetectorTrainerOptions { LabelColumnName = nameof(DemoRow.Label), CancellationToken = cancellationToken }));
    }

    /// <summary>Trains on all folds but one and evaluates on that one, each in turn.</summary>
    public IEnumerable<FoldResult> Evaluate(int foldCount)
    {
        var fold = 0;
        foreach (var split in _mlContext.Data.CrossValidationSplit(_data, foldCount, seed: 1))
        {
            var scored = _pipeline.Fit(split.TrainSet).Transform(split.TestSet);
            var labels = split.TestSet.GetColumn<float>(nameof(DemoRow.Label)).ToList();
            var abnormalCount = labels.Count(label => label > 0);

            // Without rows of both kinds there is no ROC curve, and ML.NET's evaluator throws.
            var metrics = abnormalCount > 0 && abnormalCount < labels.Count ? _mlContext.AnomalyDetection.Evaluate(scored) : null;
            yield return new FoldResult(
                ++fold, split.TrainSet.GetColumn<float>(nameof(DemoRow.Label)).Count(), labels.Count, abnormalCount, metrics);
        }
    }

    /// <summary>Trains on all rows, as one does once the folds have shown how good that is, and saves the model.</summary>
    public void TrainOnAll(string modelPath) => _mlContext.Model.Save(_pipeline.Fit(_data), _data.Schema, modelPath);
}

/// <summary>One fold's evaluation; without metrics where it holds rows of one kind only.</summary>
internal sealed record FoldResult(int Fold, int TrainedRowCount, int TestedRowCount, int AbnormalCount, AnomalyDetectionMetrics? Metrics);
