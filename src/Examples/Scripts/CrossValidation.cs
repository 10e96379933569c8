using ActiveAnomaly.Detectors.OneClass;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Examples.Scripts;

/// <summary>How well Deep SAD with all labels finds anomalies among rows that it has not seen.</summary>
internal sealed class CrossValidation
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly Table _table;
    private readonly string _labelColumn;
    private readonly IDataView _data;
    private readonly EstimatorChain<DetectorTransformer> _pipeline;

    public CrossValidation(Table table, CancellationToken cancellationToken = default)
    {
        TextColumnsExample.RequireLabels(table);
        _table = table;
        _labelColumn = table.Schema.Label!.Name;
        _data = table.ToDataView(_labelColumn);
        var anomaly = _mlContext.ActiveAnomaly();
        _pipeline = anomaly
            .PrepareFeatures(_data.Schema, _labelColumn, FeatureScaling.MinMax)
            .Append(anomaly.Trainers.DeepSad(
                new DeepSadOptions { Seed = 1 },
                new DetectorTrainerOptions { LabelColumnName = _labelColumn, CancellationToken = cancellationToken }));
    }

    /// <summary>Trains on all folds but one and evaluates on that one, each in turn.</summary>
    public IEnumerable<FoldResult> Evaluate(int foldCount)
    {
        var fold = 0;
        foreach (var split in _mlContext.Data.CrossValidationSplit(_data, foldCount, seed: 1))
        {
            var scored = _pipeline.Fit(split.TrainSet).Transform(split.TestSet);
            var labels = split.TestSet.GetColumn<float>(_labelColumn).ToList();
            var abnormalCount = labels.Count(label => label > 0);

            // Without rows of both kinds there is no ROC curve, and ML.NET's evaluator throws.
            var metrics = abnormalCount > 0 && abnormalCount < labels.Count
                ? _mlContext.AnomalyDetection.Evaluate(scored, _labelColumn)
                : null;
            yield return new FoldResult(
                ++fold, split.TrainSet.GetColumn<float>(_labelColumn).Count(), labels.Count, abnormalCount, metrics);
        }
    }

    /// <summary>Trains on all rows, as one does once the folds have shown how good that is, and saves the model.</summary>
    public void TrainOnAll(string modelPath)
    {
        _mlContext.Model.Save(_pipeline.Fit(_data), _data.Schema, modelPath);
        ModelFile.Attach(modelPath, _table.Schema);
    }
}

/// <summary>One fold's evaluation; without metrics where it holds rows of one kind only.</summary>
internal sealed record FoldResult(int Fold, int TrainedRowCount, int TestedRowCount, int AbnormalCount, AnomalyDetectionMetrics? Metrics);
