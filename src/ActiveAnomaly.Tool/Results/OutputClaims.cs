namespace ActiveAnomaly.Tool.Results;

/// <summary>All that a run will write, claimed before it begins.</summary>
internal sealed class OutputClaims : IDisposable
{
    private readonly List<OutputClaim> _claims = [];
    private readonly List<(string Option, string Path)> _files = [];

    /// <summary>Claims a file: see <see cref="OutputClaim.OfFile"/>.</summary>
    /// <exception cref="InputException">It cannot be written, or another of the run's files is written there.</exception>
    public void AddFile(string option, string path, IEnumerable<string> inputs)
    {
        if (_files.Find(file => RealPath.IsSame(file.Path, path)) is { Option: { } other })
        {
            throw new InputException(
                $"{option} '{path}' is the file that {other} is written to, and would overwrite it. Give another name.");
        }

        _claims.Add(OutputClaim.OfFile(option, path, inputs));
        _files.Add((option, path));
    }

    /// <summary>Claims a folder: see <see cref="OutputClaim.OfFolder"/>.</summary>
    public void AddFolder(string option, string path) => _claims.Add(OutputClaim.OfFolder(option, path));

    public void Dispose()
    {
        foreach (var claim in _claims)
        {
            claim.Dispose();
        }
    }
}
