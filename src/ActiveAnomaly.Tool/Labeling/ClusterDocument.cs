using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What label --cluster writes with --json, as soon as the silo listens.</summary>
/// <param name="Address">The address to open: with the token.</param>
/// <param name="Store">The cluster's database.</param>
/// <param name="PoolFolder">The folder of the sessions' files, or null where their rows are in the database.</param>
/// <param name="Session">The session of the table that was named, or null.</param>
/// <param name="IsNew">Whether it has just begun.</param>
internal sealed record ClusterDocument(Uri Address, string Store, string? PoolFolder, string? Session, bool IsNew)
{
    [JsonPropertyOrder(-1)]
    public string Command => "label";
}
