namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Finds the columns of a training table in another table, which is read as that one was.</summary>
internal static class TrainedPlanner
{
    public static TablePlan Plan(TableLayout layout, TableSchema schema, TableOptions options)
    {
        var names = layout.ColumnNames;
        var places = names.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
        RequireColumns(layout, schema, options, places);
        var label = options.HasLabel && schema.Label is not null ? places.GetValueOrDefault(schema.Label.Name, -1) : -1;
        var known = schema.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var notes = new List<TableNote>();
        if (label >= 0)
        {
            LabelKeys.RequireTwo(layout, label);
        }

        if (label < 0 && options.HasLabel && schema.Label is not null)
        {
            notes.Add(new TableNote(
                IsWarning: false, $"The label column of the training table, {ShownText.Of(schema.Label.Name)}, is not in this one: no row "
                    + "has a label."));
        }

        var hasOtherTypes = (layout.Source.Dialect.Format == TableFormat.DelimitedText)
            != (schema.Dialect.Format == TableFormat.DelimitedText);
        return new TablePlan
        {
            Columns =
            [
                .. schema.Columns.Select(column => new PlannedColumn(
                    places[column.Name],
                    column.Name,
                    column.Kind,
                    column.DateFormat,
                    column,
                    MatchesByValue: hasOtherTypes && !layout.Source.IsText(places[column.Name]))),
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
                .. names.Where((name, k) => k != label && !known.Contains(name)).Select(
                    name => (name, name == schema.Label?.Name ? "it is the label" : "the model was not trained on it")),
            ],
            Notes = notes,
            PlaceWord = layout.Source.PlaceWord,
            TrimsCategories = layout.Source.TrimsCategories,
        };
    }

    private static void RequireColumns(TableLayout layout, TableSchema schema, TableOptions options, Dictionary<string, int> places)
    {
        string[] missing = [.. schema.Columns.Select(column => column.Name).Where(name => !places.ContainsKey(name))];
        if (missing.Length == 0)
        {
            return;
        }

        var dialect = layout.Source.Dialect;
        var written = dialect.Format != TableFormat.DelimitedText ? string.Empty
            : $" (separated by {SeparatorText.Of(dialect.Separator)}"
            + (options.Separator is null && schema.Dialect.Format == TableFormat.DelimitedText
                ? ", as in training; --separator says otherwise)"
                : ")");
        var unread = string.Concat(
            missing.Where(layout.Source.LeftOut.ContainsKey).Select(name => $" {ShownText.Of(name)} is {layout.Source.LeftOut[name]} here, "
                + $"which cannot be read: {layout.Source.Readable} can be."));
        throw new TableException(
            $"'{layout.Source.Name}' lacks {(missing.Length == 1 ? "a column" : "columns")} that the model was trained on: "
            + $"{ShownText.List(missing)}. Its columns: {ShownText.List(layout.ColumnNames)}{written}.{unread} Give a table with these "
            + "columns, in any order.");
    }
}
