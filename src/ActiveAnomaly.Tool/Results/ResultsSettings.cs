namespace ActiveAnomaly.Tool.Results;

/// <summary>What rows were made with, as names and values in order: rows of other settings must not be mixed in one file.</summary>
internal sealed class ResultsSettings
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <summary>Takes settings; those without a value (null) are left out.</summary>
    /// <param name="settings">Names, without a colon or a line break, and values.</param>
    /// <exception cref="ArgumentException">A name is empty, holds a colon or a line break, or comes twice.</exception>
    public ResultsSettings(params IEnumerable<(string Name, string? Value)> settings)
    {
        foreach (var (name, value) in settings)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny(':', '\r', '\n') || name != name.Trim() || this[name] is not null)
            {
                throw new ArgumentException(
                    $"'{name}' cannot name a setting: names are not empty, have no colon, line break or outer blank, and come once.",
                    nameof(settings));
            }

            if (value is not null)
            {
                _pairs.Add(new(name, value));
            }
        }
    }

    /// <summary>Gets the names and values, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>Gets the value of a setting; null where there is none.</summary>
    public string? this[string name] => _pairs.Find(pair => pair.Key == name).Value;

    /// <summary>Says how settings differ from these, one phrase a setting; none when they are the same, in whatever order.</summary>
    /// <param name="found">The settings of a file.</param>
    public List<string> Differences(ResultsSettings found) =>
    [
        .. _pairs.Select(pair => pair.Key).Union(found._pairs.Select(pair => pair.Key))
            .Where(name => this[name] != found[name])
            .Select(name => $"{name} is {Said(found[name])} in the file and {Said(this[name])} now"),
    ];

    /// <summary>Gives the settings on one line.</summary>
    public override string ToString() => string.Join("; ", _pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Said(string? value) => value is null ? "not set" : $"'{value}'";
}
