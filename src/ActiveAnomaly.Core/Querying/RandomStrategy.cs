namespace ActiveAnomaly.Querying;

/// <summary>Chooses rows at random, without replacement (RD).</summary>
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
        return context.Random.Sample(context.Candidates, count);
    }
}
