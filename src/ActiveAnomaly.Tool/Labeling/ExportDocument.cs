using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What export writes with --json.</summary>
/// <param name="Store">Where the session is kept.</param>
/// <param name="Session">The session's id.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Answers">The number of rows that are decided.</param>
/// <param name="Abnormal">The number of rows that are decided abnormal.</param>
/// <param name="Threshold">The score from which the model takes a row for abnormal.</param>
/// <param name="Files">The files that were written, by kind.</param>
internal sealed record ExportDocument(
    string Store, string Session, int Rows, int Answers, int Abnormal, float Threshold, IReadOnlyDictionary<string, string> Files)
{
    [JsonPropertyOrder(-1)]
    public string Command => "export";
}
