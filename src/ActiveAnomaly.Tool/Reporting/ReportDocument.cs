using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>What report writes with --json.</summary>
/// <param name="Source">The path of what was read.</param>
/// <param name="Rows">The number of its rows: a stage of a run each, or those of the table of a labelling session.</param>
/// <param name="Report">The path of the report.</param>
internal sealed record ReportDocument(string Source, int Rows, string Report)
{
    [JsonPropertyOrder(-1)]
    public string Command => "report";
}
