using ZstdSharp;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The content of a file, unpacked. What it is is told by its first bytes, not by its name.</summary>
internal sealed class FileContent
{
    private const int SignatureLength = 16;

    private static readonly (byte[] Begin, string Kind)[] Unreadable =
    [
        ([.. "PK\u0003\u0004"u8], "a zip archive, such as an Excel workbook"),
        ([0xd0, 0xcf, 0x11, 0xe0], "an Office document, such as an old Excel workbook"),
        ([.. "SQLite format 3"u8], "a SQLite database"),
        ([.. "%PDF-"u8], "a PDF"),
        ([.. "ARROW1\0\0"u8], "an Arrow or Feather file"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "a NumPy file"),
        ([(byte)'B', (byte)'Z', (byte)'h', (byte)'9', 0x31], "packed with bzip2"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "packed with xz"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf], "a 7z archive"),
        ([.. "{\""u8], "JSON"),
        ([.. "[{"u8], "JSON"),
        ([.. "<!DOCTYPE"u8], "a web page"),
        ([.. "<html"u8], "a web page"),
        ([.. "<?xml"u8], "XML"),
    ];

    private readonly byte[]? _bytes;
    private (long Length, DateTime Written)? _seen;

    private FileContent(string path, byte[]? bytes)
    {
        Path = path;
        Name = System.IO.Path.GetFileName(path);
        _bytes = bytes;
    }

    /// <summary>Gets the path.</summary>
    public string Path { get; }

    /// <summary>Gets the file's name.</summary>
    public string Name { get; }

    /// <summary>Gets how it is packed: "gzip", "zstd" or null.</summary>
    public string? Compression { get; private init; }

    /// <summary>Gets a value indicating whether it is Parquet.</summary>
    public bool IsParquet { get; private init; }

    /// <summary>Gets a value indicating whether the file is what it was when it was looked at.</summary>
    public bool IsUnchanged => _seen == Seen();

    /// <summary>Looks at a file.</summary>
    /// <exception cref="TableException">There is no file, or it is of a kind that cannot be read.</exception>
    public static FileContent Of(string path)
    {
        if (Directory.Exists(path))
        {
            throw new TableException($"'{path}' is a folder; the path of a file is needed.");
        }

        if (!File.Exists(path))
        {
            throw new TableException($"There is no file '{path}'. Give the path of a text file, packed or not, or of a Parquet file.");
        }

        try
        {
            // A pipe can be read only once; its content is kept.
            using var stream = SharedFile.OpenRead(path);
            byte[]? bytes = null;
            if (!stream.CanSeek)
            {
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                bytes = copy.ToArray();
            }

            var begin = bytes is null ? Begin(stream) : bytes.AsSpan(0, Math.Min(SignatureLength, bytes.Length));
            RequireReadable(path, begin, packed: false);
            var content = new FileContent(path, bytes)
            {
                Compression = begin.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? "gzip"
                    : begin.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
                    : null,
                IsParquet = IsParquetBegin(begin),
            };
            content._seen = content.Seen();
            content.RequireReadableUnpacked();
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Opens the content, unpacked. A packed file that ends too early, or goes on with other bytes, is an error, not a short table.
    /// </summary>
    public Stream Open()
    {
        Stream stream = _bytes is null ? SharedFile.OpenRead(Path) : new MemoryStream(_bytes, writable: false);
        return Compression switch
        {
            "gzip" => new UnpackingStream(this, stream, () => new GzipStream(stream)),
            "zstd" => new UnpackingStream(this, stream, () => new DecompressionStream(stream, leaveOpen: false)),
            _ => stream,
        };
    }

    /// <summary>Says that the file is not what it was when it was looked at.</summary>
    public TableException Changed(Exception? cause = null) => new(
        _bytes is not null || File.Exists(Path)
            ? $"'{Name}' changed while it was read. Read it again when nobody writes to it, or read a copy."
            : $"'{Path}' is gone: it was deleted or moved while it was read. Read it again when it is there, or read a copy.",
        cause!);

    private static ReadOnlySpan<byte> Begin(Stream stream)
    {
        var begin = new byte[SignatureLength];
        return begin.AsSpan(0, stream.ReadAtLeast(begin, SignatureLength, throwOnEndOfStream: false));
    }

    /// <summary>
    /// A text may begin with PAR1 too, a column's name, or with PARE as in PARENT; in Parquet what follows is no letter of a text: a page's
    /// header, or the length of what is encrypted. Where nothing follows it is the beginning of a file that was not copied whole.
    /// </summary>
    private static bool IsParquetBegin(ReadOnlySpan<byte> begin) => IsBegin(begin, "PAR1"u8);

    private static bool IsBegin(ReadOnlySpan<byte> begin, ReadOnlySpan<byte> signature) => begin.StartsWith(signature)
        && (begin.Length == signature.Length
            || (begin[4] < ' ' && begin[4] is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
            || begin[4..Math.Min(8, begin.Length)].Contains((byte)0));

    private static void RequireReadable(string path, ReadOnlySpan<byte> begin, bool packed)
    {
        var kind = begin.IsEmpty ? "empty" : packed && IsParquetBegin(begin) ? "Parquet"
            : begin.Length > 4 && IsBegin(begin, "PARE"u8) ? "encrypted Parquet"
            : null;
        foreach (var (signature, name) in Unreadable)
        {
            kind ??= begin.StartsWith(signature) ? name : null;
        }

        if (kind is not null)
        {
            throw new TableException(
                $"'{path}' is {kind}{(packed ? ", packed" : string.Empty)}; a header and rows are needed: delimited text (CSV), plain or "
                + $"packed with gzip or zstd, or Parquet{(packed ? " unpacked" : string.Empty)}. Save it as one of these.");
        }
    }

    private void RequireReadableUnpacked()
    {
        if (Compression is not null)
        {
            using var stream = Open();
            RequireReadable(Path, Begin(stream), packed: true);
        }
    }

    private (long Length, DateTime Written)? Seen() =>
        _bytes is null && new FileInfo(Path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : null;
}
