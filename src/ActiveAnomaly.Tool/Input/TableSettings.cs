using System.Globalization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Input;

/// <summary>What a command line says of tables, as settings of results.</summary>
internal static class TableSettings
{
    /// <summary>Gives what changes the rows, features or labels of tables, under the options' names; null for what is not said.</summary>
    public static (string Name, string? Value)[] Of(TableOptions table) =>
    [
        ("missing", table.Missing?.ToString()),
        ("out-of-range", table.OutOfRange?.ToString()),
        ("dates", table.Dates == DateCells.Stop ? null : table.Dates.ToString()),
        ("date-format", table.DateFormat),
        ("label", table.HasLabel ? table.LabelColumn : "none"),
        ("abnormal", Listed(table.AbnormalValues)),
        ("normal", Listed(table.NormalValues)),
        ("unlabelled", Listed(table.UnlabeledValues)),
        ("ignore", Listed(table.IgnoredColumns)),
        ("category", Listed(table.CategoryColumns)),
        ("most-categories", table.MostCategories == TableOptions.Defaults.MostCategories
            ? null
            : table.MostCategories.ToString(CultureInfo.InvariantCulture)),
        ("missing-text", table.MissingTexts.SequenceEqual(TableOptions.Defaults.MissingTexts) ? null : Listed(table.MissingTexts)),
        ("separator", table.Separator?.ToString()),
        ("decimal", table.DecimalSeparator?.ToString()),
        ("header", table.HasHeader?.ToString()),
        ("quotes", table.ReadsQuotes ? null : "no"),
        ("encoding", table.EncodingName),
        ("rows", table.MostRows?.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string? Listed(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join('|', values);
}
