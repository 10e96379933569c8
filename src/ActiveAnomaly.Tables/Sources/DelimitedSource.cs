using System.Text;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>Delimited text in a file.</summary>
internal sealed class DelimitedSource : TableSource
{
    private const int SampleLength = 1 << 18;

    private readonly FileContent _content;
    private readonly Encoding _encoding;
    private readonly int _markLength;

    public DelimitedSource(FileContent content, TableOptions options, TableDialect? trained)
    {
        _content = content;
        string name;
        (name, _markLength) = Guarded(() =>
        {
            using var stream = content.Open();
            return TextEncodings.Detect(stream);
        });
        name = options.EncodingName ?? (_markLength == 0 && name == "utf-8" ? trained?.EncodingName ?? name : name);
        _encoding = TableOptions.Encoding(name);
        var sample = Guarded(ReadSample);
        if (sample.Text.AsSpan().Trim().IsEmpty)
        {
            throw new TableException($"The file '{content.Path}' is empty; a header and rows are needed.");
        }

        LineEnd = LineEndOf(sample.Text);
        Dialect = new TableDialect
        {
            Format = TableFormat.DelimitedText,
            Separator = options.Separator ?? trained?.Separator
                ?? SeparatorDetector.Detect(sample.Text, sample.IsWhole, options),
            EncodingName = _encoding.WebName,
            ReadsQuotes = options.ReadsQuotes && trained?.ReadsQuotes != false,
            Compression = content.Compression,
        };
    }

    public override string Name => _content.Name;

    public override TableDialect Dialect { get; }

    public override IReadOnlyList<string>? ColumnNames => null;

    public override string PlaceWord => "line";

    /// <summary>Gets a value indicating whether the text begins with a byte-order mark.</summary>
    public bool HasByteOrderMark => _markLength > 0;

    /// <summary>Gets the name of the line ends.</summary>
    public string LineEnd { get; }

    public override TableCursor Open(CancellationToken cancellationToken) => new DelimitedCursor(this, OpenText(), cancellationToken);

    /// <summary>Runs what reads the file, and makes of the errors of libraries ones that say what is wrong with it.</summary>
    public T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException exception)
        {
            throw Undecodable(exception);
        }
        catch (NotSupportedException exception)
        {
            throw new TableException(
                $"A line of '{_content.Path}' is longer than 16 million characters: probably a quote is not closed. Mend it, or say that quotes "
                + "are characters like others (TableOptions.ReadsQuotes; --no-quotes).",
                exception);
        }
        catch (Exception exception) when (_content.Unpacking(exception) is { } unpacking)
        {
            throw unpacking;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"'{_content.Path}' cannot be read: {exception.Message}", exception);
        }
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
        var sample = new char[SampleLength];
        var length = reader.ReadBlock(sample);
        return (new string(sample, 0, length), length < SampleLength);
    }

    private TableException Undecodable(DecoderFallbackException exception)
    {
        if (_encoding is not UTF8Encoding)
        {
            return new TableException(
                $"'{_content.Path}' holds bytes that are not {_encoding.WebName}: {exception.Message} Say which encoding it has "
                + "(TableOptions.EncodingName; --encoding).",
                exception);
        }

        using var stream = _content.Open();
        var place = TextEncodings.FirstInvalid(stream);
        return new TableException(
            $"Line {place?.Line} of '{_content.Path}' holds the byte 0x{place?.Value:x2}, which is not UTF-8. Say which encoding the file has "
            + "(TableOptions.EncodingName; --encoding windows-1252, for one).",
            exception);
    }

    private static string LineEndOf(string sample)
    {
        var end = sample.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? "no line end" : sample[end] == '\n' ? "LF" : end + 1 < sample.Length && sample[end + 1] == '\n' ? "CRLF" : "CR";
    }
}
