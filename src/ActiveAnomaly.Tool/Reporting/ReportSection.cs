namespace ActiveAnomaly.Tool.Reporting;

/// <summary>A part of a page that its contents name.</summary>
/// <param name="Id">Its id in the page, which <paramref name="Write"/> gives to its element.</param>
/// <param name="Name">Its name in the contents.</param>
/// <param name="Write">Writes it.</param>
internal sealed record ReportSection(string Id, string Name, Action<HtmlWriter> Write);
