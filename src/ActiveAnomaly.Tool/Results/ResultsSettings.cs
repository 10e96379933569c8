namespace ActiveAnomaly.Tool.Results;

/// <summary>What rows were made with, as names and values in order: rows of other settings must not be mixed in one file.</summary>
internal sealed class ResultsSettings
{
    /// <summary>Begins the names of lines that say of which tables rows are; the table's name follows, as in an address.</summary>
    private const string Table = "table ";

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

    /// <summary>Gives these settings with the tables that rows are of, and those that other settings name beside.</summary>
    /// <param name="tables">Names, and what tells a table from another of its name.</param>
    /// <param name="others">The other settings.</param>
    public ResultsSettings WithTables(IEnumerable<(string Name, string Content)> tables, ResultsSettings? others)
    {
        (string Name, string? Value)[] own = [.. tables.Select(table => (Table + Uri.EscapeDataString(table.Name), table.Content))];
        var names = own.Select(table => table.Name).ToHashSet();
        return new ResultsSettings(
        [
            .. _pairs.Where(pair => !names.Contains(pair.Key)).Select(pair => (pair.Key, (string?)pair.Value)),
            .. own,
            .. (others?._pairs ?? []).Where(pair => IsTable(pair.Key) && this[pair.Key] is null && !names.Contains(pair.Key))
                .Select(pair => (pair.Key, (string?)pair.Value)),
        ]);
    }

    /// <summary>
    /// Says how settings differ from these, one phrase a setting; none when they are the same, in whatever order. Tables that only one of
    /// them names are no difference.
    /// </summary>
    /// <param name="found">The settings of a file.</param>
    public List<string> Differences(ResultsSettings found) =>
    [
        .. _pairs.Select(pair => pair.Key).Union(found._pairs.Select(pair => pair.Key))
            .Where(name => this[name] != found[name] && !(IsTable(name) && (this[name] is null || found[name] is null)))
            .Select(name => $"{name} is {Said(found[name])} in the file and {Said(this[name])} now"),
    ];

    /// <summary>Gives the settings on one line.</summary>
    public override string ToString() => string.Join("; ", _pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    private static bool IsTable(string name) => name.StartsWith(Table, StringComparison.Ordinal);

    private static string Said(string? value) => value is null ? "not set" : $"'{value}'";
}
