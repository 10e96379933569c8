using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Labeling.Clustering;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Clustering;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.Scoring;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Training;

/// <summary>Trains one detector on one table, and saves the model.</summary>
internal sealed class TrainRun(TrainOptions options, CommandOutput output)
{
    private const int ShownColumnCount = 5;

    /// <summary>Gets what joins a cluster.</summary>
    public Func<WorkerOptions, CancellationToken, Task<IWorker>> Join { get; init; } = ClusterJoin.JoinAsync;

    /// <summary>Trains.</summary>
    /// <returns>True; a cancelled run throws, and writes nothing.</returns>
    public bool Run(CancellationToken cancellationToken) => options.Cluster is null
        ? Run(trainer: null, cancellationToken)
        : RunAsync(options.Cluster, cancellationToken).GetAwaiter().GetResult();

    private async Task<bool> RunAsync(WorkerSettings cluster, CancellationToken cancellationToken)
    {
        if (options.EnsembleSize < 2 && !SharesSetUp)
        {
            throw new UsageException(
                $"--cluster has machines train an ensemble's members, and --ensemble names none; {options.Detector} alone has nothing that "
                + "several machines could do. Give --ensemble and a number, such as 5, or leave --cluster out.");
        }

        await using var worker = await Join(
            cluster.ToOptions(WorkCatalog.Create(), Environment.ProcessorCount), cancellationToken);
        output.WriteLine($"Trains on the silos of {worker.Place}, as {worker.Name}.");
        return Run(new MemberTrainer(worker, WorkCatalog.MemberWorkName), cancellationToken);
    }

    /// <summary>Gets a value indicating whether a single detector is set up by several machines.</summary>
    private bool SharesSetUp =>
        BenchmarkMethods.Detector(options.Detector, new DetectorSettings(), options.Seed, batchSize: null) is ISharedSetUp;

    private bool Run(MemberTrainer? trainer, CancellationToken cancellationToken)
    {
        var detector = BenchmarkMethods.Detector(
            options.Detector,
            new DetectorSettings
            {
                Contamination = options.Contamination,
                EnsembleSize = options.EnsembleSize,
                Combination = options.Combination,
                MemberJobCount = null,
                MemberTrainer = trainer,
                SetUpSharer = trainer,
            },
            options.Seed,
            batchSize: null);
        BenchmarkMethods.RequireEnsemble(options.Detector, options.EnsembleSize, detector);
        var dataSet = DataSet.FindOne(options.Data, "one model is trained on one table");
        var path = Path.GetFullPath(options.ModelPath ?? Path.Combine("artifacts", "train", $"{dataSet.Name}.zip"));
        using var outputs = new OutputClaims();
        outputs.AddFile("--output", path, [dataSet.Path], FileKind.Model);
        var table = TableReader.Read(dataSet.Path, options.Table, cancellationToken);
        output.Console.WriteUnderstood(table);
        var isScaled = BenchmarkMethods.NeedsScaledFeatures(options.Detector);
        var usesLabels = detector.UsesLabels && table.Labels.LabeledCount > 0;
        output.WriteLine($"Trains {options.Detector} ({detector.Name}), seed {options.Seed}, {LabelsText(table, detector)}"
            + $"{(isScaled ? "; features scaled to [0, 1]" : string.Empty)}.");
        var (preparation, features, model, warnings) = Fit(table, dataSet.Name, detector, isScaled, usesLabels, cancellationToken);
        warnings.ForEach(output.WriteLine);
        var rows = BatchScoring.Score(model.Model, features, table.Labels, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        ModelOutput.Write(
            new MLContext(), new TransformerChain<ITransformer>(preparation, model), table.ToView().Schema, table.Schema, path);
        var document = Document(table, rows, model.Model, isScaled, usesLabels, path);
        if (model.Calibration?.FalseAlarms is { } falseAlarms)
        {
            output.WriteLine(falseAlarms.Statement);
        }

        Write(document);
        output.WriteDocument(document);
        return true;
    }

    private (ITransformer Preparation, IDataView Features, DetectorTransformer Model, List<string> Warnings) Fit(
        Table table, string name, Detector detector, bool isScaled, bool usesLabels, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var mlContext = new MLContext(seed: 1);
        mlContext.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add($"Warning: {message.RawMessage}");
            }
        };
        var anomaly = mlContext.ActiveAnomaly();
        var data = table.ToView();
        var preparation = anomaly.PrepareFeatures(data.Schema, new FeaturePreparationOptions
        {
            LabelColumnName = table.LabelName(),
            MostCategories = options.Table.MostCategories,
            Scaling = isScaled ? FeatureScaling.MinMax : FeatureScaling.None,
        }).Fit(data);
        var features = preparation.Transform(data);
        DetectorTransformer? model = null;
        TrainingBar.Show(output.Console, name, stageCount: 0, progress => model = anomaly.Trainers.Detector(
            detector,
            new DetectorTrainerOptions
            {
                LabelColumnName = usesLabels || (IsCalibrated && table.Labels.LabeledCount > 0) ? table.LabelName() : null,
                Calibration = IsCalibrated ? new CalibrationOptions { FalseAlarmRate = options.FalseAlarmRate } : null,
                Progress = progress,
                CancellationToken = cancellationToken,
            }).Fit(features));
        return (preparation, features, model!, warnings);
    }

    private bool IsCalibrated => options.Probability || options.FalseAlarmRate is not null;

    private TrainDocument Document(
        Table table, ScoredRow[] rows, DetectorModel model, bool isScaled, bool usesLabels, string path)
    {
        ScoredRow[] labelled = [.. rows.Where(row => !float.IsNaN(row.Label))];
        return new TrainDocument(
            table.Name,
            table.RowCount,
            table.FeatureCount,
            table.Labels.NormalRows.Count,
            table.Labels.AbnormalRows.Count,
            options.Detector,
            options.Seed,
            usesLabels,
            isScaled,
            Ranking.RocAuc([.. labelled.Select(row => row.Score)], [.. labelled.Select(row => row.Label > 0)]),
            model.Threshold,
            options.FalseAlarmRate,
            model.TryGet<IProbability>(out _),
            rows.Count(row => row.PredictedLabel),
            ColumnWeight.Of(model, table.Columns),
            path);
    }

    private void Write(TrainDocument document)
    {
        if (!double.IsNaN(document.TrainingRocAuc))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"AUC {document.TrainingRocAuc:F4} on the labelled training rows themselves; for rows that it has not seen: "
                + $"evaluate --model."));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Threshold {document.Threshold:G6}: {document.Flagged} of {document.Rows} rows lie above it {Expected(document)}"));
        if (document.HasProbability)
        {
            output.WriteLine("The model says of each row how probable it is that it is abnormal: score writes that beside the score.");
        }

        if (document.ColumnWeights is { } weights)
        {
            var most = string.Join(", ", weights.Where(weight => weight.TimesMean >= 1).Take(ShownColumnCount));
            output.WriteLine($"By the labels, these columns count most, as multiples of the mean: {most}; least: {weights[^1]}.");
        }

        output.WriteLine($"Model: {document.Model}");
    }

    private string Expected(TrainDocument document) => document.FalseAlarmRate is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $"(of normal rows like these at most {100 * rate:G4} % do, with confidence 95 %).")
        : string.Create(CultureInfo.InvariantCulture, $"({100 * options.Contamination:G4} % of the rows are expected to).");

    private static string LabelsText(Table table, Detector detector) =>
        table.Labels.LabeledCount == 0 ? "without labels: no row has one"
        : !detector.UsesLabels ? "without the table's labels, which it makes no use of"
        : $"on {table.Labels.NormalRows.Count} normal, {table.Labels.AbnormalRows.Count} abnormal and "
            + $"{table.RowCount - table.Labels.LabeledCount} unlabelled rows";
}
