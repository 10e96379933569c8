using System.Globalization;
using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Understanding;
using nietras.SeparatedValues;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// The records of delimited text. Quotes are taken off here, so that quoting that is not closed is noticed and not guessed.
/// </summary>
internal sealed class DelimitedCursor(DelimitedSource source, TextReader text, CancellationToken cancellationToken) : TableCursor
{
    private const int RecordsBetweenCancellationChecks = 1024;

    private readonly SepReader _reader = Begin(source, text);
    private char[] _unquoted = [];
    private long _recordCount;
    private long? _blankLine;

    // The library counts the first record's line one too high.
    public override long Line => _recordCount == 1 ? 1 : _reader.Current.LineNumberFrom;

    public override int FieldCount => _reader.Current.ColCount;

    public override bool MoveNext() => source.Guarded(Advance);

    public override Cell Field(int index)
    {
        var field = _reader.Current[index].Span;
        if (!source.Dialect.ReadsQuotes || !field.Contains('"'))
        {
            return Cell.Of(field);
        }

        var trimmed = field.Trim();
        if (trimmed[0] == '"')
        {
            source.NoteQuotes();
            var text = Unquoted(trimmed, index);
            if (text.ContainsAny('\n', '\r'))
            {
                source.Swallowed.Add(text, LineOf(index), index + 1, FieldCount, source.Dialect.Separator);
            }

            return Cell.Of(text);
        }

        return field.IndexOfAny(source.Dialect.Separator, '\n', '\r') < 0
            ? Cell.Of(field)
            : throw BadQuote(index, "opens inside the field and is closed in another");
    }

    public override void Dispose()
    {
        _reader.Dispose();
        text.Dispose();
    }

    /// <summary>Makes a reader of fields as they stand in the text, quotes and all, of records of any length.</summary>
    public static SepReader ReaderOf(char separator, bool readsQuotes, TextReader text) =>
        Sep.New(separator).Reader(options => options with
        {
            HasHeader = false,
            DisableColCountCheck = true,
            DisableQuotesParsing = !readsQuotes,
            CultureInfo = CultureInfo.InvariantCulture,
        }).From(text);

    private static SepReader Begin(DelimitedSource source, TextReader text) =>
        source.Guarded(() => ReaderOf(source.Dialect.Separator, source.Dialect.ReadsQuotes, text));

    private bool Advance()
    {
        if (_recordCount % RecordsBetweenCancellationChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        while (_reader.MoveNext())
        {
            _recordCount++;
            if (_reader.Current.ColCount > 1 || !_reader.Current[0].Span.IsWhiteSpace())
            {
                return _blankLine is null
                    ? IsText()
                    : throw new TableException(
                        $"Line {_blankLine} of '{source.Name}' is blank, and more lines follow. Blank lines are allowed at the end only: "
                        + "take it out.",
                        _blankLine.Value,
                        null);
            }

            _blankLine ??= Line;
        }

        return false;
    }

    private bool IsText() => !_reader.Current.Span.Contains('\0')
        ? true
        : throw new TableException(
            $"Line {Line} of '{source.Name}' holds a character 0, which no text does: the file is of another kind, damaged, or not "
            + $"{source.Dialect.EncodingName}. Give delimited text, plain or packed with gzip or zstd, or Parquet, or say which encoding "
            + "it has (TableOptions.EncodingName; --encoding utf-16, for one).",
            Line,
            null);

    private ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> field, int index)
    {
        if (_unquoted.Length < field.Length)
        {
            _unquoted = new char[Math.Max(field.Length, 256)];
        }

        var length = 0;
        for (var i = 1; i < field.Length; i++)
        {
            if (field[i] != '"')
            {
                _unquoted[length++] = field[i];
            }
            else if (i == field.Length - 1)
            {
                return _unquoted.AsSpan(0, length);
            }
            else if (field[i + 1] == '"')
            {
                _unquoted[length++] = field[i++];
            }
            else
            {
                throw BadQuote(index, "is followed by more text");
            }
        }

        throw BadQuote(index, "is not closed");
    }

    /// <summary>Gives the line that a field of the current record begins in.</summary>
    private long LineOf(int index)
    {
        var line = Line;
        for (var k = 0; k < index; k++)
        {
            var field = _reader.Current[k].Span;
            line += field.Count('\n') + field.Count('\r') - field.Count("\r\n");
        }

        return line;
    }

    private TableException BadQuote(int index, string what) => new(
        $"Line {Line} of '{source.Name}', field {index + 1}: a quote {what}: {ShownText.Of(_reader.Current[index].Span)}. Write quotes "
        + "inside a field twice and the field in quotes, or say that quotes are characters like others (TableOptions.ReadsQuotes; "
        + "--no-quotes).",
        Line,
        null);
}
