using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Tables;
using ActiveAnomaly.Tool.Input;
using ActiveAnomaly.Tool.Scoring;
using Spectre.Console;
using Table = ActiveAnomaly.Tables.Table;
using TableColumn = Spectre.Console.TableColumn;
using TextTable = Spectre.Console.Table;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>Measures a saved model against the labels of tables.</summary>
internal sealed class ModelEvaluation(string modelPath, TableOptions options, IReadOnlyList<int> counts, CommandOutput output)
{
    /// <summary>The least probability that log loss takes one for.</summary>
    private const double LeastProbability = 1e-6;

    /// <summary>Measures the model on each data set.</summary>
    /// <returns>True; a cancelled run throws.</returns>
    public bool Run(IReadOnlyList<DataSet> dataSets, CancellationToken cancellationToken)
    {
        var model = SavedModel.Load(modelPath);
        if (model.Schema.Label is null)
        {
            throw new InputException(
                $"The model '{modelPath}' was trained on a table without a label column, and so nobody knows which column of this one "
                + "holds labels, and what they mean. Train it on a table with a label column, whose cells may be empty.");
        }

        var measured = new List<MeasuredDataSet>();
        foreach (var dataSet in dataSets)
        {
            var table = model.Read(dataSet, options, cancellationToken);
            output.Console.WriteUnderstood(table);
            measured.Add(Measure(model, dataSet, table, cancellationToken));
            Write(measured[^1]);
        }

        output.WriteDocument(new ModelEvaluationDocument(Path.GetFullPath(modelPath), measured));
        return true;
    }

    private MeasuredDataSet Measure(SavedModel model, DataSet dataSet, Table table, CancellationToken cancellationToken)
    {
        var (normal, abnormal) = (table.Labels.NormalRows.Count, table.Labels.AbnormalRows.Count);
        if (normal == 0 || abnormal == 0)
        {
            throw new InputException(
                $"'{table.Name}' has {normal} normal and {abnormal} abnormal rows by its labels; rows of both kinds are needed to measure "
                + "a model. Give a table with labels of both, in the column "
                + $"'{model.Schema.Label!.Name}'.");
        }

        var tooMany = counts.FirstOrDefault(count => count > normal + abnormal);
        if (tooMany > 0)
        {
            throw new InputException(
                $"--at is {tooMany}, and '{table.Name}' has {normal + abnormal} labelled rows. Give a number of at most that.");
        }

        ScoredRow[] rows = [.. model.Score(table, cancellationToken).Where(row => !float.IsNaN(row.Label))];
        float[] scores = [.. rows.Select(row => row.Score)];
        bool[] isAbnormal = [.. rows.Select(row => row.Label > 0)];
        return new MeasuredDataSet(
            dataSet.Name,
            table.RowCount,
            normal,
            abnormal,
            Ranking.RocAuc(scores, isAbnormal),
            Ranking.AveragePrecision(scores, isAbnormal),
            [.. (counts.Count > 0 ? counts : [abnormal]).Select(k => new PrecisionAt(k, Ranking.PrecisionAt(scores, isAbnormal, k)))],
            model.Detector.Threshold,
            new Confusion(
                rows.Count(row => row.Label > 0 && row.PredictedLabel),
                rows.Count(row => row.Label <= 0 && row.PredictedLabel),
                rows.Count(row => row.Label <= 0 && !row.PredictedLabel),
                rows.Count(row => row.Label > 0 && !row.PredictedLabel)),
            model.Detector.TryGet<IProbability>(out _) ? Quality(rows) : null);
    }

    private static ProbabilityQuality? Quality(ScoredRow[] rows)
    {
        // A row with a missing feature has no probability.
        ScoredRow[] known = [.. rows.Where(row => !float.IsNaN(row.Probability))];
        return known.Length == 0 ? null : new ProbabilityQuality(
            known.Average(row => Math.Pow(row.Probability - row.Label, 2)),
            known.Average(row => -Math.Log(Math.Max(row.Label > 0 ? row.Probability : 1 - row.Probability, LeastProbability))));
    }

    private void Write(MeasuredDataSet measured)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"AUC {measured.RocAuc:F4}, average precision {measured.AveragePrecision:F4}, over the {measured.Normal + measured.Abnormal} "
            + $"labelled rows of {measured.Rows}."));
        foreach (var precision in measured.PrecisionAt)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Precision at {precision.K}: {precision.Precision:F4}"));
        }

        if (measured.Probability is { } quality)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Probability: Brier score {quality.Brier:F4}, log loss {quality.LogLoss:F4}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"At the model's threshold, {measured.Threshold:G6}:"));
        var table = new TextTable().Border(TableBorder.Simple).AddColumn("label").AddColumn(new TableColumn("flagged").RightAligned())
            .AddColumn(new TableColumn("not flagged").RightAligned());
        var confusion = measured.Confusion;
        table.AddRow("abnormal", Text(confusion.TruePositives), Text(confusion.FalseNegatives));
        table.AddRow("normal", Text(confusion.FalsePositives), Text(confusion.TrueNegatives));
        output.Console.Write(table);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
