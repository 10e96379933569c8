using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Spectre.Console;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>The main job: CSV, pipeline, active learning, evaluation, save, load, predict.</summary>
internal sealed class DemoRun(DemoOptions options, IAnsiConsole console)
{
    /// <summary>Runs all seeds.</summary>
    /// <returns>True; a cancelled run throws.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        var table = CsvTable.Open(options.Data);
        var results = new List<StageResult>();
        Directory.CreateDirectory(options.OutputFolder);
        var modelPath = Path.GetFullPath(Path.Combine(options.OutputFolder, $"{table.Name}.zip"));
        var resultsPath = Path.GetFullPath(Path.Combine(options.OutputFolder, $"{table.Name}.csv"));
        var size = $"{options.StageCount} stages, {options.SeedCount} run(s)";
        console.MarkupLineInterpolated(
            $"[bold]{table.Name}[/]: {table.FeatureCount} features; a Gaussian process, asking in thirds, {size}.");
        for (var seed = 1; seed <= options.SeedCount; seed++)
        {
            results.AddRange(RunSeed(table, seed, modelPath, cancellationToken));
            WriteResults(results, resultsPath);
        }

        if (options.SeedCount > 1)
        {
            DemoTables.WriteMeans(console, results, options.SeedCount);
        }

        WriteLine($"Model:   {modelPath} (seed 1)");
        WriteLine($"Results: {resultsPath}");
        return true;
    }

    private List<StageResult> RunSeed(CsvTable table, int seed, string modelPath, CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(seed);
        var data = table.Load(mlContext);
        var isAbnormal = Truth(table, data);
        TransformerChain<ActiveLearningTransformer>? fitted = null;
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).AutoClear(true)
            .Start(context =>
        {
            var bar = context.AddTask($"Seed {seed}, stage 0", maxValue: options.StageCount + 1);
            var pipeline = Pipeline(mlContext, seed, new Listener(progress =>
            {
                bar.Description = $"Seed {seed}, stage {progress.Stage}: {progress.Phase}";
                bar.Value = progress.Stage + (1 - (progress.TimeLeft / (progress.Elapsed + progress.TimeLeft)));
            }), cancellationToken);
            fitted = pipeline.Fit(data);
        });
        var model = fitted!;
        var history = model.LastTransformer.History;
        List<StageResult> results =
        [
            .. Enumerable.Range(0, history.Count).Select(stage => StageResult.Of(seed, history, stage, isAbnormal)),
        ];
        if (seed == 1)
        {
            DemoTables.WriteStages(console, results);
            EvaluateAndSave(mlContext, model, data, modelPath);
            LoadAndPredict(table, modelPath, history, isAbnormal);
        }

        return results;
    }

    private static bool[] Truth(CsvTable table, IDataView data)
    {
        var labels = data.GetColumn<float>(nameof(DemoRow.Label)).ToArray();
        if (Array.FindIndex(labels, float.IsNaN) is var bad and >= 0)
        {
            throw new InputException(
                $"Row {bad} of '{table.Path}' has no numeric label in its last column; 0 (normal) and 1 (abnormal) are allowed.");
        }

        bool[] isAbnormal = [.. labels.Select(label => label > 0)];
        return isAbnormal.Contains(true) && isAbnormal.Contains(false)
            ? isAbnormal
            : throw new InputException(
                $"All labels of '{table.Path}' are of one kind; normal rows (0) and abnormal ones (1) are needed to evaluate.");
    }

    private EstimatorChain<ActiveLearningTransformer> Pipeline(
        MLContext mlContext, int seed, IProgress<TrainingProgress> trainingProgress, CancellationToken cancellationToken)
    {
        var anomaly = mlContext.ActiveAnomaly();
        return mlContext.Transforms.Concatenate("Features", nameof(DemoRow.Measurements))
            .Append(anomaly.ActiveLearning(
                anomaly.Trainers.Default(seed: seed),
                new ThirdsStrategy(),
                LabelOracle.FromColumn(nameof(DemoRow.Label)),
                new ActiveLearningEstimator.Options
                {
                    StageCount = options.StageCount,
                    Session = new SessionOptions { BudgetPerStage = options.BudgetPerStage },
                    TrainingProgress = trainingProgress,
                    CancellationToken = cancellationToken,
                }));
    }

    private void EvaluateAndSave(MLContext mlContext, TransformerChain<ActiveLearningTransformer> model, IDataView data, string modelPath)
    {
        var metrics = mlContext.AnomalyDetection.Evaluate(model.Transform(data), falsePositiveCount: 10);
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mlContext.AnomalyDetection.Evaluate: AUC {metrics.AreaUnderRocCurve:F4}, detection rate at 10 false positives "
            + $"{metrics.DetectionRateAtFalsePositiveCount:F4}"));
        AtomicFile.Write(modelPath, path => mlContext.Model.Save(model, data.Schema, path));
    }

    private void LoadAndPredict(CsvTable table, string modelPath, IReadOnlyList<SessionStage> history, bool[] isAbnormal)
    {
        var mlContext = new MLContext();
        var loaded = mlContext.Model.Load(modelPath, out _);
        var threshold = mlContext.ActiveAnomaly().GetDetectorModel(loaded).Threshold;
        var definition = SchemaDefinition.Create(typeof(DemoRow));
        definition[nameof(DemoRow.Measurements)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, table.FeatureCount);
        var engine = mlContext.Model.CreatePredictionEngine<DemoRow, DemoPrediction>(loaded, inputSchemaDefinition: definition);
        var scores = history[^1].Scores.Span;
        var asked = history.SelectMany(stage => stage.QueriedRows).ToHashSet();
        var rows = Enumerable.Range(0, scores.Length).Where(row => asked.Count == isAbnormal.Length || !asked.Contains(row));
        var shown = rows.MaxBy(row => history[^1].Scores.Span[row]);
        var example = mlContext.Data.CreateEnumerable<DemoRow>(table.Load(mlContext), reuseRowObject: false, schemaDefinition: definition)
            .ElementAt(shown);
        var prediction = engine.Predict(example);
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Loaded in a new MLContext: row {shown}, the most suspicious"
            + $"{(asked.Count == isAbnormal.Length ? string.Empty : " that nobody was asked about")}, scores {prediction.Score:G6} "
            + $"(threshold {threshold:G6}, so PredictedLabel is {prediction.PredictedLabel}; "
            + $"truly {(isAbnormal[shown] ? "abnormal" : "normal")}); "
            + $"the same bits as in training: {prediction.Score.Equals(scores[shown])}."));
    }

    /// <summary>Writes a line that is never wrapped, so that paths and figures can be copied.</summary>
    private void WriteLine(string text) => console.Profile.Out.Writer.WriteLine(text);

    private static void WriteResults(List<StageResult> results, string path) =>
        AtomicFile.WriteAllText(path, string.Join('\n', results.Select(result => result.ToCsv()).Prepend(StageResult.CsvHeader)) + "\n");

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
