namespace ActiveAnomaly.Tables.Understanding;

/// <summary>What holds for every schema, and is asked of one that was saved.</summary>
internal static class SchemaRules
{
    /// <summary>Tells what is wrong with a schema; null where nothing is.</summary>
    public static string? Broken(TableSchema? schema)
    {
        if (schema is null)
        {
            return "It is empty.";
        }

        if (schema.Columns.Count == 0 || schema.Columns.Any(column => column is null) || schema.IgnoredColumns.Any(string.IsNullOrEmpty)
            || schema.MissingTexts.Any(text => text is null))
        {
            return "It has no column, or one without a name.";
        }

        var names = schema.Columns.Select(column => column.Name).Append(schema.Label?.Name).Where(name => name is not null).ToArray();
        if (names.Any(string.IsNullOrEmpty) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            return "Two columns have the same name, or one has none.";
        }

        if (schema.Label is { } label
            && label.NormalValues.Concat(label.AbnormalValues).Concat(label.UnlabeledValues).Any(string.IsNullOrEmpty))
        {
            return "A label value is empty.";
        }

        if (schema.Dialect.DecimalSeparator is not ('.' or ',')
            || (schema.Dialect.Format == TableFormat.DelimitedText && !TableOptions.CanSeparate(schema.Dialect.Separator)))
        {
            return "Its separators are none.";
        }

        return schema.Columns.Select(Broken).FirstOrDefault(broken => broken is not null);
    }

    private static string? Broken(ColumnSchema column) =>
        column.Kind == ColumnKind.Category
            ? column.Categories.Count == 0 || column.Categories.Any(string.IsNullOrEmpty)
                || column.Categories.Distinct(StringComparer.Ordinal).Count() < column.Categories.Count
                || column.FillCategory is null || !column.Categories.Contains(column.FillCategory)
                ? $"Column {ShownText.Of(column.Name)} has no categories, an empty one, or one twice."
                : null
            : !IsFinite(column.FillNumber) || !IsFinite(column.Smallest) || !IsFinite(column.Largest)
                || (column.Kind == ColumnKind.Date && column.FirstDate is null)
            ? $"Column {ShownText.Of(column.Name)} lacks what a missing cell gets, its range or its first date."
            : null;

    private static bool IsFinite(double? number) => number is { } value && double.IsFinite(value);
}
