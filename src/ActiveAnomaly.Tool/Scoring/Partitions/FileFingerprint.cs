using System.Globalization;
using System.Security.Cryptography;
using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>What a file is known by.</summary>
internal static class FileFingerprint
{
    /// <summary>Gives the hash of what a file holds (SHA-256), in small letters.</summary>
    public static string HashOf(string path)
    {
        using var stream = SharedFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Gives a file's place, length and time of writing: what changes with it, without reading it.</summary>
    public static string Of(string path)
    {
        var file = new FileInfo(path);
        return string.Create(CultureInfo.InvariantCulture, $"{file.FullName}, {file.Length} bytes, written {file.LastWriteTimeUtc:O}");
    }
}
