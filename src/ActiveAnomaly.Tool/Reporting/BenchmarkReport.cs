namespace ActiveAnomaly.Tool.Reporting;

/// <summary>The page of a benchmark or an evaluation.</summary>
internal static class BenchmarkReport
{
    private const string Footer = "AUC is the area under the ROC curve (0.5: chance, 1: every abnormal row scores above every normal one); "
        + $"stage 0 is before any query. “{NumberText.Missing}” means that there is no value. The numbers behind "
        + "a chart are in the table below it; for a map, counts and ranges.";

    /// <summary>Makes the page.</summary>
    public static ReportPage Page(ReportModel model) =>
        new(model.Title, model.Settings, Sections(model, new BenchmarkGrid(model.Rows)), Footer, model.Rows.Count);

    private static List<ReportSection> Sections(ReportModel model, BenchmarkGrid grid)
    {
        var sections = new List<ReportSection>();
        if (model.Rows.Count > 0)
        {
            var auc = new AucSection(grid);
            sections.Add(new("summary", "Summary", html => SummarySection.Write(html, grid)));
            sections.Add(new("auc", "AUC by stage", auc.WriteAggregate));
            if (auc.HasDatasets)
            {
                sections.Add(new("auc-datasets", "AUC for each data set", auc.WriteDatasets));
            }

            var queries = new QuerySection(grid);
            if (!queries.IsEmpty)
            {
                sections.Add(new("queries", "Queries", queries.Write));
            }
        }

        if (model.Profiles.Count > 0)
        {
            sections.Add(new("boundary", "Normal rows near the boundary", html => BoundarySection.Write(html, model.Profiles)));
        }

        if (model.Maps.Count > 0)
        {
            sections.Add(new("maps", "Maps of the codes", html => MapSection.Write(html, model.Maps)));
        }

        return sections;
    }
}
