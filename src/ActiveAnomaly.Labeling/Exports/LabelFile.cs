using System.Text.Unicode;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>A file of labels, which lies somewhere for a moment and has a name for people.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">What people call it.</param>
/// <param name="EncodingName">Its encoding; null for UTF-8, or UTF-16 where it says so.</param>
internal sealed record LabelFile(string Path, string Name, string? EncodingName)
{
    /// <summary>Reads its texts.</summary>
    /// <exception cref="TableException">It cannot be read; the message has the name, and not where it lies.</exception>
    public TableCells ReadTexts(CancellationToken cancellationToken)
    {
        try
        {
            return TableReader.ReadTexts(
                Path, new TableOptions { HasHeader = true, EncodingName = EncodingName }, cancellationToken);
        }
        catch (TableException exception) when (EncodingName is null && LineOfOtherEncoding() is { } line)
        {
            throw new TableException(
                $"Line {line} of '{Name}' is not UTF-8. Say which encoding the labels have: label --import-encoding windows-1252 for one; "
                + "over HTTP the charset of the header Content-Type (text/csv; charset=windows-1252); in a program encodingName.",
                exception);
        }
        catch (TableException exception) when (exception.Message.Contains(Path, StringComparison.Ordinal))
        {
            throw new TableException(exception.Message.Replace(Path, Name, StringComparison.Ordinal), exception);
        }
    }

    /// <summary>Finds the first line that is not UTF-8; null where there is none, or the file is UTF-16 or packed.</summary>
    private int? LineOfOtherEncoding()
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(Path);
        if (bytes is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [0x1f, 0x8b, ..] or [0x28, 0xb5, 0x2f, 0xfd, ..] || Utf8.IsValid(bytes))
        {
            return null;
        }

        var line = 1;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes[range]))
            {
                return line;
            }

            line++;
        }

        return null;
    }
}
