using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What export of a model's file writes with --json.</summary>
/// <param name="Source">The model's file.</param>
/// <param name="Threshold">The score from which the model takes a row for abnormal.</param>
/// <param name="Files">The files that were written, by kind.</param>
internal sealed record ModelExportDocument(string Source, float Threshold, IReadOnlyDictionary<string, string> Files)
{
    [JsonPropertyOrder(-1)]
    public string Command => "export";
}
