using System.Text;
using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables;

/// <summary>What a user says of a table; what is left open is found out, and told of (<see cref="Table.Describe"/>).</summary>
public sealed record TableOptions
{
    /// <summary>
    /// Gets the separator of the fields, a tab or any character of ASCII but a quote, a letter, a digit, a control character, '.', '+', '-'
    /// and '#'; null to find out: a comma, a semicolon or a tab.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>Gets a value indicating whether the first line holds the columns' names; null to find out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>
    /// Gets the decimal separator, '.' or ','; null to find out. A comma is possible where another character separates the fields, or,
    /// said, where quotes hold the numbers together ("1,5","2,5").
    /// Where points or commas may separate thousands (1.234 beside 950), reading stops until it is said; thousands separators are not read.
    /// </summary>
    public char? DecimalSeparator { get; init; }

    /// <summary>
    /// Gets the name of the text's encoding, such as "utf-8", "utf-16" or "windows-1252"; null to find out: UTF-8, or UTF-16 where a
    /// byte-order mark or the zeros between the letters say so.
    /// </summary>
    public string? EncodingName { get; init; }

    /// <summary>
    /// Gets a value indicating whether quotes around a field hold it together; true by default. With false a quote is a character like
    /// any other.
    /// </summary>
    public bool ReadsQuotes { get; init; } = true;

    /// <summary>Gets a value indicating whether there is a label column; true by default.</summary>
    public bool HasLabel { get; init; } = true;

    /// <summary>
    /// Gets the name of the label column; null for the one that is called "label", in any case, or else the last. Where two are called so,
    /// reading stops.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// Gets the label values that mean abnormal, or "*" for all that <see cref="NormalValues"/> does not name. Without any, and without
    /// <see cref="NormalValues"/>: 1, true, abnormal, anomaly, anomalous, outlier.
    /// </summary>
    public IReadOnlyList<string> AbnormalValues { get; init; } = [];

    /// <summary>
    /// Gets the label values that mean normal, or "*" for all that <see cref="AbnormalValues"/> does not name. Without any, and without
    /// <see cref="AbnormalValues"/>: 0, false, normal, inlier. Where only one of both lists is given, one other value is the other's.
    /// </summary>
    public IReadOnlyList<string> NormalValues { get; init; } = [];

    /// <summary>Gets the label values that mean that a row has no label; an empty cell always means that.</summary>
    public IReadOnlyList<string> UnlabeledValues { get; init; } = [];

    /// <summary>Gets the names of the columns that are left out, such as row numbers.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>
    /// Gets the names of the columns that hold categories though most of their cells look like numbers, such as postcodes.
    /// </summary>
    public IReadOnlyList<string> CategoryColumns { get; init; } = [];

    /// <summary>Gets the most categories that a column may have, at least 1; 100 by default. A column of more stops reading.</summary>
    public int MostCategories { get; init; } = Defaults.MostCategories;

    /// <summary>
    /// Gets the texts that mean, beside an empty cell and in any case, that a cell has no value; those that are numbers by their value:
    /// "-999" means "-999.0" too. One that no cell holds is warned of.
    /// </summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = Defaults.MissingTexts;

    /// <summary>
    /// Gets what becomes of missing cells; null for what the schema says, and <see cref="MissingCells.Stop"/> without one.
    /// </summary>
    public MissingCells? Missing { get; init; }

    /// <summary>
    /// Gets what becomes of cells that single precision cannot hold; null for what the schema says, and
    /// <see cref="OutOfRangeCells.Stop"/> without one.
    /// </summary>
    public OutOfRangeCells? OutOfRange { get; init; }

    /// <summary>Gets what becomes of columns of dates.</summary>
    public DateCells Dates { get; init; }

    /// <summary>
    /// Gets the format of the dates in .NET's letters, such as "dd/MM/yyyy"; null for ISO 8601 (2024-05-31, 2024-05-31T23:59:59Z). It needs
    /// the year, with its century. Dates of sources that have types need none. A column whose every filled cell is of the format is one of
    /// dates, also where they look like numbers ("yyyyMMdd"); where no column is of dates, a warning says so.
    /// </summary>
    public string? DateFormat { get; init; }

    /// <summary>Gets the most rows to take, at least 1, evenly spread over the table; null for all.</summary>
    public int? MostRows { get; init; }

    /// <summary>Throws unless every option is in its range.</summary>
    /// <exception cref="TableException">An option is out of its range, or two contradict each other; the message says which.</exception>
    public void Validate()
    {
        Require(
            Separator is not { } separator || CanSeparate(separator),
            $"The separator is {ShownText.Of(Separator.ToString())}; a comma, a semicolon, a tab, a space or another character of ASCII "
            + "that is no letter, digit, quote, '.', '+', '-' or '#' is allowed.");
        Require(
            DecimalSeparator is null or '.' or ',', $"The decimal separator is '{DecimalSeparator}'; '.' and ',' are allowed.");
        Require(
            DecimalSeparator is null || DecimalSeparator != Separator || ReadsQuotes,
            "The decimal separator and the separator of the fields are both ','; they have to differ where quotes are characters like "
            + "others.");
        Require(
            Missing is null || Enum.IsDefined(Missing.Value), $"What becomes of missing cells is {Missing}, which is none of "
                + "MissingCells.");
        Require(
            OutOfRange is null || Enum.IsDefined(OutOfRange.Value),
            $"What becomes of cells out of range is {OutOfRange}, which is none of OutOfRangeCells.");
        Require(Enum.IsDefined(Dates), $"What becomes of dates is {Dates}, which is none of DateCells.");
        Require(
            DateFormat is null || DateReader.IsFormat(DateFormat),
            $"The date format is '{DateFormat}', and no date comes back from it as it was, its year first of all. Write it in .NET's "
            + "letters, dd/MM/yyyy for one: yyyy is the year with its century, MM months and mm minutes, HH hours, and hh those of half a "
            + "day, which needs tt.");
        Require(
            DateFormat is null || Dates != DateCells.Category,
            "A date format is given, and that dates are categories, which need none; give one or the other.");
        RequireTexts(AbnormalValues, "abnormal label values");
        RequireTexts(NormalValues, "normal label values");
        RequireTexts(UnlabeledValues, "unlabelled label values");
        RequireTexts(IgnoredColumns, "columns to leave out");
        RequireTexts(CategoryColumns, "columns of categories");
        RequireTexts(MissingTexts, "texts of missing cells");
        Require(
            !UnlabeledValues.Contains("*"), "The unlabelled label values are '*', all others; that is possible for normal and abnormal "
                + "ones.");
        Require(MostCategories >= 1, $"The most categories of a column are {MostCategories}; at least 1 is needed.");
        Require(MostRows is null or >= 1, $"The most rows to take are {MostRows}; at least 1 is needed.");
        Require(
            HasLabel || (LabelColumn is null && AbnormalValues.Count + NormalValues.Count + UnlabeledValues.Count == 0),
            "A label column or label values are given, and that there is no label; give one or the other.");
        Require(
            !(AbnormalValues.Contains("*") && NormalValues.Contains("*")),
            "Both the abnormal and the normal label values are '*', all others; name the values of one of both.");
        if (EncodingName is not null)
        {
            _ = Encoding(EncodingName);
        }
    }

    /// <summary>Tells whether a character can separate fields.</summary>
    internal static bool CanSeparate(char separator) =>
        separator == '\t'
        || (separator is >= ' ' and <= '~' && !char.IsAsciiLetterOrDigit(separator) && !"\".+-#".Contains(separator));

    /// <summary>Finds an encoding that stops at bytes that are none of its characters.</summary>
    internal static Encoding Encoding(string name)
    {
        try
        {
            var (encoder, decoder) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return CodePagesEncodingProvider.Instance.GetEncoding(name, encoder, decoder)
                ?? System.Text.Encoding.GetEncoding(name, encoder, decoder);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new TableException(
                $"The encoding '{name}' is unknown. Names such as utf-8, utf-16, latin1 and windows-1252 are allowed.", exception);
        }
    }

    private static void RequireTexts(IReadOnlyList<string> texts, string what)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Require(
            !texts.Any(string.IsNullOrWhiteSpace),
            $"One of the {what} is empty. An empty cell has no value and no label anyway, and a column without a name is called by its "
            + "number.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new TableException(message);
        }
    }

    /// <summary>The defaults, one constant each.</summary>
    public static class Defaults
    {
        /// <summary>The most categories of a column.</summary>
        public const int MostCategories = 100;

        /// <summary>Gets the texts that mean that a cell has no value.</summary>
        public static IReadOnlyList<string> MissingTexts { get; } = ["?", "-", "NA", "N/A", "#N/A", "NaN", "null", "none"];
    }
}
