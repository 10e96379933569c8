using System.Text.Unicode;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>A file of labels, which lies somewhere for a moment and may have a name for people.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">What people call it; null where that is not known.</param>
/// <param name="EncodingName">Its encoding; null for UTF-8, or UTF-16 where it says so.</param>
/// <param name="HowToSayEncoding">What whoever gave the file does to say that it has another encoding, as the end of a sentence.</param>
internal sealed record LabelFile(string Path, string? Name, string? EncodingName, string HowToSayEncoding)
{
    private string Shown => Name is null ? "the file" : $"'{Name}'";

    /// <summary>Reads its texts.</summary>
    /// <exception cref="TableException">It cannot be read; the message has the name, and not where it lies.</exception>
    public TableCells ReadTexts(CancellationToken cancellationToken)
    {
        try
        {
            return TableReader.ReadTexts(
                Path, new TableOptions { HasHeader = true, EncodingName = EncodingName }, cancellationToken);
        }
        catch (TableException exception) when (IsTakenForUtf8 && LineOfOtherEncoding() is { } line)
        {
            throw new TableException(
                $"Line {line} of {Shown} is not UTF-8. Save it as UTF-8, which Excel calls CSV UTF-8, and give it again; or "
                + $"{HowToSayEncoding}.",
                exception);
        }
        catch (TableException exception) when (exception.Message.Contains(Path, StringComparison.Ordinal))
        {
            throw new TableException(WithoutPath(exception.Message), exception);
        }
    }

    private bool IsTakenForUtf8 => EncodingName is null || EncodingName.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private string WithoutPath(string message)
    {
        var text = message.Replace($"'{Path}'", Shown, StringComparison.Ordinal).Replace(Path, Name ?? Shown, StringComparison.Ordinal);
        return char.ToUpperInvariant(text[0]) + text[1..];
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
