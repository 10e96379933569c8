using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>The AUC-PR that Xu et al. (2023) print of RoSAS with something left out, for a table beside them.</summary>
internal static class PaperAblations
{
    private const string Experiment = "ablations";

    /// <summary>What the paper calls an ablation, by its name here.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["continuoustargets"] = "L_dis",
        ["regressionfordeviation"] = "L_dev",
        ["mixedrows"] = "L_reg",
        ["embeddingloss"] = "no embedding loss",
        ["consistency"] = "no consistency",
    };

    private static readonly string[] Columns = ["RoSAS", .. Names.Values];

    private static readonly Dictionary<string, double[]> Figures = new(StringComparer.Ordinal)
    {
        ["thyroid"] = [0.839, 0.623, 0.543, 0.777, 0.812, 0.833],
        ["cover"] = [0.983, 0.980, 0.982, 0.973, 0.985, 0.983],
        ["letter"] = [0.501, 0.433, 0.417, 0.333, 0.372, 0.494],
        ["pendigits"] = [0.995, 0.990, 0.987, 0.978, 0.999, 0.994],
        ["donors"] = [1, 1, 1, 1, 1, 1],
    };

    /// <summary>Tells whether rows are of the experiment that the paper prints figures of.</summary>
    public static bool AreAmong(WeakLabelVariants variants) => variants.Rows.Any(row => row.Experiment == Experiment);

    /// <summary>
    /// Gives the difference of RoSAS less an ablation that the paper prints for a data set; null where it prints none.
    /// </summary>
    /// <param name="name">The ablation, as results name it: with or without "rosas" and marks between words.</param>
    /// <param name="dataset">The data set, as results name it: a file's name may go on after the paper's with a hyphen.</param>
    public static double? Difference(string name, string dataset) =>
        Column(name) is { } column && FiguresOf(dataset) is { } figures ? figures[0] - figures[column] : null;

    /// <summary>Writes the table: a line an ablation and data set.</summary>
    public static void Write(HtmlWriter html, WeakLabelVariants variants)
    {
        html.Raw("<section id=\"paper\">\n").Element("h2", "Beside the paper: what leaving something out costs");
        html.Element("p", "The paper prints means without errors, of a program that stops training on labels of a validation set: its "
            + "differences are of that program. Its table has eleven data sets, and over them RoSAS 0.858, L_dis 0.816, L_dev 0.789, "
            + "L_reg 0.791, without the embedding loss 0.819, without consistency 0.842.");
        var measure = WeakLabelTables.Measures[0];
        var table = new DataTable(
            $"{measure.Title}: the whole less the line's ablation, here (mean over runs ± standard error) and in the paper",
            2,
            ["left out", "data set", "here", "paper"]);
        foreach (var name in variants.Names.Where(name => variants.FirstOf(name) != name))
        {
            foreach (var dataset in variants.Datasets)
            {
                var here = variants.DifferenceOf(name, dataset, measure.Of);
                var paper = Difference(name, dataset) is { } printed ? MeanText.OfDifference(printed, double.NaN) : NumberText.Missing;
                table.Add([Shown(name), dataset, MeanText.OfDifference(here.Mean, here.StandardError), paper]);
            }
        }

        table.Write(html);
        html.Raw("</section>\n");
    }

    private static string Shown(string name) => Column(name) is { } column ? $"{name} ({Columns[column]})" : name;

    private static int? Column(string name)
    {
        // Where several methods have ablations, the method's name comes before.
        var key = string.Concat(name[(name.LastIndexOf(' ') + 1)..].Where(char.IsLetter)).ToLowerInvariant();
        key = key.StartsWith("rosas", StringComparison.Ordinal) ? key["rosas".Length..] : key;
        return Names.TryGetValue(key, out var column) ? Array.IndexOf(Columns, column) : null;
    }

    private static double[]? FiguresOf(string dataset) => Figures.GetValueOrDefault(dataset.Split('-')[0]);
}
