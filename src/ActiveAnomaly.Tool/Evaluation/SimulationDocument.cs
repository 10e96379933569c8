using System.Text.Json.Serialization;

using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Evaluation;

/// <summary>What evaluate writes with --json where it plays the expert; complete unless it was cancelled.</summary>
internal sealed record SimulationDocument(bool Complete, IReadOnlyList<SimulatedDataSet> DataSets, string? Report)
{
    [JsonPropertyOrder(-1)]
    public string Command => "evaluate";
}

/// <summary>One data set of a <see cref="SimulationDocument"/>; a path is null where a cancelled run wrote no such file.</summary>
internal sealed record SimulatedDataSet(
    string Name, int Rows, int Features, int Normal, int Abnormal, IReadOnlyList<StageDocument> Stages, string? Model, string? Results);
