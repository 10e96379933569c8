using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What score writes with --json where it scores partitions.</summary>
/// <param name="Complete">Whether every partition has scores.</param>
/// <param name="Model">The model's path.</param>
/// <param name="Threshold">Its threshold.</param>
/// <param name="Output">The folder of the scores.</param>
/// <param name="Threads">The number of threads that scored, in a cluster of this machine.</param>
/// <param name="Rows">The number of rows that were scored in this run.</param>
/// <param name="Seconds">How long this run took.</param>
/// <param name="RowsPerSecond">Their quotient.</param>
/// <param name="Silos">Who scored in a cluster; null without one.</param>
/// <param name="Partitions">What became of each partition.</param>
internal sealed record PartitionDocument(
    bool Complete,
    string Model,
    float Threshold,
    string Output,
    int Threads,
    long Rows,
    double Seconds,
    double RowsPerSecond,
    IReadOnlyList<SiloLine>? Silos,
    IReadOnlyList<PartitionLine> Partitions)
{
    [JsonPropertyOrder(-1)]
    public string Command => "score";
}

/// <summary>One partition of a <see cref="PartitionDocument"/>; what is not known is null.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The path of its file.</param>
/// <param name="Status">What became of it: scored, kept, failed or cancelled.</param>
/// <param name="Rows">The number of rows that have a score.</param>
/// <param name="Flagged">How many of them score above the threshold.</param>
/// <param name="Explained">How many of them are explained.</param>
/// <param name="Dropped">The number of rows that were left out because a cell has no value.</param>
/// <param name="Seconds">How long it took in this run; 0 where earlier scores are kept.</param>
/// <param name="Scores">The path of the file of scores.</param>
/// <param name="Notes">What the owner of the file may not have meant.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record PartitionLine(
    string Name,
    string Input,
    string Status,
    long? Rows,
    long? Flagged,
    long? Explained,
    long? Dropped,
    double Seconds,
    string? Scores,
    IReadOnlyList<string> Notes,
    string? Error)
{
    public static PartitionLine Of(PartitionResult result) => new(
        result.Partition.Name,
        Path.GetFullPath(result.Partition.Input),
        result.Status.ToString().ToLowerInvariant(),
        result.Counts?.Rows,
        result.Counts?.Flagged,
        result.Counts?.Explained,
        result.Counts?.Dropped,
        result.Time.TotalSeconds,
        result.Counts is null ? null : result.Partition.Output,
        result.Notes,
        result.Error);
}
