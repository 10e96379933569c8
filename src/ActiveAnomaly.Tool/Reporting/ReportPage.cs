namespace ActiveAnomaly.Tool.Reporting;

/// <summary>A report of any kind of results, as a page.</summary>
/// <param name="Title">The title.</param>
/// <param name="Settings">What the results were made with, as name and value, in the order to print.</param>
/// <param name="Sections">The parts, in order; none where nothing has finished yet.</param>
/// <param name="Footer">The words at the end, which explain the measures.</param>
/// <param name="RowCount">The number of rows of results that it shows.</param>
internal sealed record ReportPage(
    string Title,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    IReadOnlyList<ReportSection> Sections,
    string Footer,
    int RowCount);
