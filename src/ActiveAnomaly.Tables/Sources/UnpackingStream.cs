namespace ActiveAnomaly.Tables.Sources;

/// <summary>Reads a packed file; whatever the unpacking library throws says that the file is damaged.</summary>
internal sealed class UnpackingStream : ReadingStream
{
    private readonly FileContent _content;
    private readonly Stream _packed;
    private readonly Stream _unpacked;

    public UnpackingStream(FileContent content, Stream packed, Func<Stream> unpack)
    {
        _content = content;
        _packed = packed;
        _unpacked = Guarded(unpack);
    }

    public override int Read(byte[] buffer, int offset, int count) => Guarded(() => _unpacked.Read(buffer, offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (TableException or OutOfMemoryException))
        {
            // What the libraries throw at damaged files is of many types.
            _packed.Dispose();
            throw new TableException(
                $"'{_content.Path}' is damaged or was not copied whole ({_content.Compression}: {exception.Message}). Copy it again, or "
                + "pack it anew.",
                exception);
        }
    }
}
