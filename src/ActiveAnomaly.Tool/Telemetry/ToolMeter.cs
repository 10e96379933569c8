using System.Diagnostics.Metrics;

namespace ActiveAnomaly.Tool.Telemetry;

/// <summary>What programs that watch this one can count: numbers only, and nothing of a table or its values.</summary>
internal static class ToolMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "ActiveAnomaly.Tool";

    private static readonly Meter Meter = new(Name);

    /// <summary>Gets the counter of the rows that were scored and whose scores were written.</summary>
    public static Counter<long> RowsScored { get; } = Meter.CreateCounter<long>(
        "active_anomaly.tool.rows_scored", "{row}", "Rows that were scored and whose scores were written.");
}
