using System.Text.Json.Serialization;

namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What label writes with --json, as soon as the page can be opened.</summary>
/// <param name="Address">The address to open: with the token.</param>
/// <param name="Table">The table.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Features">The number of features.</param>
/// <param name="Store">Where the session is kept.</param>
/// <param name="Session">The session's id.</param>
/// <param name="IsNew">Whether it has just begun.</param>
/// <param name="Answers">The number of rows that are decided already.</param>
/// <param name="IdColumn">The column that names the rows, or null.</param>
/// <param name="HidesLabels">Whether the table's labels are hidden.</param>
internal sealed record LabelDocument(
    Uri Address,
    string Table,
    int Rows,
    int Features,
    string Store,
    string Session,
    bool IsNew,
    int Answers,
    string? IdColumn,
    bool HidesLabels)
{
    [JsonPropertyOrder(-1)]
    public string Command => "label";
}
