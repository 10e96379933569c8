using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The values that a question carries, by column. One that was not asked for is missed by name, and with how to get it.</summary>
/// <param name="values">The values of the columns that the oracle wants shown.</param>
/// <param name="columnNames">The names of the columns that could be shown.</param>
internal sealed class ShownValues(IReadOnlyDictionary<string, object> values, IReadOnlyList<string> columnNames)
    : IReadOnlyDictionary<string, object>
{
    public int Count => values.Count;

    public IEnumerable<string> Keys => values.Keys;

    public IEnumerable<object> Values => values.Values;

    public object this[string key] => values.TryGetValue(key, out var value) ? value : throw Missing(key);

    public bool ContainsKey(string key) => values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => values.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private KeyNotFoundException Missing(string key)
    {
        var shown = values.Count == 0 ? "none" : Listing.Quoted(values.Keys);
        var remedy = columnNames.Contains(key)
            ? $"name '{key}' there as well"
            : $"the columns that could be are {Listing.Quoted(columnNames)}";
        return new KeyNotFoundException(
            $"The question has no value of '{key}': {nameof(LabelOracle)}.{nameof(LabelOracle.FromDelegate)} takes the names of the "
            + $"columns to show ({nameof(LabelOracle.ShownColumnNames)} of an oracle of your own), and was given {shown}; {remedy}.");
    }
}
