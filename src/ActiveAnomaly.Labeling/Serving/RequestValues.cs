using System.Globalization;
using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Sessions;
using Microsoft.AspNetCore.Http;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Reads what requests say, and refuses in a sentence what they may not.</summary>
internal static class RequestValues
{
    /// <summary>The largest number of rows that a page of the table has.</summary>
    public const int LargestPage = 200;

    /// <summary>The largest number of rows that one request answers, or asks the places of.</summary>
    public const int LargestBulk = 10_000;

    /// <summary>The length of the longest text that rows are searched for.</summary>
    public const int LongestSearch = 1000;

    /// <summary>The length of the longest note.</summary>
    public const int LongestNote = LabelCsv.MostNoteLength;

    /// <summary>The largest number of tags of a note.</summary>
    public const int MostTags = LabelCsv.MostTags;

    /// <summary>The length of the longest tag.</summary>
    public const int LongestTag = LabelCsv.MostTagLength;

    private static readonly Dictionary<string, Answer> Answers = new(StringComparer.Ordinal)
    {
        ["normal"] = Answer.Normal,
        ["abnormal"] = Answer.Abnormal,
        ["skip"] = Answer.Skip,
    };

    private static readonly Dictionary<string, RowFilter> Filters = new(StringComparer.Ordinal)
    {
        ["all"] = RowFilter.All,
        ["unlabeled"] = RowFilter.Unlabeled,
        ["normal"] = RowFilter.Normal,
        ["abnormal"] = RowFilter.Abnormal,
        ["skipped"] = RowFilter.Skipped,
        ["flagged"] = RowFilter.Flagged,
        ["disagreed"] = RowFilter.Disagreed,
        ["noted"] = RowFilter.Noted,
    };

    /// <summary>Gets the filters by their names.</summary>
    public static IReadOnlyCollection<string> FilterNames => Filters.Keys;

    /// <summary>Reads who asks or answers.</summary>
    public static string Annotator(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw Bad($"The annotator's name is {(name is null ? "missing" : "empty")}; say who asks, as in annotator=ada.");
        }

        return AnnotatorName.FaultOf(name) is { } fault ? throw Bad($"The annotator's name {fault}.") : name;
    }

    /// <summary>Reads a row of an address.</summary>
    public static int Row(string text, int rowCount) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? Row(row, rowCount)
            : throw NoRow($"'{text}'", rowCount);

    /// <summary>Reads a row of a body.</summary>
    public static int Row(int row, int rowCount) =>
        row >= 0 && row < rowCount ? row : throw NoRow(row.ToString(CultureInfo.InvariantCulture), rowCount);

    /// <summary>Reads a number of a query.</summary>
    public static int Count(string name, string? text, int usual, int lowest, int highest)
    {
        if (text is null)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && count >= lowest && count <= highest
            ? count
            : throw Bad($"{name} is '{text}'; a whole number from {lowest} to {highest} is allowed.");
    }

    /// <summary>Reads yes or no of a query.</summary>
    public static bool Flag(string name, string? text) => text switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Bad($"{name} is '{text}'; true and false are allowed."),
    };

    /// <summary>Reads an answer.</summary>
    public static Answer AnswerOf(string text) => Answers.TryGetValue(text, out var answer)
        ? answer
        : throw Bad($"The answer is '{text}'; {List(Answers.Keys)} are allowed.");

    /// <summary>Reads what rows of the table are wanted.</summary>
    public static RowQuery Query(
        string? search, string? filter, string? sort, string? descending, string? offset, string? count, IReadOnlyList<PoolColumn> columns)
    {
        if (search?.Length > LongestSearch)
        {
            throw Bad($"The text searched for has {search.Length} characters; at most {LongestSearch} are allowed.");
        }

        return new RowQuery
        {
            Search = string.IsNullOrEmpty(search) ? null : search,
            Filter = Filters.TryGetValue(filter ?? "all", out var known)
                ? known
                : throw Bad($"filter is '{filter}'; {List(Filters.Keys)} are allowed."),
            Sort = Sort(sort, columns),
            Descending = Flag("descending", descending),
            Offset = Count("offset", offset, 0, 0, int.MaxValue),
            Count = Count("count", count, 50, 1, LargestPage),
        };
    }

    /// <summary>Checks a note.</summary>
    public static void Note(string text, IReadOnlyList<string> tags)
    {
        if (text.Length > LongestNote)
        {
            throw Bad($"The note has {text.Length} characters; at most {LongestNote} are allowed. Shorten it.");
        }

        if (tags.Count > MostTags)
        {
            throw Bad($"The note has {tags.Count} tags; at most {MostTags} are allowed. Leave some out.");
        }

        foreach (var tag in tags)
        {
            if (string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag)
            {
                throw Bad($"A tag has {tag.Trim().Length} characters; 1 to {LongestTag} are allowed.");
            }
        }
    }

    /// <summary>Checks a list of rows, which need not be there.</summary>
    public static void Rows(IReadOnlyList<int> rows)
    {
        if (rows.Count > LargestBulk)
        {
            throw Bad($"The request names {rows.Count} rows; at most {LargestBulk} are allowed. Send several requests.");
        }
    }

    private static RowSort Sort(string? text, IReadOnlyList<PoolColumn> columns)
    {
        if (text is null)
        {
            return RowSort.Row;
        }

        if (!RowSort.TryParse(text, out var sort) || !IsColumn(text, columns.Count))
        {
            throw Bad($"sort is '{text}'; row, score, id, and column:0 to column:{columns.Count - 1} are allowed.");
        }

        return sort.Column is { } column && columns[column].IsHidden
            ? throw Bad($"sort is '{text}': the column '{columns[column].Name}' is hidden. Sort by another.")
            : sort;
    }

    /// <summary>Tells whether a column is there where one is named.</summary>
    private static bool IsColumn(string text, int columnCount)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            || (int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var column)
                && column < columnCount);
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static ProblemException Bad(string detail) => new(StatusCodes.Status400BadRequest, detail);

    private static ProblemException NoRow(string row, int rowCount) =>
        new(StatusCodes.Status404NotFound, $"There is no row {row}; the rows are 0 to {rowCount - 1}.");
}
