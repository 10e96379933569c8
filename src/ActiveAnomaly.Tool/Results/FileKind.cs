using System.Text;
using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tool.Results;

/// <summary>
/// A kind of file, told by how it begins: what is there already is replaced by another of its kind, and a file of another kind, which may
/// be somebody's data, never.
/// </summary>
internal sealed class FileKind
{
    private const int MostBegin = 64;

    private static readonly byte[] ByteOrderMark = [.. Encoding.UTF8.Preamble];

    private readonly string _name;
    private readonly byte[] _begin;

    private FileKind(string name, ReadOnlySpan<byte> begin) => (_name, _begin) = (name, begin.ToArray());

    /// <summary>Gets a model of ML.NET, a zip archive.</summary>
    public static FileKind Model { get; } = new("model", "PK\u0003\u0004"u8);

    /// <summary>Gets a model in ONNX: its first field is the version of its format.</summary>
    public static FileKind Onnx { get; } = new("ONNX model", [0x08]);

    /// <summary>Gets a page of HTML.</summary>
    public static FileKind Report { get; } = new("report", "<!DOCTYPE html>"u8);

    /// <summary>Gets labels of a session.</summary>
    public static FileKind Labels { get; } = new("file of labels", "id,row,answer"u8);

    /// <summary>Gets scores of a session.</summary>
    public static FileKind Scores { get; } = new("file of scores", "id,row,score"u8);

    /// <summary>Gets Parquet.</summary>
    public static FileKind Parquet { get; } = new("Parquet file", "PAR1"u8);

    /// <summary>Gets a store of sessions.</summary>
    public static FileKind Sessions { get; } = new("file of sessions", "SQLite format 3\0"u8);

    /// <summary>Tells whether a file is there and of the kind.</summary>
    public bool IsOf(string path) => File.Exists(path) && BeginOf(path).AsSpan().StartsWith(_begin);

    /// <summary>Refuses a file that is there and would be replaced by one of another kind. An empty one is of any.</summary>
    /// <param name="option">What the user calls it, such as "--output".</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is of another kind.</exception>
    public void RequireReplaceable(string option, string path)
    {
        if (File.Exists(path) && BeginOf(path) is { Length: > 0 } begin && !begin.AsSpan().StartsWith(_begin))
        {
            throw new InputException(
                $"{option} '{path}' is there already, and no {_name}; it would be overwritten. Give another name, or delete the file.");
        }
    }

    private static byte[] BeginOf(string path)
    {
        using var stream = SharedFile.OpenRead(path);
        var begin = new byte[MostBegin];
        var length = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return begin.AsSpan(0, length).StartsWith(ByteOrderMark) ? begin[ByteOrderMark.Length..length] : begin[..length];
    }
}
