namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>A file of a table of many, and where its scores go: a piece of work that depends on no other.</summary>
/// <param name="Name">The name that both files share: the input's, without what its kind adds.</param>
/// <param name="Input">The file's path.</param>
/// <param name="Output">The path of its scores.</param>
/// <param name="Format">How they are written.</param>
internal sealed record Partition(string Name, string Input, string Output, ScoreFormat Format);
