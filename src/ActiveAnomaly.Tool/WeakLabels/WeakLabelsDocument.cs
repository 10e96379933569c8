using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>What weak-labels writes with --json.</summary>
/// <param name="Complete">Whether every run is finished; false where it was cancelled.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Settings">What the results were made with, apart from data sets, methods and runs.</param>
/// <param name="Runs">Every finished run.</param>
/// <param name="Comparisons">By measure, the first method beside each other one; empty where a setting is varied.</param>
/// <param name="Results">The path of the results file.</param>
internal sealed record WeakLabelsDocument(
    bool Complete,
    string Experiment,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<WeakLabelRow> Runs,
    IReadOnlyDictionary<string, IReadOnlyList<WeakLabelComparison>> Comparisons,
    string Results)
{
    [JsonPropertyOrder(-1)]
    public string Command => "weak-labels";
}
