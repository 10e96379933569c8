namespace ActiveAnomaly.Tool.Reporting.Charts;

/// <summary>The shapes of markers; the first five of each are told apart, filled and hollow.</summary>
internal enum ChartMarker
{
    Circle,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
    Dot,
    Ring,
}
