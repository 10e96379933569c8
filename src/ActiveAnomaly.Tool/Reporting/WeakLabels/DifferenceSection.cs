using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>
/// The first method beside each other one, or each method beside its own variants, in pairs of runs that share rows and labels.
/// </summary>
internal sealed class DifferenceSection(WeakLabelVariants variants)
{
    public void Write(HtmlWriter html)
    {
        string[] firsts = [.. variants.Names.Select(variants.FirstOf).Distinct()];
        var first = firsts.Length == 1 ? firsts[0] : "each method";
        var others = firsts.Length == 1 ? "the others" : "its variants";
        html.Raw("<section id=\"differences\">\n").Element("h2", $"Paired differences: {first} beside {others}");
        var subject = string.Join(" or ", firsts);
        html.Element("p", $"Each number is what {subject} has more than what its line names, in runs that share rows, split and labels: "
            + "above 0 it is better. The signed-rank test of Wilcoxon is over data sets, two-sided and exact: with five data sets no p "
            + "is below 0.0625, whatever the differences.");
        foreach (var (_, title, measure) in WeakLabelTables.Measures)
        {
            Table(title, measure).Write(html);
        }

        html.Raw("</section>\n");
    }

    private DataTable Table(string title, Func<WeakLabelRow, double> measure)
    {
        var table = new DataTable(
            $"{title}: mean difference over runs ± standard error; over data sets, mean ± standard error over these",
            1,
            ["less", .. variants.Datasets, "over data sets", "better on", "signed rank p"]);
        foreach (var other in variants.Names.Where(name => variants.FirstOf(name) != name))
        {
            var all = WeakLabelComparison.Of(variants.Rows, variants.FirstOf(other), other, measure);
            table.Add(
            [
                other,
                .. variants.Datasets.Select(set => variants.DifferenceOf(other, set, measure))
                    .Select(difference => MeanText.OfDifference(difference.Mean, difference.StandardError)),
                all is null ? NumberText.Missing : MeanText.OfDifference(all.MeanDifference, all.StandardError),
                all is null ? NumberText.Missing : $"{NumberText.Count(all.FirstBetter)} of {NumberText.Count(all.DataSets)}",
                all is null ? NumberText.Missing : MeanText.OfProbability(all.PValue),
            ]);
        }

        return table;
    }
}
