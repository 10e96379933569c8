namespace ActiveAnomaly.Cluster.Pools;

/// <summary>A file that can be read until this is disposed.</summary>
/// <param name="path">The file.</param>
/// <param name="folder">A folder of its own, which goes with it; null where it stays.</param>
internal sealed class PoolCopy(string? path, string? folder = null) : IAsyncDisposable
{
    /// <summary>Gets the path; null where the session keeps nothing of its rows.</summary>
    public string? Path => path;

    public ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
