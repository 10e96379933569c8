using System.Globalization;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Examples;

/// <summary>
/// The main job from the file to the score of a row: a detector learns from an expert's answers for a few rows. The expert is played by
/// the label column, so that the gain can be measured.
/// </summary>
internal static class ActiveLearningExample
{
    private const int SessionCount = 10;

    public static void Run(string folder)
    {
        // The table: 351 radar returns, 126 of them bad. What the reader understood of the file is said, not guessed in silence.
        var table = TableReader.Read(Program.Shipped("ionosphere.csv"));
        foreach (var line in table.Describe())
        {
            Console.WriteLine(line);
        }

        var ml = new MLContext(seed: 1);
        var data = table.ToDataView();
        var model = Train(ml, data, seed: 1);

        // What each stage was worth: the area under the ROC curve over all rows, and over those that nobody was asked about. One session
        // is one draw, and seed 1 is no lucky one; what to expect is the mean of several.
        var history = model.LastTransformer.History;
        bool[] isAbnormal = [.. data.GetColumn<float>("Label").Select(label => label > 0)];
        var others = Enumerable.Range(2, SessionCount - 1).Select(seed => Train(new MLContext(seed), data, seed).LastTransformer.History);
        IReadOnlyList<SessionStage>[] sessions = [history, .. others];
        Console.WriteLine();
        Console.WriteLine($"stage  asked  found  AUC, all rows  AUC, never asked  AUC, mean of {SessionCount} sessions");
        foreach (var stage in history)
        {
            var evaluation = StageEvaluation.Of(history, stage.Stage, isAbnormal);
            var mean = sessions.Average(session => StageEvaluation.Of(session, stage.Stage, isAbnormal).RocAuc);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{stage.Stage,5}  {stage.NormalCount + stage.AbnormalCount,5}  {stage.AbnormalCount,5}  {evaluation.RocAuc,13:F4}  "
                + $"{evaluation.UnaskedRocAuc,16:F4}  {mean,25:F4}"));
        }

        // ML.NET's own evaluator reads the scored rows.
        var metrics = ml.AnomalyDetection.Evaluate(model.Transform(data));
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mlContext.AnomalyDetection.Evaluate: AUC {metrics.AreaUnderRocCurve:F4}, detection rate at 10 false positives "
            + $"{metrics.DetectionRateAtFalsePositiveCount:F4}"));

        // Save: the pipeline, and in the same file what was understood of the table, so that other files are read the same way.
        var path = Path.GetFullPath(Path.Combine(folder, "ionosphere.zip"));
        ml.Model.Save(model, data.Schema, path);
        ModelFile.Attach(path, table.Schema);
        Console.WriteLine($"Saved: {path}");

        // Load, as another program would, and score a row: the most suspicious one that nobody was asked about.
        var asked = history.SelectMany(stage => stage.QueriedRows).ToHashSet();
        var scores = history[^1].Scores.ToArray();
        var row = Enumerable.Range(0, scores.Length).Where(index => !asked.Contains(index)).MaxBy(index => scores[index]);

        var loaded = new MLContext().Model.Load(path, out _);
        var scored = loaded.Transform(table.Select([row]).ToDataView());
        var score = scored.GetColumn<float>("Score").Single();
        var isFlagged = scored.GetColumn<bool>("PredictedLabel").Single();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Loaded: line {table.LineOf(row)} scores {score:G6}, PredictedLabel {isFlagged}; it is {(isAbnormal[row] ? "bad" : "good")}, "
            + $"and the score has the same bits as in training: {score.Equals(scores[row])}"));
    }

    /// <summary>
    /// The pipeline: all columns but the label become features; then the default detector, a Gaussian process, asks about six rows a stage,
    /// five times, in thirds, and learns from each answer. LabelOracle.FromDelegate would ask a person.
    /// </summary>
    private static TransformerChain<ActiveLearningTransformer> Train(MLContext ml, IDataView data, int seed)
    {
        var anomaly = ml.ActiveAnomaly();
        var pipeline = anomaly.PrepareFeatures(data.Schema).Append(anomaly.ActiveLearning(
            anomaly.Trainers.Default(seed: seed), new ThirdsStrategy(), LabelOracle.FromColumn("Label")));
        return pipeline.Fit(data);
    }
}
