using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Examples.Input;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Spectre.Console;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Examples.Demo;

/// <summary>The main job: table, pipeline, active learning, evaluation, save, load, predict.</summary>
internal sealed class DemoRun(DemoOptions options, IAnsiConsole console)
{
    /// <summary>Gets who is told of every trained stage, or null.</summary>
    public Action<SessionStage>? StageTrained { get; init; }

    /// <summary>Runs all seeds on all data sets.</summary>
    /// <returns>True; a cancelled run says what it keeps, and throws.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        foreach (var dataSet in DataSet.Find(options.Data))
        {
            Run(dataSet, cancellationToken);
        }

        return true;
    }

    private void Run(DataSet dataSet, CancellationToken cancellationToken)
    {
        var table = TableReader.Read(dataSet.Path, options.Table, cancellationToken);
        console.WriteUnderstood(table);
        var isAbnormal = table.RequireTruth("the demo, which plays the expert with it,");
        Directory.CreateDirectory(options.OutputFolder);
        var files = new DemoFiles(options.OutputFolder, dataSet.Name, console);
        WriteLine($"A Gaussian process, asking in thirds: {options.StageCount} stages, {options.SeedCount} run(s).");
        var results = new List<StageResult>();
        for (var seed = 1; seed <= options.SeedCount; seed++)
        {
            results.AddRange(RunSeed(table, isAbnormal, seed, files, results, cancellationToken));
            files.WriteResults(results);
        }

        if (options.SeedCount > 1)
        {
            DemoTables.WriteMeans(console, results, options.SeedCount);
        }

        files.Tell();
    }

    private List<StageResult> RunSeed(
        Table table, bool[] isAbnormal, int seed, DemoFiles files, List<StageResult> earlier, CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(seed);
        var anomaly = mlContext.ActiveAnomaly();
        var labelColumn = table.Schema.Label!.Name;
        var data = table.ToDataView(labelColumn);
        var preparation = anomaly.PrepareFeatures(data.Schema, new FeaturePreparationOptions
        {
            LabelColumnName = labelColumn,
            MostCategories = options.Table.MostCategories,
        }).Fit(data);
        var features = preparation.Transform(data);
        var session = anomaly.CreateSession(
            features,
            anomaly.Trainers.Default(seed: seed),
            new ThirdsStrategy(),
            new SessionOptions { BudgetPerStage = options.BudgetPerStage });
        try
        {
            Learn(session, isAbnormal, seed, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (session.Model is not null && seed == 1)
            {
                files.WriteModel(mlContext, Model(), data.Schema, table.Schema);
            }

            Keep(seed, session.History, isAbnormal, files, earlier);
            throw;
        }

        List<StageResult> results = [.. Results(seed, session.History, isAbnormal)];
        if (seed == 1)
        {
            DemoTables.WriteStages(console, results);
            Evaluate(mlContext, session, isAbnormal);
            files.WriteModel(mlContext, Model(), data.Schema, table.Schema);
            LoadAndPredict(table, files.ModelPath, session.History, isAbnormal);
        }

        return results;

        TransformerChain<ITransformer> Model() => new(preparation, anomaly.CreateTransformer(session.Model!, features));
    }

    private void Learn(ActiveLearningSession session, bool[] isAbnormal, int seed, CancellationToken cancellationToken) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).AutoClear(true)
            .Start(context =>
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

    /// <summary>Keeps the stages that a cancelled run has finished.</summary>
    private void Keep(
        int seed, IReadOnlyList<SessionStage> history, bool[] isAbnormal, DemoFiles files, List<StageResult> earlier)
    {
        if (earlier.Count + history.Count == 0)
        {
            WriteLine("Cancelled before the first stage was finished; nothing was written.");
            return;
        }

        files.WriteResults([.. earlier, .. Results(seed, history, isAbnormal)]);
        WriteLine($"Cancelled in seed {seed} after {history.Count} finished stage(s), which are kept:");
        files.Tell();
    }

    private static IEnumerable<StageResult> Results(int seed, IReadOnlyList<SessionStage> history, bool[] isAbnormal) =>
        Enumerable.Range(0, history.Count).Select(stage => StageResult.Of(seed, history, stage, isAbnormal));

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
        WriteLine(string.Create(
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
        var scored = loaded.Transform(table.Select([shown]).ToDataView(table.Schema.Label!.Name));
        var (score, predicted) = (scored.GetColumn<float>("Score").Single(), scored.GetColumn<bool>("PredictedLabel").Single());
        WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Loaded in a new MLContext: row {shown} ({table.PlaceWord} {table.LineOf(shown)}), the most suspicious"
            + $"{(asked.Count == isAbnormal.Length ? string.Empty : " that nobody was asked about")}, scores {score:G6} "
            + $"(threshold {threshold:G6}, so PredictedLabel is {predicted}; "
            + $"truly {(isAbnormal[shown] ? "abnormal" : "normal")}); "
            + $"the same bits as in training: {score.Equals(scores[shown])}."));
    }

    /// <summary>Writes a line that is never wrapped, so that paths and figures can be copied.</summary>
    private void WriteLine(string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>What the evaluator reads.</summary>
    private sealed class ScoredRow
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
