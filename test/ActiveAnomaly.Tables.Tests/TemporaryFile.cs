namespace ActiveAnomaly.Tables;

/// <summary>A file in a folder of its own, deleted at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tables").FullName;

    public TemporaryFile(byte[] bytes, string name)
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
