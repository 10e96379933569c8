using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Reporting;
using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.Scoring;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Spectre.Console;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>The main job, with the label column as the expert: table, active learning, evaluation, save, load, predict.</summary>
internal sealed class SimulationRun(SimulationOptions options, CommandOutput output)
{
    private readonly List<BenchmarkRow> _rows = [];
    private readonly List<SimulatedDataSet> _dataSets = [];

    /// <summary>Gets who is told of every trained stage, or null.</summary>
    public Action<SessionStage>? StageTrained { get; init; }

    /// <summary>Runs all seeds on all data sets.</summary>
    /// <returns>False when the run was cancelled; it has said what it keeps.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        var complete = true;
        var dataSets = DataSet.Find(options.Data);
        using var outputs = new OutputClaims();
        Claim(outputs, dataSets);
        foreach (var dataSet in dataSets)
        {
            complete = Run(dataSet, cancellationToken);
            if (!complete)
            {
                break;
            }
        }

        if (options.ReportPath is { } report && _rows.Count > 0)
        {
            HtmlReport.Write(
                BenchmarkReport.Page(ResultsReport.Of(_rows, "Active anomaly detection: evaluation", Settings)), report);
            output.WriteLine($"Report:  {Path.GetFullPath(report)}");
        }

        output.WriteDocument(new SimulationDocument(
            complete, _dataSets, options.ReportPath is { } path && _rows.Count > 0 ? Path.GetFullPath(path) : null));
        return complete;
    }

    /// <summary>Makes sure, before anything is trained, that all files can be written.</summary>
    private void Claim(OutputClaims outputs, IReadOnlyList<DataSet> dataSets)
    {
        List<string> inputs = [.. dataSets.Select(dataSet => dataSet.Path)];
        OutputClaim.RequireFolder("--output", options.OutputFolder);
        foreach (var dataSet in dataSets)
        {
            outputs.AddFile("--output", Path.Combine(options.OutputFolder, $"{dataSet.Name}.csv"), inputs, kind: null);
            new SimulationFiles(options, dataSet.Name, output).RequireReplaceable();
            outputs.AddFile("--output", Path.Combine(options.OutputFolder, $"{dataSet.Name}.zip"), inputs, FileKind.Model);
        }

        if (options.ReportPath is { } report)
        {
            outputs.AddFile("--report", report, inputs, FileKind.Report);
        }
    }

    private ResultsSettings Settings => SimulationFiles.SettingsOf(options);

    private bool Run(DataSet dataSet, CancellationToken cancellationToken)
    {
        Table table;
        try
        {
            table = TableReader.Read(dataSet.Path, options.Table, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            output.WriteLine($"Cancelled while '{dataSet.Path}' was read; nothing was written for it.");
            return false;
        }

        output.Console.WriteUnderstood(table);
        var isAbnormal = table.RequireTruth("the evaluation");
        Directory.CreateDirectory(options.OutputFolder);
        var files = new SimulationFiles(options, dataSet.Name, output);
        output.WriteLine(
            $"A Gaussian process, asking in thirds: {NumberText.Count(options.StageCount, "stage")}, "
            + $"{NumberText.Count(options.SeedCount, "run")}.");
        var results = new List<BenchmarkRow>();
        var complete = true;
        for (var seed = 1; seed <= options.SeedCount && complete; seed++)
        {
            complete = RunSeed(dataSet, table, isAbnormal, seed, files, results, cancellationToken);
        }

        if (options.SeedCount > 1 && complete)
        {
            SimulationTables.WriteMeans(output.Console, results, options.SeedCount);
        }

        files.Tell();
        _rows.AddRange(results);
        _dataSets.Add(new SimulatedDataSet(
            dataSet.Name,
            table.RowCount,
            table.FeatureCount,
            table.Labels.NormalRows.Count,
            table.Labels.AbnormalRows.Count,
            [.. results.Select(StageDocument.Of)],
            files.ModelPath,
            files.ResultsPath));
        return complete;
    }

    private bool RunSeed(
        DataSet dataSet,
        Table table,
        bool[] isAbnormal,
        int seed,
        SimulationFiles files,
        List<BenchmarkRow> results,
        CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(seed);
        var anomaly = mlContext.ActiveAnomaly();
        var data = table.ToView();
        var preparation = anomaly.PrepareFeatures(data.Schema, new FeaturePreparationOptions
        {
            LabelColumnName = table.LabelName(),
            MostCategories = options.Table.MostCategories,
        }).Fit(data);
        var features = preparation.Transform(data);
        var session = anomaly.CreateSession(
            features,
            anomaly.Trainers.Default(seed: seed),
            new ThirdsStrategy(),
            new SessionOptions { BudgetPerStage = options.BudgetPerStage });
        if (seed == 1)
        {
            files.NameTable(BenchmarkDataset.Content(session.Pool, isAbnormal));
        }

        var isComplete = Learn(session, isAbnormal, seed, cancellationToken);
        List<BenchmarkRow> rows = [.. Rows(new BenchmarkCell(dataSet.Name, "gp", "thirds", false, seed), session, isAbnormal)];
        results.AddRange(rows);
        if (seed == 1 && session.Model is not null)
        {
            SimulationTables.WriteStages(output.Console, rows);
            files.WriteModel(
                mlContext,
                new TransformerChain<ITransformer>(preparation, anomaly.CreateTransformer(session.Model, features)),
                data.Schema,
                table.Schema);
        }

        if (results.Count > 0)
        {
            files.WriteResults(results);
        }

        if (!isComplete)
        {
            output.WriteLine(results.Count == 0
                ? "Cancelled before the first stage was finished; nothing was written."
                : $"Cancelled in seed {seed} after {NumberText.Count(rows.Count, "finished stage")}, kept:");
        }
        else if (seed == 1)
        {
            Evaluate(mlContext, session, isAbnormal);
            LoadAndPredict(table, files.ModelPath!, session.History, isAbnormal);
        }

        return isComplete;
    }

    /// <summary>Learns, stage by stage; false when it was cancelled.</summary>
    private bool Learn(ActiveLearningSession session, bool[] isAbnormal, int seed, CancellationToken cancellationToken)
    {
        try
        {
            output.Console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn())
                .AutoClear(true).Start(context =>
            {
                var bar = context.AddTask($"Seed {seed}, stage 0", maxValue: options.StageCount + 1);
                session.Run(
                    question => isAbnormal[question.RowIndex] ? Answer.Abnormal : Answer.Normal,
                    options.StageCount,
                    StageTrained,
                    new Listener(progress =>
                    {
                        bar.Description = $"Seed {seed}, stage {progress.Stage}: {progress.Phase}";
                        bar.Value = progress.Stage + (1 - (progress.TimeLeft / (progress.Elapsed + progress.TimeLeft)));
                    }),
                    cancellationToken);
            });
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static IEnumerable<BenchmarkRow> Rows(BenchmarkCell cell, ActiveLearningSession session, bool[] isAbnormal) =>
        session.History.Select((stage, index) => BenchmarkRow.Of(
            cell, session.History, stage, StageEvaluation.Of(session.History, index, isAbnormal, session.Pool)) with
        {
            NearBoundary = NearBoundary.Of(stage, isAbnormal, session.BudgetPerStage),
        });

    /// <summary>
    /// Evaluates the scores that the session has: those that the model's transformer gives, to the bit, one row after the other.
    /// </summary>
    private void Evaluate(MLContext mlContext, ActiveLearningSession session, bool[] isAbnormal)
    {
        var (model, scores) = (session.Model!, session.History[^1].Scores);
        var scored = mlContext.Data.LoadFromEnumerable(isAbnormal.Select((isAbnormal, row) => new ScoredRow
        {
            Label = isAbnormal ? 1 : 0,
            Score = scores.Span[row],
            PredictedLabel = model.IsAbnormal(scores.Span[row]),
        }));
        var metrics = mlContext.AnomalyDetection.Evaluate(scored, falsePositiveCount: 10);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mlContext.AnomalyDetection.Evaluate: AUC {metrics.AreaUnderRocCurve:F4}, detection rate at 10 false positives "
            + $"{metrics.DetectionRateAtFalsePositiveCount:F4}"));
    }

    private void LoadAndPredict(Table table, string modelPath, IReadOnlyList<SessionStage> history, bool[] isAbnormal)
    {
        var scores = history[^1].Scores.Span;
        var asked = history.SelectMany(stage => stage.QueriedRows).ToHashSet();
        var rows = Enumerable.Range(0, scores.Length).Where(row => asked.Count == isAbnormal.Length || !asked.Contains(row));
        var shown = rows.MaxBy(row => history[^1].Scores.Span[row]);

        var mlContext = new MLContext();
        var loaded = mlContext.Model.Load(modelPath, out _);
        var threshold = mlContext.ActiveAnomaly().GetDetectorModel(loaded).Threshold;
        var scored = loaded.Transform(table.Select([shown]).ToView());
        var (score, predicted) = (scored.GetColumn<float>("Score").Single(), scored.GetColumn<bool>("PredictedLabel").Single());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Loaded in a new MLContext: row {shown} ({table.PlaceWord} {table.LineOf(shown)}), the most suspicious"
            + $"{(asked.Count == isAbnormal.Length ? string.Empty : " that nobody was asked about")}, scores {score:G6} "
            + $"(threshold {threshold:G6}, so PredictedLabel is {predicted}; "
            + $"truly {(isAbnormal[shown] ? "abnormal" : "normal")}); "
            + $"the same bits as in training: {score.Equals(scores[shown])}."));
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
