namespace ActiveAnomaly.Tool.Reporting;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
internal sealed record ChartLine(string Name, LineStyle Style, IReadOnlyList<ChartPoint> Points);
