namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The lines that share a chart: the strategies of one loss, or the losses of one strategy.</summary>
/// <param name="Name">What the lines have in common.</param>
/// <param name="LineNoun">What a line is: "strategy" or "loss".</param>
/// <param name="Series">The lines.</param>
internal sealed record SeriesGroup(string Name, string LineNoun, IReadOnlyList<ResultSeries> Series);
