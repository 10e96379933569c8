using ICSharpCode.SharpZipLib.GZip;
using ZstdSharp;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The content of a file, unpacked. What it is is told by its first bytes, not by its name.</summary>
internal sealed class FileContent
{
    private const int SignatureLength = 8;

    private readonly byte[]? _bytes;

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
            using var stream = File.OpenRead(path);
            byte[]? bytes = null;
            if (!stream.CanSeek)
            {
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                bytes = copy.ToArray();
            }

            Span<byte> signature = stackalloc byte[SignatureLength];
            var length = bytes is null ? stream.ReadAtLeast(signature, SignatureLength, throwOnEndOfStream: false) : 0;
            var begin = bytes is null ? signature[..length] : bytes.AsSpan(0, Math.Min(SignatureLength, bytes.Length));
            RequireReadable(path, begin);
            return new FileContent(path, bytes)
            {
                Compression = begin.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? "gzip"
                    : begin.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
                    : null,
                IsParquet = begin.StartsWith("PAR1"u8),
            };
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new TableException($"'{path}' cannot be read: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new TableException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Opens the content, unpacked. A packed file that ends too early is an error, not a short table.</summary>
    public Stream Open()
    {
        Stream stream = _bytes is null ? File.OpenRead(Path) : new MemoryStream(_bytes, writable: false);
        return Compression switch
        {
            "gzip" => new GZipInputStream(stream),
            "zstd" => new DecompressionStream(stream, leaveOpen: false),
            _ => stream,
        };
    }

    /// <summary>Makes of an error of an unpacking library one that says what is wrong; null for other errors.</summary>
    public TableException? Unpacking(Exception exception) =>
        Compression is not null && exception is ICSharpCode.SharpZipLib.SharpZipBaseException or ZstdException or EndOfStreamException
            ? new TableException(
                $"'{Path}' is damaged or was not copied whole ({Compression}: {exception.Message}). Copy it again, or pack it anew.", exception)
            : null;

    private static void RequireReadable(string path, ReadOnlySpan<byte> begin)
    {
        var kind = begin.IsEmpty ? "empty"
            : begin.StartsWith("PK\u0003\u0004"u8) ? "a zip archive, such as an Excel workbook"
            : begin.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0]) ? "an Office document, such as an old Excel workbook"
            : begin.StartsWith("SQLite"u8) ? "a SQLite database"
            : begin.StartsWith("%PDF"u8) ? "a PDF"
            : null;
        if (kind is not null)
        {
            throw new TableException(
                $"'{path}' is {kind}; a header and rows are needed: delimited text (CSV), packed or not, or Parquet. Save it as one of these.");
        }
    }
}
