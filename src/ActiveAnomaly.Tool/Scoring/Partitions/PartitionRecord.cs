using System.Text.Json;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// What a partition's scores were made of, and what their file is. It is written before that file gets its name, and counts only together
/// with it: a kill between the two leaves a record without a file, or with an earlier one, of another hash.
/// </summary>
/// <param name="Version">The version of this record.</param>
/// <param name="MadeOf">All that the scores depend on, by name.</param>
/// <param name="OutputLength">The length of their file in bytes.</param>
/// <param name="OutputHash">The hash of what it holds.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="Notes">What was told.</param>
internal sealed record PartitionRecord(
    int Version,
    IReadOnlyDictionary<string, string> MadeOf,
    long OutputLength,
    string OutputHash,
    PartitionCounts Counts,
    IReadOnlyList<string> Notes)
{
    /// <summary>
    /// The folder of the records, beside the scores. Programs that read a folder of files as one table leave out names that begin so.
    /// </summary>
    public const string FolderName = "_records";

    /// <summary>The version that is written, and the only one that counts.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Gives the path of a partition's record.</summary>
    public static string PathOf(Partition partition) => Path.Combine(
        Path.GetDirectoryName(partition.Output)!, FolderName, Path.GetFileName(partition.Output) + ".json");

    /// <summary>Makes the record of a file of scores that has not its name yet.</summary>
    public static PartitionRecord Of(
        string path, IReadOnlyDictionary<string, string> madeOf, PartitionCounts counts, IReadOnlyList<string> notes) =>
        new(CurrentVersion, madeOf, new FileInfo(path).Length, FileFingerprint.HashOf(path), counts, notes);

    /// <summary>Reads the record of a partition.</summary>
    /// <returns>The record; null where there is none, or none that can be read, and so the partition counts as not scored.</returns>
    public static PartitionRecord? Read(Partition partition)
    {
        var path = PathOf(partition);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<PartitionRecord>(File.ReadAllBytes(path), Json) : null;
        }
        catch (JsonException)
        {
            // Damaged, or of another version: the partition is scored again.
            return null;
        }
    }

    /// <summary>Tells whether the scores of a partition are there, whole, and made of the same.</summary>
    public bool IsOf(Partition partition, IReadOnlyDictionary<string, string> madeOf) =>
        Version == CurrentVersion && MadeOf.Count == madeOf.Count && !MadeOf.Except(madeOf).Any()
        && File.Exists(partition.Output) && new FileInfo(partition.Output).Length == OutputLength
        && FileFingerprint.HashOf(partition.Output) == OutputHash;

    public void Write(Partition partition) =>
        AtomicFile.Write(PathOf(partition), temporary => File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Json)));
}
