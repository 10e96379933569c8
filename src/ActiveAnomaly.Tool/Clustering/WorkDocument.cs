using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Clustering;

/// <summary>What work writes with --json, as soon as it has joined the cluster.</summary>
/// <param name="Store">The cluster's database.</param>
/// <param name="Name">The name that the others know this silo by: its address and port.</param>
/// <param name="Slots">How many items it does at a time.</param>
/// <param name="Works">The names of what it does.</param>
internal sealed record WorkDocument(string Store, string Name, int Slots, IReadOnlyList<string> Works)
{
    [JsonPropertyOrder(-1)]
    public string Command => "work";
}
