using ActiveAnomaly.Tool.Results;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>The page of an experiment with few labelled anomalies: the tables and figures of Xu et al. (RoSAS, 2023).</summary>
internal static class WeakLabelReport
{
    private const string Footer = "AUC-PR is the area under the curve of precision over recall, by trapezoids, as papers print it, and as "
        + "average precision, which does not interpolate; AUC-ROC that under the ROC curve. All are of test rows that training has not "
        + "seen. "
        + $"“{NumberText.Missing}” means that there is no value. The numbers behind a chart are in the table below it.";

    /// <summary>Makes the page.</summary>
    /// <param name="title">The title.</param>
    /// <param name="settings">What the rows were made with.</param>
    /// <param name="rows">The rows, a run of a method each.</param>
    public static ReportPage Page(string title, ResultsSettings settings, IReadOnlyList<WeakLabelRow> rows)
    {
        var sections = new List<ReportSection>();
        var variants = new WeakLabelVariants(rows);
        if (variants.Rows.Count > 0)
        {
            sections.Add(new("figures", "Figures by data set", new FigureSection(variants).Write));
            if (variants.Names.Count > 1)
            {
                sections.Add(new("differences", "Paired differences", new DifferenceSection(variants).Write));
            }

            if (PaperAblations.AreAmong(variants))
            {
                sections.Add(new("paper", "Beside the paper", html => PaperAblations.Write(html, variants)));
            }
        }

        foreach (var setting in variants.Sweeps.GroupBy(row => row.Setting, StringComparer.Ordinal))
        {
            var sweep = new SweepSection(setting.Key, [.. setting]);
            sections.Add(new(sweep.Id, sweep.Name, sweep.Write));
        }

        return new ReportPage(
            title,
            [
                new("data sets", string.Join(", ", rows.Select(row => row.Dataset).Distinct())),
                new("methods", string.Join(", ", rows.Select(row => row.Method).Distinct())),
                new("runs", NumberText.Count(rows.Select(row => row.Run).Distinct().Count())),
                .. settings.Pairs,
            ],
            sections,
            Footer,
            rows.Count);
    }
}
