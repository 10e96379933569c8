using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>What score writes with --json.</summary>
internal sealed record ScoreDocument(string Model, float Threshold, IReadOnlyList<ScoredDataSet> DataSets)
{
    [JsonPropertyOrder(-1)]
    public string Command => "score";
}

/// <summary>One table of a <see cref="ScoreDocument"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Flagged">How many of them score above the threshold.</param>
/// <param name="Explained">How many of them are explained; 0 without --explain.</param>
/// <param name="RocAuc">The area under the ROC curve of the labelled rows; NaN without labels of both kinds.</param>
/// <param name="Scores">The path of the file of scores.</param>
internal sealed record ScoredDataSet(string Name, int Rows, int Flagged, int Explained, double RocAuc, string Scores);
