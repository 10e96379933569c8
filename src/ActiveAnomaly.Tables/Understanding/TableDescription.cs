using System.Globalization;
using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Says in words what was understood of a table.</summary>
internal static class TableDescription
{
    private const int MostShownNames = 12;

    public static IReadOnlyList<string> Of(Table table, TableLayout layout, TableProfile profile, TablePlan plan)
    {
        var lines = new List<string>
        {
            $"{table.Name}: {Rows(table, profile)}; {Written(table, layout)}.",
            $"Features: {table.FeatureCount}, from {Count(table.Columns.Count, "column")}: {Kinds(table)}.",
        };
        Add("One-hot encoded: ", table.Columns.Where(column => column.Kind == ColumnKind.Category)
            .Select(column => $"{ShownText.Of(column.Name)} ({Count(column.Schema.Categories.Count, "category", "categories")})"));
        Add("Dates, as days since the first: ", table.Columns.Where(column => column.Kind == ColumnKind.Date)
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"{ShownText.Of(column.Name)} (since "
                + $"{column.Schema.FirstDate:yyyy-MM-dd})")));
        Add("Constant, kept: ", table.Columns.Where(column => column.IsConstant).Select(column => ShownText.Of(column.Name)));
        Add("Left out: ", plan.LeftOut.Select(column => $"{ShownText.Of(column.Name)} ({column.Reason})"));
        Add("Missing cells, filled: ", table.Columns.Where(column => column.FilledCount > 0).Select(Filled));
        Add("Cells out of single precision's range, clipped: ", table.Columns.Where(column => column.ClippedCount > 0)
            .Select(column => $"{ShownText.Of(column.Name)} {column.ClippedCount}"));
        if (table.DroppedRowCount > 0)
        {
            lines.Add($"Rows left out because a cell has no value: {table.DroppedRowCount}.");
        }

        lines.Add(Label(table));
        lines.AddRange(table.Notes.OrderBy(note => note.IsWarning).Select(note => $"{(note.IsWarning ? "Warning" : "Note")}: {note.Text}"));
        return lines;

        void Add(string title, IEnumerable<string> items)
        {
            string[] all = [.. items];
            if (all.Length > 0)
            {
                lines.Add($"{title}{string.Join(", ", all.Take(MostShownNames))}"
                    + $"{(all.Length > MostShownNames ? $" and {all.Length - MostShownNames} more" : string.Empty)}.");
            }
        }
    }

    private static string Rows(Table table, TableProfile profile) =>
        table.RowCount + table.DroppedRowCount < profile.RowCount
            ? $"{table.RowCount + table.DroppedRowCount} of {Count(profile.RowCount, "row")}, evenly spread"
            : Count(profile.RowCount, "row");

    private static string Written(Table table, TableLayout layout)
    {
        var dialect = table.Schema.Dialect;
        var packed = dialect.Compression is null ? string.Empty : $", {dialect.Compression}";
        return dialect.Format switch
        {
            TableFormat.Parquet => "Parquet",
            TableFormat.DataView => "a data view",
            _ => $"separated by {SeparatorText.Of(dialect.Separator)}, decimal {(dialect.DecimalSeparator == ',' ? "comma" : "point")}, "
                + $"{(dialect.HasHeader ? "header in line 1" : "no header")}"
                + $"{(layout.Source is DelimitedSource { HasQuotes: true } ? ", quoted fields" : string.Empty)}, {dialect.EncodingName}"
                + (layout.Source is DelimitedSource source
                    ? (source.HasByteOrderMark ? " with byte-order mark" : string.Empty)
                        + (source.LineEnd is { } end ? $", {end}" : string.Empty)
                    : string.Empty)
                + $"{(dialect.ReadsQuotes ? string.Empty : ", quotes are characters")}{packed}",
        };
    }

    private static string Kinds(Table table) => string.Join(", ", table.Columns.GroupBy(column => column.Kind).OrderBy(group => group.Key)
        .Select(group => group.Key switch
        {
            ColumnKind.Number => Count(group.Count(), "of numbers", "of numbers"),
            ColumnKind.Boolean => Count(group.Count(), "of true and false", "of true and false"),
            ColumnKind.Date => Count(group.Count(), "of dates", "of dates"),
            _ => Count(group.Count(), "of categories", "of categories"),
        }));

    private static string Filled(TableColumn column) =>
        $"{ShownText.Of(column.Name)} {column.FilledCount} ({(column.Kind == ColumnKind.Category
            ? $"most frequent: {ShownText.Of(column.Schema.FillCategory)}"
            : $"median: {column.Schema.FillNumber!.Value.ToString("G7", CultureInfo.InvariantCulture)}")})";

    private static string Label(Table table)
    {
        if (table.Schema.Label is not { } label)
        {
            return "Label: none.";
        }

        var unlabeled = table.RowCount - table.Labels.LabeledCount;
        return $"Label: {ShownText.Of(label.Name)}: {table.Labels.NormalRows.Count} normal ({Quoted(label.NormalValues)}), "
            + $"{table.Labels.AbnormalRows.Count} abnormal ({Quoted(label.AbnormalValues)})"
            + $"{(unlabeled > 0 ? $", {unlabeled} unlabelled" : string.Empty)}.";
    }

    private static string Quoted(IReadOnlyList<string> values) =>
        values.Count == 0
            ? "no value"
            : string.Join(
                ", ",
                values.Take(MostShownNames).Select(value => value == LabelUnderstanding.Rest ? "all others" : ShownText.Of(value)))
            + (values.Count > MostShownNames ? ", ..." : string.Empty);

    private static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
