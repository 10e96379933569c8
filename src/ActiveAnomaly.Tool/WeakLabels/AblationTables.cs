using ActiveAnomaly.Tool.Reporting.WeakLabels;
using Spectre.Console;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// RoSAS beside its ablations: the difference in pairs of runs with its standard error, and what the paper prints of the same data set.
/// </summary>
internal static class AblationTables
{
    public static void Write(IAnsiConsole console, IReadOnlyList<WeakLabelRow> rows)
    {
        foreach (var set in rows.GroupBy(row => (row.Dataset, row.Method)))
        {
            var table = new Table().Border(TableBorder.Simple);
            foreach (var column in (string[])["left out", "here", "less than the whole by", "in the paper by", "AUC-ROC here"])
            {
                table.AddColumn(new TableColumn(column).RightAligned());
            }

            foreach (var variant in set.GroupBy(row => row.Value))
            {
                table.AddRow(
                    Markup.Escape(variant.Key),
                    WeakLabelTables.Text(SampleMean.Of([.. variant.Select(row => row.AucPr)])),
                    variant.Key == RosasVariants.Whole ? string.Empty : Signed(Difference([.. set], variant.Key)),
                    variant.Key == RosasVariants.Whole ? string.Empty
                        : SignedNumber.Text(PaperAblations.Difference(variant.Key, set.Key.Dataset) ?? double.NaN, 3),
                    WeakLabelTables.Text(SampleMean.Of([.. variant.Select(row => row.AucRoc)])));
            }

            console.WriteTitled($"{set.Key.Dataset}, {set.Key.Method}: AUC-PR (trapezoids), mean over runs (standard error)", table);
        }
    }

    /// <summary>Gives the whole method's AUC-PR less a variant's, over the runs that both have.</summary>
    /// <param name="rows">The rows of one data set and method.</param>
    /// <param name="variant">The value of the ablation.</param>
    public static SampleMean Difference(IReadOnlyList<WeakLabelRow> rows, string variant) => SampleMean.Of(
    [
        .. from whole in rows
           where whole.Value == RosasVariants.Whole
           join other in rows.Where(row => row.Value == variant) on whole.Run equals other.Run
           select whole.AucPr - other.AucPr,
    ]);

    private static string Signed(SampleMean mean) => mean.Count == 0
        ? "-"
        : $"{SignedNumber.Text(mean.Mean, 3)} ({WeakLabelTables.Number(mean.StandardError, "F3")})";
}
