namespace ActiveAnomaly.Querying;

/// <summary>
/// Chooses rows at random, without replacement (RD). Where equal rows are asked about once, a row is drawn for all of its copies: as
/// likely as one of them is among the rows.
/// </summary>
public sealed class RandomStrategy : QueryStrategy
{
    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) => "random";

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        var copies = context.CandidateCopies();
        var (taken, chosen) = (new HashSet<int>(count), new List<int>(count));
        for (var i = 0; chosen.Count < count; i++)
        {
            var other = i + context.Random.NextInt32(copies.Length - i);
            (copies[i], copies[other]) = (copies[other], copies[i]);
            if (taken.Add(copies[i]))
            {
                chosen.Add(copies[i]);
            }
        }

        return [.. chosen];
    }
}
