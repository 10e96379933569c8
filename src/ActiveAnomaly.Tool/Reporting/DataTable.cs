namespace ActiveAnomaly.Tool.Reporting;

/// <summary>A table of numbers that scrolls inside its own container when it is wider than the page.</summary>
/// <param name="Caption">What the table holds.</param>
/// <param name="HeaderCount">The leading columns that name the row.</param>
/// <param name="Columns">The names of all columns.</param>
internal sealed record DataTable(string Caption, int HeaderCount, IReadOnlyList<string> Columns)
{
    /// <summary>The most stages a table has as columns: more go to a table of their own, so that print does not cut them.</summary>
    public const int MostStages = 8;

    private readonly List<IReadOnlyList<DataCell>> rows = [];

    public void Add(IReadOnlyList<DataCell> cells) => rows.Add(cells);

    public void Add(IEnumerable<string> cells) => rows.Add(cells.Select(text => new DataCell(text)).ToList());

    public void Write(HtmlWriter html)
    {
        // A container that scrolls has to be reachable by keyboard and needs a name for it.
        // The caption stands outside it, where it wraps instead of scrolling out of sight.
        var id = html.NextId();
        html.Raw($"<p class=\"caption\" id=\"{id}\">").Text(Caption).Raw("</p>\n");
        html.Raw($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}\"><table aria-labelledby=\"{id}\">\n");
        html.Raw("<thead><tr>");
        for (var index = 0; index < Columns.Count; index++)
            html.Raw(index < HeaderCount ? "<th scope=\"col\" class=\"name\">" : "<th scope=\"col\">").Text(Columns[index]).Raw("</th>");
        html.Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            WriteRow(html, row);
        html.Raw("</tbody></table></div>\n");
    }

    private void WriteRow(HtmlWriter html, IReadOnlyList<DataCell> row)
    {
        html.Raw("<tr>");
        for (var index = 0; index < row.Count; index++)
        {
            if (index < HeaderCount)
                html.Raw("<th scope=\"row\">").Text(row[index].Text).Raw("</th>");
            else if (row[index].IsBest)
                html.Raw("<td><strong>").Text(row[index].Text).Raw("</strong></td>");
            else
                html.Raw("<td>").Text(row[index].Text).Raw("</td>");
        }

        html.Raw("</tr>\n");
    }
}
