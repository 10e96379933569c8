using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>A table a measure: a line a data set, a column a method.</summary>
internal sealed class FigureSection(WeakLabelVariants variants)
{
    public void Write(HtmlWriter html)
    {
        html.Raw("<section id=\"figures\">\n").Element("h2", "Figures by data set");
        foreach (var (_, title, measure) in WeakLabelTables.Measures)
        {
            Table(title, measure).Write(html);
        }

        html.Raw("</section>\n");
    }

    private DataTable Table(string title, Func<WeakLabelRow, double> measure)
    {
        var table = new DataTable(
            $"{title}: mean over runs ± standard error; bold: the highest of its line", 1, ["data set", .. variants.Names]);
        foreach (var dataset in variants.Datasets)
        {
            List<SampleMean> means = [.. variants.Names.Select(name => variants.MeanOf(name, dataset, measure))];
            var best = Best(means.Where(mean => mean.Count > 0).Select(mean => mean.Mean));
            table.Add([new(dataset), .. means.Select(mean => new DataCell(MeanText.Of(mean), means.Count > 1 && mean.Mean >= best))]);
        }

        if (variants.Datasets.Count > 1)
        {
            AddMeans(table, measure);
        }

        return table;
    }

    /// <summary>Means over data sets; only of those that have all of them one is the highest.</summary>
    private void AddMeans(DataTable table, Func<WeakLabelRow, double> measure)
    {
        List<(double Mean, int Count)> means =
        [
            .. variants.Names.Select(name =>
            {
                double[] all =
                [
                    .. variants.Datasets.Select(set => variants.MeanOf(name, set, measure)).Where(mean => mean.Count > 0)
                        .Select(mean => mean.Mean),
                ];
                return (all.Average(), all.Length);
            }),
        ];
        var setCount = variants.Datasets.Count;
        var best = Best(means.Where(mean => mean.Count == setCount).Select(mean => mean.Mean));
        table.Add(
        [
            new($"mean of {NumberText.Count(setCount)}"),
            .. means.Select(mean => mean.Count == setCount
                ? new DataCell(NumberText.Share(mean.Mean), means.Count > 1 && mean.Mean >= best)
                : new DataCell($"{NumberText.Share(mean.Mean)} ({NumberText.Count(mean.Count)}/{NumberText.Count(setCount)})")),
        ]);
    }

    private static double Best(IEnumerable<double> means) => means.DefaultIfEmpty(double.NaN).Max();
}
