namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>One point of a <see cref="ChartSeries"/>.</summary>
/// <param name="X">The place along the x axis.</param>
/// <param name="Y">The value; NaN breaks the line.</param>
/// <param name="Error">Half the height of the error bar; null draws none.</param>
/// <param name="IsHollow">Whether the marker is hollow: the value rests on fewer data sets than the others.</param>
internal readonly record struct ChartPoint(double X, double Y, double? Error = null, bool IsHollow = false);
