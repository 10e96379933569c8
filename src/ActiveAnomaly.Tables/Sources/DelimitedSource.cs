using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>Delimited text in a file.</summary>
internal sealed partial class DelimitedSource : TableSource
{
    private const int SampleLength = 1 << 18;

    private readonly FileContent _content;
    private readonly Encoding _encoding;
    private readonly int _markLength;

    public DelimitedSource(FileContent content, TableOptions options, TableDialect? trained)
    {
        _content = content;
        string found;
        (found, _markLength) = Guarded(() =>
        {
            using var stream = content.Open();
            return TextEncodings.Detect(stream);
        });
        _encoding = TableOptions.Encoding(EncodingName(found, options.EncodingName, trained?.EncodingName));
        var (sample, isWhole) = Guarded(ReadSample);
        if (isWhole && sample.AsSpan().Trim().IsEmpty)
        {
            throw new TableException($"The file '{content.Path}' is empty; a header and rows are needed.");
        }

        if (ExcelsFirstLine().Match(sample) is { Success: true } first)
        {
            throw new TableException(
                $"Line 1 of '{content.Name}' tells Excel what separates the fields, {ShownText.Of(first.ValueSpan.Trim())}, and holds no "
                + "names. Take the line out; what separates the fields is found out, or said (TableOptions.Separator; --separator).",
                1,
                null);
        }

        Dialect = new TableDialect
        {
            Format = TableFormat.DelimitedText,
            Separator = options.Separator ?? trained?.Separator ?? SeparatorDetector.Detect(content.Name, sample, isWhole, options),
            EncodingName = _encoding.WebName,
            ReadsQuotes = options.ReadsQuotes && trained?.ReadsQuotes != false,
            Compression = content.Compression,
        };
        if (Dialect.Separator == options.DecimalSeparator
            && !(Dialect.ReadsQuotes && SeparatorDetector.QuotesDecimalCommas(sample, isWhole, options)))
        {
            throw new TableException(
                $"The decimal separator and the separator of the fields of '{content.Name}' are both ','"
                + $"{(options.Separator is null ? ", as the training table's" : string.Empty)}; they have to differ, unless quotes hold "
                + "the numbers together in every line. Say what separates the fields (TableOptions.Separator; --separator), or leave the "
                + "decimal separator out.");
        }

        LineEnd = LineEndOf(sample, isWhole, Dialect.ReadsQuotes);
    }

    public override string Name => _content.Name;

    public override TableDialect Dialect { get; }

    public override IReadOnlyList<string>? ColumnNames => null;

    public override string PlaceWord => "line";

    public override IReadOnlyList<TableNote> Notes => Swallowed.Notes;

    public override bool IsUnchanged => _content.IsUnchanged;

    /// <summary>Gets a value indicating whether the text begins with a byte-order mark.</summary>
    public bool HasByteOrderMark => _markLength > 0;

    /// <summary>Gets a value indicating whether a field was in quotes, as far as the fields were read.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>Gets the cells that hold records, as far as the fields were read.</summary>
    public SwallowedRecords Swallowed { get; } = new();

    /// <summary>Gets the name of the line ends; null where the first line is too long to tell.</summary>
    public string? LineEnd { get; }

    public override TableCursor Open(CancellationToken cancellationToken) =>
        new DelimitedCursor(this, Guarded(OpenText), cancellationToken);

    public override TableException Changed() => _content.Changed();

    /// <summary>Takes down that a field was in quotes.</summary>
    public void NoteQuotes() => HasQuotes = true;

    /// <summary>Runs what reads the file, and makes of the errors of libraries ones that say what is wrong with it.</summary>
    public T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !_content.IsUnchanged)
        {
            throw _content.Changed(exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw Undecodable(exception);
        }
        catch (NotSupportedException exception)
        {
            throw new TableException(
                $"A line of '{_content.Path}' is longer than 16 million characters: probably a quote is not closed. Mend it, or say that "
                + "quotes are characters like others (TableOptions.ReadsQuotes; --no-quotes).",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"'{_content.Path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Decides on the encoding: the one that is said, the one that the text shows, or the training table's where that is one that a text
    /// does not show and the text is not UTF-8.
    /// </summary>
    private string EncodingName(string found, string? said, string? trained)
    {
        if (said is not null)
        {
            var name = TableOptions.Encoding(said).WebName;
            if (_markLength == 0 || name.Equals(found, StringComparison.OrdinalIgnoreCase))
            {
                return said;
            }

            // The mark tells which of both UTF-16, or UTF-32, are meant.
            return found.Equals(name + "BE", StringComparison.OrdinalIgnoreCase)
                ? found
                : throw new TableException(
                    $"'{_content.Name}' begins with the byte-order mark of {found}, and its encoding is said to be '{said}', in which the "
                    + "mark and other letters would be read as others. Leave the encoding out (TableOptions.EncodingName; --encoding): the "
                    + "mark says it.",
                    1,
                    null);
        }

        if (_markLength > 0 || found != "utf-8" || trained is null || trained.StartsWith("utf-", StringComparison.OrdinalIgnoreCase))
        {
            return found;
        }

        return Guarded(() =>
        {
            using var stream = _content.Open();
            return TextEncodings.FirstInvalid(stream) is null;
        })
            ? found
            : trained;
    }

    private StreamReader OpenText()
    {
        var stream = _content.Open();
        Span<byte> mark = stackalloc byte[_markLength];
        stream.ReadExactly(mark);
        return new StreamReader(stream, _encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
    }

    private (string Text, bool IsWhole) ReadSample()
    {
        using var reader = OpenText();
        var sample = ArrayPool<char>.Shared.Rent(SampleLength);
        try
        {
            var length = reader.ReadBlock(sample, 0, SampleLength);
            return (new string(sample, 0, length), length < SampleLength);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(sample);
        }
    }

    private TableException Undecodable(DecoderFallbackException exception)
    {
        if (_encoding is UTF8Encoding)
        {
            using var stream = _content.Open();
            if (TextEncodings.FirstInvalid(stream) is var (line, value))
            {
                return new TableException(
                    $"Line {line} of '{_content.Path}' holds the byte 0x{value:x2}, which is not UTF-8. Say which encoding the file has "
                    + "(TableOptions.EncodingName; --encoding windows-1252, for one).",
                    line,
                    null);
            }
        }

        return new TableException(
            $"'{_content.Path}' holds bytes that are not {_encoding.WebName}: {exception.Message} Say which encoding it has "
            + "(TableOptions.EncodingName; --encoding).",
            exception);
    }

    /// <summary>Tells how the first line that is not inside quotes ends.</summary>
    private static string? LineEndOf(ReadOnlySpan<char> sample, bool isWhole, bool readsQuotes)
    {
        var isQuoted = false;
        for (var i = 0; i < sample.Length; i++)
        {
            isQuoted ^= readsQuotes && sample[i] == '"';
            if (!isQuoted && (sample[i] is '\r' or '\n'))
            {
                return sample[i] == '\n' ? "LF" : i + 1 < sample.Length && sample[i + 1] == '\n' ? "CRLF" : "CR";
            }
        }

        return isWhole ? "no line end" : null;
    }

    /// <summary>sep=;  "sep=,"  and nothing else in the line.</summary>
    [GeneratedRegex("""^("?)sep=[^\r\n"]\1[ \t]*(?=[\r\n]|$)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ExcelsFirstLine();
}
