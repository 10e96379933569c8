using System.Diagnostics.Metrics;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// Counts scored rows for whoever listens (OpenTelemetry, dotnet-counters, tests); without a listener it costs next to
/// nothing.
/// </summary>
internal static class ScoringMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ActiveAnomaly";

    /// <summary>The counter of rows that models score. The members of an ensemble count on their own.</summary>
    public const string RowsScored = "activeanomaly.rows_scored";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Counter = Meter.CreateCounter<long>(
        RowsScored,
        "{row}",
        "Rows scored by models; the members of an ensemble count on their own.");

    public static void Add(int rowCount) => Counter.Add(rowCount);
}
