using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>
/// Unpacks gzip (RFC 1952), one member behind the other. Readers of libraries end in silence at bytes that begin no member, and a file
/// whose second part is damaged is a short table to them; here they are an error. Zeros behind the last member are allowed, as tapes and
/// disks pad with them.
/// </summary>
internal sealed class GzipStream(Stream packed) : ReadingStream
{
    private const int BufferLength = 1 << 16;
    private const int MostShownBytes = 8;
    private const byte Deflate = 8;

    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _sum = new();
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _next;
    private int _end;
    private long _position;
    private bool _isInside;
    private bool _isAtEnd;

    /// <summary>What the header of a member has behind its first ten bytes.</summary>
    [Flags]
    private enum Parts : byte
    {
        HeaderSum = 2,
        Extra = 4,
        Name = 8,
        Comment = 16,
        Unknown = 0xe0,
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0 && (_isInside || BeginMember()))
        {
            var length = _inflater.Inflate(buffer, offset, count);
            _sum.Update(new ArraySegment<byte>(buffer, offset, length));
            if (_inflater.IsFinished)
            {
                EndMember();
            }
            else if (length == 0)
            {
                FeedInflater();
            }

            if (length > 0)
            {
                return length;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads the header of the next member.</summary>
    /// <returns>Whether there is one; false at the end of the file.</returns>
    private bool BeginMember()
    {
        if (_isAtEnd || !Fill())
        {
            _isAtEnd = true;
            return false;
        }

        if (_position > 0 && _buffer[_next] == 0)
        {
            SkipPadding();
            _isAtEnd = true;
            return false;
        }

        RequireMember();
        _next += 2;
        _position += 2;
        var method = NextByte();
        var parts = (Parts)NextByte();
        if (method != Deflate || (parts & Parts.Unknown) != 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"the header of a member before byte {_position} asks for what gzip does not have, method {method}, flags {(byte)parts}."));
        }

        Skip(6);
        if (parts.HasFlag(Parts.Extra))
        {
            Skip(NextByte() | (NextByte() << 8));
        }

        if (parts.HasFlag(Parts.Name))
        {
            SkipText();
        }

        if (parts.HasFlag(Parts.Comment))
        {
            SkipText();
        }

        Skip(parts.HasFlag(Parts.HeaderSum) ? 2 : 0);
        _isInside = true;
        return true;
    }

    /// <summary>Checks that a member ended as it says, and gives back what the inflater did not need.</summary>
    private void EndMember()
    {
        var left = _inflater.RemainingInput;
        _next -= left;
        _position -= left;
        var (sum, length) = (_sum.Value, _inflater.TotalOut);
        if (NextWord() != (uint)sum || NextWord() != (uint)length)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"the member that ends at byte {_position} has another checksum or length than it says."));
        }

        _inflater.Reset();
        _sum.Reset();
        _isInside = false;
    }

    private void FeedInflater()
    {
        if (!_inflater.IsNeedingInput)
        {
            throw new InvalidDataException("a member asks for a dictionary, which gzip does not have.");
        }

        if (!Fill())
        {
            throw TooShort();
        }

        _inflater.SetInput(_buffer, _next, _end - _next);
        _position += _end - _next;
        _next = _end;
    }

    /// <summary>Zeros may fill the end of the file, and nothing else.</summary>
    private void SkipPadding()
    {
        while (Fill())
        {
            var other = _buffer.AsSpan(_next, _end - _next).IndexOfAnyExcept((byte)0);
            var count = other < 0 ? _end - _next : other;
            _next += count;
            _position += count;
            if (other >= 0)
            {
                throw NoMember();
            }
        }
    }

    private void RequireMember()
    {
        // The second byte may be in the next part of the file.
        if (_end - _next < 2)
        {
            _buffer[0] = _buffer[_next];
            (_next, _end) = (0, 1 + packed.Read(_buffer, 1, _buffer.Length - 1));
        }

        if (_buffer[_next] != 0x1f || _end - _next < 2 || _buffer[_next + 1] != 0x8b)
        {
            throw NoMember();
        }
    }

    private InvalidDataException NoMember()
    {
        var found = _buffer.AsSpan(_next, Math.Min(MostShownBytes, _end - _next));
        return new InvalidDataException(
            $"from byte {_position + 1} on, behind the part packed before, come bytes that are no gzip, "
            + $"0x{Convert.ToHexStringLower(found)} first; what is appended has to be packed too.");
    }

    private byte NextByte()
    {
        if (!Fill())
        {
            throw TooShort();
        }

        _position++;
        return _buffer[_next++];
    }

    private uint NextWord() => (uint)(NextByte() | (NextByte() << 8) | (NextByte() << 16) | (NextByte() << 24));

    private void Skip(int count)
    {
        for (; count > 0; count--)
        {
            NextByte();
        }
    }

    /// <summary>Skips a text that ends with a zero.</summary>
    private void SkipText()
    {
        while (NextByte() != 0)
        {
        }
    }

    /// <summary>Reads more of the file where all that was read is used up.</summary>
    /// <returns>Whether there is more.</returns>
    private bool Fill()
    {
        if (_next == _end)
        {
            (_next, _end) = (0, packed.Read(_buffer, 0, _buffer.Length));
        }

        return _next < _end;
    }

    private InvalidDataException TooShort() => new(FormattableString.Invariant($"the file ends within a member, after byte {_position}."));
}
