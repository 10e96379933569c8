namespace ActiveAnomaly.Querying;

/// <summary>Lets two strategies share a query: the first chooses its share, the second the rest among what is left.</summary>
public sealed class MixedStrategy : QueryStrategy
{
    private readonly QueryStrategy _first;
    private readonly QueryStrategy _second;
    private readonly double _firstFraction;

    /// <summary>Creates the strategy.</summary>
    /// <param name="first">Who chooses first.</param>
    /// <param name="second">Who chooses the rest.</param>
    /// <param name="firstFraction">The first one's share of the rows, in [0, 1], rounded to whole rows (halves up).</param>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1].</exception>
    public MixedStrategy(QueryStrategy first, QueryStrategy second, double firstFraction)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!(firstFraction >= 0 && firstFraction <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(firstFraction), firstFraction, "A share lies in [0, 1].");
        }

        _first = first;
        _second = second;
        _firstFraction = firstFraction;
    }

    /// <inheritdoc/>
    public override string Name => $"{_first.Name} and {_second.Name}";

    /// <inheritdoc/>
    public override bool Asks => _first.Asks || _second.Asks;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => _first.UsesPseudoAbnormalRows || _second.UsesPseudoAbnormalRows;

    /// <inheritdoc/>
    public override double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history) =>
        _first.BoundaryQuantile(history) ?? _second.BoundaryQuantile(history);

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position)
    {
        var firstCount = FirstCount(count);
        return position < firstCount
            ? _first.ReasonOf(history, firstCount, position)
            : _second.ReasonOf(history, count - firstCount, position - firstCount);
    }

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        var chosen = _first.Select(context.WithCandidates(context.Candidates.ToArray(), "first"), FirstCount(count));
        var taken = chosen.ToHashSet();
        var rest = context.Candidates.ToArray().Where(row => !taken.Contains(row));
        return [.. chosen, .. _second.Select(context.WithCandidates(rest, "second"), count - chosen.Length)];
    }

    private int FirstCount(int count) => (int)Math.Floor((_firstFraction * count) + 0.5);
}
