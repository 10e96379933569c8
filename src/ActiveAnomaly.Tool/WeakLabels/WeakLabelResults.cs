using System.Globalization;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The results files of weak-labels: a line a run of a method.</summary>
internal static class WeakLabelResults
{
    public static ResultsSchema<WeakLabelRow> Schema { get; } = new(
        "weak-labels",
        [
            new("experiment", row => row.Experiment),
            new("dataset", row => row.Dataset),
            new("method", row => row.Method),
            new("setting", row => row.Setting),
            new("value", row => row.Value),
            new("run", row => row.Run),
            new("auc_roc", row => row.AucRoc),
            new("auc_pr", row => row.AucPr),
            new("ap", row => row.AveragePrecision),
            new("train_seconds", row => row.TrainSeconds.ToString("F4", CultureInfo.InvariantCulture)),
            new("score_seconds", row => row.ScoreSeconds.ToString("F4", CultureInfo.InvariantCulture)),
            new("rows", row => row.Rows),
            new("features", row => row.Features),
            new("labelled", row => row.Labelled),
            new("contamination", row => row.Contamination),
        ],
        cells => new WeakLabelRow
        {
            Experiment = cells.Text("experiment"),
            Dataset = cells.Text("dataset"),
            Method = cells.Text("method"),
            Setting = cells.Text("setting"),
            Value = cells.Text("value"),
            Run = cells.Whole("run"),
            AucRoc = cells.Number("auc_roc"),
            AucPr = cells.Number("auc_pr"),
            AveragePrecision = cells.Number("ap"),
            TrainSeconds = cells.Number("train_seconds"),
            ScoreSeconds = cells.Number("score_seconds"),
            Rows = cells.Whole("rows"),
            Features = cells.Whole("features"),
            Labelled = cells.Whole("labelled"),
            Contamination = cells.Number("contamination"),
        });
}
