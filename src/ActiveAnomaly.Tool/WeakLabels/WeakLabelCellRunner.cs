using System.Diagnostics;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>Runs one cell. But for the seconds, its result depends on the cell, the data and the options only.</summary>
internal sealed class WeakLabelCellRunner(WeakLabelsOptions options)
{
    /// <summary>The schedule of the paper's measurements of time.</summary>
    private static readonly NetworkSchedule TimedSchedule = new(EpochCount: 10, StepCount: 20, BatchSize: 32);

    public WeakLabelRow Run(WeakLabelCell cell, WeakLabelData data, CancellationToken cancellationToken)
    {
        var settings = new DetectorSettings
        {
            Schedule = options.Experiment == WeakLabelExperiment.Scalability ? TimedSchedule : null,
        };
        var detector = options.IsOfRosas
            ? new RosasDetector(
                RosasVariants.Apply(BenchmarkMethods.Rosas(cell.Method, settings, cell.Run), cell.Setting, cell.Value))
            : BenchmarkMethods.Detector(cell.Method, settings, cell.Run, batchSize: null);
        var request = new TrainingRequest(data.Training, data.Labels)
        {
            Validation = cell.Method == BenchmarkMethods.RosasEarlyStopName ? data.Validation : null,
            CancellationToken = cancellationToken,
        };
        var start = Stopwatch.GetTimestamp();
        var model = detector.Fit(request).Model;
        var trained = Stopwatch.GetTimestamp();
        var scores = model.Score(data.Test, cancellationToken);
        var scored = Stopwatch.GetTimestamp();
        return new WeakLabelRow
        {
            Experiment = options.ExperimentName,
            Dataset = cell.Dataset,
            Method = cell.Method,
            Setting = cell.Setting,
            Value = cell.Value,
            Run = cell.Run,
            AucRoc = Ranking.RocAuc(scores, data.TestTruth),
            AucPr = Ranking.PrecisionRecallAuc(scores, data.TestTruth),
            AveragePrecision = Ranking.AveragePrecision(scores, data.TestTruth),
            TrainSeconds = Stopwatch.GetElapsedTime(start, trained).TotalSeconds,
            ScoreSeconds = Stopwatch.GetElapsedTime(trained, scored).TotalSeconds,
            Rows = data.Training.RowCount,
            Features = data.Training.FeatureCount,
            Labelled = data.Labels.LabeledCount,
            Contamination = data.Contamination,
        };
    }
}
