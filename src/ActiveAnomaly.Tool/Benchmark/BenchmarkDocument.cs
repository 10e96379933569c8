using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>What benchmark writes with --json.</summary>
/// <param name="Complete">Whether every run is finished; false where it was cancelled.</param>
/// <param name="Settings">What the results were made with, apart from the grid.</param>
/// <param name="Stages">Every stage of every finished run, in the order of the grid.</param>
/// <param name="Results">The path of the results file.</param>
/// <param name="Report">The path of the report; null where none was asked for.</param>
internal sealed record BenchmarkDocument(
    bool Complete, string Settings, IReadOnlyList<StageDocument> Stages, string Results, string? Report)
{
    [JsonPropertyOrder(-1)]
    public string Command => "benchmark";
}
