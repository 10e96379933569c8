using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Keeps the schema of the training table in the file of the model itself, beside what mlContext.Model.Save wrote; mlContext.Model.Load
/// reads the file as before.
/// </summary>
public static class ModelFile
{
    /// <summary>The entry of the file that holds the schema.</summary>
    public const string EntryName = "ActiveAnomaly.Tables/schema.json";

    /// <summary>The entry that mlContext.Model.Save gives every model, with the separator of the system that it ran on.</summary>
    private static readonly string[] ModelEntryNames = ["TrainingInfo/Version.txt", @"TrainingInfo\Version.txt"];

    /// <summary>Adds a schema to a model's file, in place of one that it has.</summary>
    /// <param name="path">
    /// The file. It is changed in place: write a new model to a temporary file, add the schema, then rename, so that nobody sees half.
    /// </param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="TableException">There is no file, it is no model's, or it cannot be written.</exception>
    public static void Attach(string path, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(schema);
        var json = schema.ToJson();
        Guarded(path, () =>
        {
            using var archive = Open(path, ZipArchiveMode.Update);
            archive.GetEntry(EntryName)?.Delete();
            var entry = archive.CreateEntry(EntryName, CompressionLevel.Optimal);

            // The same schema gives the same bytes.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(json);
            return true;
        });
    }

    /// <summary>Reads the schema of a model's file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The schema, or null where the file holds none.</returns>
    /// <exception cref="TableException">There is no file, it is no model's, it cannot be read, or its schema is damaged.</exception>
    public static TableSchema? ReadSchema(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var json = Guarded(path, () =>
        {
            using var archive = Open(path, ZipArchiveMode.Read);
            if (archive.GetEntry(EntryName) is not { } entry)
            {
                return null;
            }

            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            var bytes = copy.ToArray();

            // The archive's reader does not compare the sums.
            var sum = new Crc32();
            sum.Update(bytes);
            return sum.Value == entry.Crc32 ? bytes : throw new InvalidDataException("The sum of the description of the table is another.");
        });
        return json is null ? null : TableSchema.FromJson(json);
    }

    private static ZipArchive Open(string path, ZipArchiveMode mode)
    {
        // A file that is not there would be made.
        if (!File.Exists(path))
        {
            throw new TableException($"There is no model file '{path}'. Give the path of a file that mlContext.Model.Save wrote.");
        }

        var archive = ZipFile.Open(path, mode);
        try
        {
            // The list of the entries is read here, and may be damaged.
            return ModelEntryNames.Any(name => archive.GetEntry(name) is not null)
                ? archive
                : throw NoModel(path, "It is a zip archive of something else.", null);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InvalidDataException exception)
        {
            throw NoModel(path, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"The model file '{path}' cannot be opened: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is not TableException)
        {
            // What damaged archives bring about is of many types.
            throw NoModel(path, exception.Message, exception);
        }
    }

    private static TableException NoModel(string path, string why, Exception? cause)
    {
        var message = $"'{path}' is no model file, or damaged: {why} Give a file that mlContext.Model.Save wrote.";
        return cause is null ? new TableException(message) : new TableException(message, cause);
    }
}
