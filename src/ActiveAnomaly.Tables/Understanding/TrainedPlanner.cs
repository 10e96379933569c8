namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Finds the columns of a training table in another table, which is read as that one was.</summary>
internal static class TrainedPlanner
{
    public static TablePlan Plan(TableLayout layout, TableSchema schema, TableOptions options)
    {
        var names = layout.ColumnNames.ToList();
        var missing = schema.Columns.Where(column => !names.Contains(column.Name)).Select(column => $"'{column.Name}'").ToArray();
        if (missing.Length > 0)
        {
            var isText = layout.Source.Dialect.Format == TableFormat.DelimitedText;
            throw new TableException(
                $"'{layout.Source.Name}' lacks {(missing.Length == 1 ? "a column" : "columns")} that the model was trained on: "
                + $"{string.Join(", ", missing)}. Its columns: {string.Join(", ", names.Select(name => $"'{name}'"))}"
                + $"{(isText ? $" (separated by {SeparatorText.Of(layout.Source.Dialect.Separator)}, as in training; --separator says otherwise)" : string.Empty)}. "
                + "Give a table with these columns, in any order.");
        }

        var label = options.HasLabel && schema.Label is not null ? names.IndexOf(schema.Label.Name) : -1;
        var known = schema.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return new TablePlan
        {
            Columns =
            [
                .. schema.Columns.Select(
                    column => new PlannedColumn(names.IndexOf(column.Name), column.Name, column.Kind, column.DateFormat, column)),
            ],
            DecimalSeparator = options.DecimalSeparator ?? schema.Dialect.DecimalSeparator,
            Missing = options.Missing ?? schema.Missing,
            OutOfRange = options.OutOfRange ?? schema.OutOfRange,
            MissingTexts = schema.MissingTexts,
            MostCategories = int.MaxValue,
            MostRows = options.MostRows,
            LabelIndex = label < 0 ? null : label,
            Label = label < 0 ? null : schema.Label,
            LeftOut =
            [
                .. names.Where((name, k) => k != label && !known.Contains(name) && name != schema.Label?.Name)
                    .Select(name => (name, "the model was not trained on it")),
            ],
            Notes = [],
        };
    }
}
