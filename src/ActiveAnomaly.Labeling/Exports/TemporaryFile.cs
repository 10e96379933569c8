namespace ActiveAnomaly.Labeling.Exports;

/// <summary>Files that are there for a moment, in a folder of their own that only their owner can read.</summary>
internal static class TemporaryFile
{
    private const int BufferLength = 1 << 16;

    /// <summary>Has a file written, and copies it to a stream, which need not be able to seek.</summary>
    public static async Task WriteAsync(string name, Func<string, Task> write, Stream stream, CancellationToken cancellationToken) =>
        await UseAsync(name, async path =>
        {
            await write(path).ConfigureAwait(false);
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferLength, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                await file.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }).ConfigureAwait(false);

    /// <summary>Copies a stream to a file, and has it read.</summary>
    public static async Task<T> ReadAsync<T>(string name, Func<string, T> read, Stream stream, CancellationToken cancellationToken) =>
        await UseAsync(name, async path =>
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferLength, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                await stream.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            }

            return read(path);
        }).ConfigureAwait(false);

    private static async Task<T> UseAsync<T>(string name, Func<string, Task<T>> use)
    {
        var folder = Directory.CreateTempSubdirectory("active-anomaly-").FullName;
        try
        {
            return await use(Path.Combine(folder, name)).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
