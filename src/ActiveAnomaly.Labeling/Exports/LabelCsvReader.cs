using System.Globalization;
using System.Text.RegularExpressions;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Reads files of labels: columns go by their names, in any order; others are left out.</summary>
internal sealed partial class LabelCsvReader
{
    /// <summary>
    /// Dates and times of day of ISO 8601, of which nothing has to be guessed: no month first, and no day that is today's. A space may
    /// stand for the T, as RFC 3339 has it.
    /// </summary>
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd",
        .. from date in (string[])["yyyy-MM-ddT", "yyyy-MM-dd "]
           from time in (string[])["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"]
           from offset in (string[])["K", "zz"]
           select date + time + offset,
        "yyyyMMddTHHmmK",
        "yyyyMMddTHHmmssK",
    ];

    private readonly LabelingPool _pool;
    private readonly TableCells _cells;
    private readonly int _id;
    private readonly int _row;
    private readonly int _answer;
    private readonly int _who;
    private readonly int _when;
    private readonly int _note;
    private readonly int _tags;

    private LabelCsvReader(LabelingPool pool, LabelFile file, CancellationToken cancellationToken)
    {
        _pool = pool;
        _cells = file.ReadTexts(cancellationToken);
        _id = IndexOf(LabelCsv.IdName);
        _row = IndexOf(LabelCsv.RowName);
        _answer = IndexOf(LabelCsv.AnswerName);
        _who = IndexOf(LabelCsv.WhoName);
        _when = IndexOf(LabelCsv.WhenName);
        _note = IndexOf(LabelCsv.NoteName);
        _tags = IndexOf(LabelCsv.TagsName);
        if ((_id < 0 && _row < 0) || (_answer < 0 && _note < 0 && _tags < 0))
        {
            throw new TableException(
                $"The columns of the labels are {string.Join(", ", _cells.ColumnNames.Select(name => $"'{name}'"))}. A column "
                + $"'{LabelCsv.IdName}' is needed (or '{LabelCsv.RowName}', with rows counted from 0) and one of '{LabelCsv.AnswerName}', "
                + $"'{LabelCsv.NoteName}' and '{LabelCsv.TagsName}'; '{LabelCsv.WhoName}' and '{LabelCsv.WhenName}' may be there too. Name "
                + "them so in the first line.");
        }
    }

    /// <summary>Reads all lines; those with a fault are among them.</summary>
    /// <exception cref="TableException">The file cannot be read, or a column is missing.</exception>
    public static LabelCsvLine[] Read(LabelingPool pool, LabelFile file, CancellationToken cancellationToken)
    {
        var reader = new LabelCsvReader(pool, file, cancellationToken);
        return [.. Enumerable.Range(0, reader._cells.RowCount).Select(reader.LineOf)];
    }

    private int IndexOf(string name)
    {
        for (var k = 0; k < _cells.ColumnNames.Count; k++)
        {
            if (_cells.ColumnNames[k].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return k;
            }
        }

        return -1;
    }

    private LabelCsvLine LineOf(int index)
    {
        var texts = _cells.TextsOf(index);
        var place = _cells.LineOf(index);
        var id = (_id >= 0 ? SpreadsheetText.Restore(texts[_id]) : texts[_row]).Trim();
        var row = _id >= 0 ? _pool.RowOfId(id) : RowOf(id);
        var word = Text(_answer)?.Trim() ?? string.Empty;
        var answer = word.Length == 0 ? null : AnswerWords.Read(word);
        var when = WhenOf(Text(_when)?.Trim());
        var tags = TagText.Read(Text(_tags) ?? string.Empty);
        var note = Text(_note);
        return new LabelCsvLine(
            place,
            id.Length > 0 ? id : string.Create(CultureInfo.InvariantCulture, $"line {place}"),
            row,
            answer,
            Text(_who)?.Trim() is { Length: > 0 } who ? who : null,
            when,
            note,
            tags,
            FaultOf(id, word, answer, Text(_who)?.Trim() ?? string.Empty, when, note, tags, texts));

        string? Text(int column) => column < 0 ? null : SpreadsheetText.Restore(texts[column]);
    }

    private int? RowOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < _pool.RowCount ? row : null;

    private static DateTimeOffset? WhenOf(string? text) => text is not null && DateTimeOffset.TryParseExact(
        NeedlessDigits().Replace(text, "$1"),
        TimeFormats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var when)
        ? when
        : null;

    private string? FaultOf(
        string id, string word, Answer? answer, string who, DateTimeOffset? when, string? note, string[] tags, string[] texts) =>
        id.Length == 0 ? "the id is empty; every line needs one"
        : word.Length > 0 && answer is null
            ? $"the answer is '{Shown(word)}'; normal, abnormal and skip are allowed, and an empty cell for none"
        : who.Length > 0 && AnnotatorName.FaultOf(who) is { } fault ? $"the name of who answered {fault}"
        : _when >= 0 && texts[_when].Trim().Length > 0 && when is null
            ? $"the time is '{Shown(texts[_when].Trim())}'; ISO 8601 is allowed, such as 2026-05-31T23:59:59Z, and an empty cell"
        : note?.Length > LabelCsv.MostNoteLength
            ? $"the note has {note.Length} characters; at most {LabelCsv.MostNoteLength} are allowed"
        : tags.Length > LabelCsv.MostTags ? $"there are {tags.Length} tags; at most {LabelCsv.MostTags} are allowed"
        : Array.Find(tags, tag => tag.Length > LabelCsv.MostTagLength) is { } tag
            ? $"the tag '{Shown(tag)}' has {tag.Length} characters; at most {LabelCsv.MostTagLength} are allowed"
        : null;

    private static string Shown(string text) => text.Length <= LabelCsv.MostTagLength ? text : $"{text[..LabelCsv.MostTagLength]}...";

    /// <summary>Digits of a second behind the seventh, as Java's nanoseconds have.</summary>
    [GeneratedRegex(@"(\.[0-9]{7})[0-9]+")]
    private static partial Regex NeedlessDigits();
}
