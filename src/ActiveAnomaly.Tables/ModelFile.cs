using System.IO.Compression;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Keeps the schema of the training table in the file of the model itself, beside what mlContext.Model.Save wrote; mlContext.Model.Load
/// reads the file as before.
/// </summary>
public static class ModelFile
{
    /// <summary>The entry of the file that holds the schema.</summary>
    public const string EntryName = "ActiveAnomaly.Tables/schema.json";

    /// <summary>Adds a schema to a model's file, in place of one that it has.</summary>
    /// <param name="path">
    /// The file. It is changed in place: write a new model to a temporary file, add the schema, then rename, so that nobody sees half.
    /// </param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="TableException">The file is no model's.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Attach(string path, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(schema);
        using var archive = Open(path, ZipArchiveMode.Update);
        archive.GetEntry(EntryName)?.Delete();
        using var stream = archive.CreateEntry(EntryName, CompressionLevel.Optimal).Open();
        stream.Write(schema.ToJson());
    }

    /// <summary>Reads the schema of a model's file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The schema, or null where the file holds none.</returns>
    /// <exception cref="TableException">The file is no model's, or its schema is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableSchema? ReadSchema(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var archive = Open(path, ZipArchiveMode.Read);
        if (archive.GetEntry(EntryName) is not { } entry)
        {
            return null;
        }

        using var stream = entry.Open();
        using var json = new MemoryStream();
        stream.CopyTo(json);
        return TableSchema.FromJson(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private static ZipArchive Open(string path, ZipArchiveMode mode)
    {
        try
        {
            return ZipFile.Open(path, mode);
        }
        catch (InvalidDataException exception)
        {
            throw new TableException($"'{path}' is no model file: {exception.Message} Give a file that mlContext.Model.Save wrote.", exception);
        }
    }
}
