namespace ActiveAnomaly.Benchmarks;

/// <summary>A temporary folder with a session store in it; disposing deletes it.</summary>
internal sealed class LabelingFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-anomaly-");

    /// <summary>Gets the path of the store.</summary>
    public string StorePath => Path.Combine(_folder.FullName, "sessions.db");

    /// <summary>Gets the bytes that all files of the folder take.</summary>
    public long Size => _folder.EnumerateFiles().Sum(file => file.Length);

    public void Dispose() => _folder.Delete(recursive: true);
}
