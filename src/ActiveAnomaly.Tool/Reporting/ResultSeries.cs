using ActiveAnomaly.Tool.Reporting.Charts;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>One configuration as a line of a chart.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Strategy">The query strategy, as <see cref="BenchmarkGrid.StrategyOf"/> names it.</param>
/// <param name="Name">The name in the legend: the part that differs between the lines of its chart.</param>
/// <param name="Style">The look, the same in every chart of a group's kind.</param>
internal sealed record ResultSeries(string Loss, string Strategy, string Name, ChartStyle Style);
