using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The different values of the label column, with their number and their first line.</summary>
internal sealed class LabelProfile
{
    /// <summary>With more different values a column is no label, and they are not counted on.</summary>
    public const int MostValues = 1000;

    private readonly Dictionary<string, (long Count, long Line)> _values = new(StringComparer.Ordinal);

    /// <summary>Gets the values in the order of their first line; "" is an empty cell.</summary>
    public IEnumerable<(string Value, long Count, long Line)> Values =>
        _values.Select(pair => (pair.Key, pair.Value.Count, pair.Value.Line)).OrderBy(value => value.Line);

    /// <summary>Gets a value indicating whether there are more values than are counted.</summary>
    public bool HasMore { get; private set; }

    public void Add(Cell cell, long line)
    {
        var lookup = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!cell.IsNumber && lookup.TryGetValue(cell.Text.Trim(), out var known))
        {
            lookup[cell.Text.Trim()] = (known.Count + 1, known.Line);
            return;
        }

        var text = cell.ToText();
        if (_values.TryGetValue(text, out known))
        {
            _values[text] = (known.Count + 1, known.Line);
        }
        else if (_values.Count < MostValues)
        {
            _values.Add(text, (1, line));
        }
        else
        {
            HasMore = true;
        }
    }
}
