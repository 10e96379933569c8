namespace ActiveAnomaly.Tool.Results;

/// <summary>All that a run will write, claimed before it begins.</summary>
internal sealed class OutputClaims : IDisposable
{
    private readonly List<OutputClaim> _claims = [];

    /// <summary>Claims a file: see <see cref="OutputClaim.OfFile"/>.</summary>
    public void AddFile(string option, string path, IEnumerable<string> inputs) => _claims.Add(OutputClaim.OfFile(option, path, inputs));

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
