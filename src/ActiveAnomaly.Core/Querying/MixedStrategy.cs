using ActiveAnomaly.Data;

namespace ActiveAnomaly.Querying;

/// <summary>
/// Lets two strategies share a query: the first chooses its share, the second the rest among what is left. Each learns from the answers for
/// the rows that it chose, and not from the other's.
/// </summary>
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
    public override string Settings => FormattableString.Invariant(
        $"{_firstFraction} of the rows for the first ({_first.Settings}), the rest for the second ({_second.Settings})");

    /// <inheritdoc/>
    public override bool Asks => _first.Asks || _second.Asks;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => _first.UsesPseudoAbnormalRows || _second.UsesPseudoAbnormalRows;

    /// <inheritdoc/>
    public override double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history) =>
        _first.BoundaryQuantile(OfFirst(history)) ?? _second.BoundaryQuantile(OfSecond(history));

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position)
    {
        var firstCount = FirstCountOf(count);
        return position < firstCount
            ? _first.ReasonOf(OfFirst(history), firstCount, position)
            : _second.ReasonOf(OfSecond(history), count - firstCount, position - firstCount);
    }

    /// <inheritdoc/>
    internal override double? FormerBoundaryQuantile(IReadOnlyList<QueryOutcome> history) =>
        _first.FormerBoundaryQuantile(history) ?? _second.FormerBoundaryQuantile(history);

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        var all = context.Candidates.ToArray();
        var chosen = _first.Select(context.WithCandidates(all, "first").Following(OfFirst(context.History)), FirstCount(count));
        var taken = chosen.ToHashSet();
        var rest = context.WithCandidates(all.Where(row => !taken.Contains(row)), "second").Following(OfSecond(context.History));
        return [.. chosen, .. _second.Select(rest, count - chosen.Length)];
    }

    private List<QueryOutcome> OfFirst(IReadOnlyList<QueryOutcome> history) =>
        Parts(history, labels => labels.Take(FirstCountOf(labels.Count)));

    private List<QueryOutcome> OfSecond(IReadOnlyList<QueryOutcome> history) =>
        Parts(history, labels => labels.Skip(FirstCountOf(labels.Count)));

    /// <summary>Gives what came of one strategy's rows; queries of which it had none are left out.</summary>
    private static List<QueryOutcome> Parts(
        IReadOnlyList<QueryOutcome> history, Func<IReadOnlyList<RowLabel>, IEnumerable<RowLabel>> part)
    {
        var parts = new List<QueryOutcome>(history.Count);
        foreach (var outcome in history)
        {
            if (outcome.Labels.Count == 0)
            {
                // Counts alone do not tell whose rows they are of.
                parts.Add(outcome);
            }
            else if (part(outcome.Labels).ToArray() is { Length: > 0 } labels)
            {
                parts.Add(QueryOutcome.Of(labels));
            }
        }

        return parts;
    }

    /// <summary>Gives how many rows of a query were the first strategy's; the other has none where it never asks.</summary>
    private int FirstCountOf(int count) => !_second.Asks ? count : !_first.Asks ? 0 : FirstCount(count);

    private int FirstCount(int count) => (int)Math.Floor((_firstFraction * count) + 0.5);
}
