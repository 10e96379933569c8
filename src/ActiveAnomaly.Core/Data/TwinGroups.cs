namespace ActiveAnomaly.Data;

/// <summary>The rows of a pool that have twins, those of equal features together. Immutable and thread safe.</summary>
internal sealed class TwinGroups
{
    private readonly Dictionary<int, List<int>> _groups = [];

    /// <summary>Groups rows.</summary>
    /// <param name="firstTwins">The first twin of every row [n].</param>
    public TwinGroups(ReadOnlySpan<int> firstTwins)
    {
        for (var row = 0; row < firstTwins.Length; row++)
        {
            var first = firstTwins[row];
            if (first == row)
            {
                continue;
            }

            if (!_groups.TryGetValue(first, out var group))
            {
                _groups[first] = group = [first];
            }

            group.Add(row);
        }
    }

    /// <summary>Gets all rows that are equal to a first twin, itself included, ascending; none where it has no other.</summary>
    public IReadOnlyList<int> Of(int firstTwin) => _groups.TryGetValue(firstTwin, out var group) ? group : [];
}
