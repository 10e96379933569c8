namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Which rows are wanted, and in which order.</summary>
public sealed record RowQuery
{
    /// <summary>The most rows of a page.</summary>
    public const int MostCount = 200;

    /// <summary>Gets the text that a cell has to contain, in any case, but for the spaces around it; null or blank for none.</summary>
    public string? Search { get; init; }

    /// <summary>Gets which rows are wanted.</summary>
    public RowFilter Filter { get; init; }

    /// <summary>Gets what they are sorted by; ties are in the order of the file.</summary>
    public RowSort Sort { get; init; }

    /// <summary>Gets a value indicating whether the largest come first. What has no value comes last either way.</summary>
    public bool Descending { get; init; }

    /// <summary>Gets how many rows are left out at the beginning, from 0.</summary>
    public int Offset { get; init; }

    /// <summary>Gets how many rows are wanted, from 0 to <see cref="MostCount"/>; 50 by default.</summary>
    public int Count { get; init; } = 50;

    /// <summary>Checks every rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or there is no such filter.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Offset, "query." + nameof(Offset));
        if (Count is < 0 or > MostCount)
        {
            throw new ArgumentOutOfRangeException(
                "query." + nameof(Count), Count, $"Count is {Count}; from 0 to {MostCount} rows can be asked for at a time.");
        }

        if (!Enum.IsDefined(Filter))
        {
            throw new ArgumentOutOfRangeException(
                "query." + nameof(Filter),
                Filter,
                $"There is no such filter; allowed are {string.Join(", ", Enum.GetNames<RowFilter>())}.");
        }
    }
}
