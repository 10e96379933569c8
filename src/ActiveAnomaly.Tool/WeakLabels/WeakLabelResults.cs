using System.Globalization;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The results file: a line a row.</summary>
internal static class WeakLabelResults
{
    public const string Header =
        "experiment,dataset,method,setting,value,run,auc_roc,auc_pr,ap,train_seconds,score_seconds,rows,features,labelled,contamination";

    public static void Write(string path, IEnumerable<WeakLabelRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteAllText(path, string.Join('\n', rows.Select(Line).Prepend(Header)) + "\n");
    }

    private static string Line(WeakLabelRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Experiment},{row.Dataset},{row.Method},{row.Setting},{row.Value},{row.Run},"
        + $"{row.AucRoc:R},{row.AucPr:R},{row.AveragePrecision:R},{row.TrainSeconds:F4},{row.ScoreSeconds:F4},"
        + $"{row.Rows},{row.Features},{row.Labelled},{row.Contamination:R}");
}
