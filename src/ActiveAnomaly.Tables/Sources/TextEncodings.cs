using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>Finds out a text's encoding.</summary>
internal static class TextEncodings
{
    private const int SampleLength = 4096;

    private static readonly (byte[] Mark, string Name)[] Marks =
    [
        ([0xef, 0xbb, 0xbf], "utf-8"),
        ([0xff, 0xfe, 0x00, 0x00], "utf-32"),
        ([0x00, 0x00, 0xfe, 0xff], "utf-32BE"),
        ([0xff, 0xfe], "utf-16"),
        ([0xfe, 0xff], "utf-16BE"),
    ];

    /// <summary>Tells the encoding of a text, and the length of its byte-order mark.</summary>
    public static (string Name, int MarkLength) Detect(Stream stream)
    {
        var bytes = new byte[SampleLength];
        var sample = bytes.AsSpan(0, stream.ReadAtLeast(bytes, SampleLength, throwOnEndOfStream: false));
        foreach (var (mark, name) in Marks)
        {
            if (sample.StartsWith(mark))
            {
                return (name, mark.Length);
            }
        }

        // Letters of UTF-16 have a zero beside them; no other text has zeros.
        var (even, odd) = (Zeros(sample, 0), Zeros(sample, 1));
        return even + odd <= sample.Length / 8 ? ("utf-8", 0) : odd > even ? ("utf-16", 0) : ("utf-16BE", 0);
    }

    /// <summary>Finds the first byte that is not UTF-8: its line, from 1, and its value. Null where all are.</summary>
    public static (long Line, byte Value)? FirstInvalid(Stream stream)
    {
        var buffer = new byte[1 << 16];
        var (kept, line, isAfterReturn) = (0, 1L, false);
        while (true)
        {
            var read = stream.Read(buffer.AsSpan(kept));
            var available = buffer.AsSpan(0, kept + read);
            while (!available.IsEmpty)
            {
                var status = Rune.DecodeFromUtf8(available, out var rune, out var length);
                if (status == OperationStatus.NeedMoreData && read > 0)
                {
                    break;
                }

                if (status != OperationStatus.Done)
                {
                    return (line, available[0]);
                }

                line += rune.Value == '\r' || (rune.Value == '\n' && !isAfterReturn) ? 1 : 0;
                isAfterReturn = rune.Value == '\r';
                available = available[length..];
            }

            if (read == 0)
            {
                return null;
            }

            kept = available.Length;
            available.CopyTo(buffer);
        }
    }

    private static int Zeros(ReadOnlySpan<byte> bytes, int first)
    {
        var count = 0;
        for (var i = first; i < bytes.Length; i += 2)
        {
            count += bytes[i] == 0 ? 1 : 0;
        }

        return count;
    }
}
