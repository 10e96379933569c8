namespace ActiveAnomaly.Tool.Results;

/// <summary>All that a run will write, claimed before it begins.</summary>
internal sealed class OutputClaims : IDisposable
{
    private readonly List<OutputClaim> _claims = [];
    private readonly List<(string Option, string Real)> _files = [];
    private readonly Dictionary<string, string> _realInputs = new(StringComparer.Ordinal);

    /// <summary>Claims a file: see <see cref="OutputClaim.OfFile"/>.</summary>
    /// <param name="option">What the user calls it, such as "--output".</param>
    /// <param name="path">The file.</param>
    /// <param name="inputs">Files that must not be overwritten.</param>
    /// <param name="kind">What alone is overwritten; null where the run looks itself.</param>
    /// <exception cref="InputException">
    /// It cannot be written, another of the run's files is written there, or a file of another kind is there.
    /// </exception>
    public void AddFile(string option, string path, IEnumerable<string> inputs, FileKind? kind)
    {
        var real = RealPath.Of(path);
        if (_files.Find(file => RealPath.AreSame(file.Real, real)) is { Option: { } other })
        {
            throw new InputException(
                $"{option} '{path}' is the file that {other} is written to, and would overwrite it. Give another name.");
        }

        _claims.Add(OutputClaim.OfFile(option, path, inputs, RealOf));
        _files.Add((option, real));
        kind?.RequireReplaceable(option, path);
    }

    /// <summary>Claims a folder: see <see cref="OutputClaim.OfFolder"/>.</summary>
    public void AddFolder(string option, string path) => _claims.Add(OutputClaim.OfFolder(option, path));

    /// <summary>Follows an input's links once: a folder of tables has an output or two for each of many.</summary>
    private string RealOf(string input)
    {
        if (!_realInputs.TryGetValue(input, out var real))
        {
            _realInputs.Add(input, real = RealPath.Of(input));
        }

        return real;
    }

    public void Dispose()
    {
        foreach (var claim in _claims)
        {
            claim.Dispose();
        }
    }
}
