namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>Rows of results, made by hand.</summary>
internal static class WeakLabelRows
{
    public static WeakLabelRow Of(string dataset, string method, int run, double aucPr) => new()
    {
        Experiment = "table",
        Dataset = dataset,
        Method = method,
        Setting = string.Empty,
        Value = string.Empty,
        Run = run,
        AucPr = aucPr,
        AucRoc = 0,
        AveragePrecision = 0,
        TrainSeconds = 0,
        ScoreSeconds = 0,
        Rows = 1,
        Features = 1,
        Labelled = 1,
        Contamination = 0,
    };
}
