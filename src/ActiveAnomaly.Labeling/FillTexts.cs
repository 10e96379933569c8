using System.Globalization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling;

/// <summary>What missing cells are filled with, for people.</summary>
internal static class FillTexts
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Gives the value as a cell of the column may have it: the category, the number, or the date.</summary>
    public static string FillText(this ColumnSchema column) => column.Kind switch
    {
        ColumnKind.Category => column.FillCategory!,
        ColumnKind.Date when column.FirstDate is { } first => DateText(first.AddDays(column.FillNumber!.Value), column.DateFormat),
        _ => column.FillNumber!.Value.ToString(CultureInfo.InvariantCulture),
    };

    private static string DateText(DateTime date, string? format) => date.ToString(
        format ?? (date.TimeOfDay == TimeSpan.Zero ? DayFormat : TimeFormat), CultureInfo.InvariantCulture);
}
