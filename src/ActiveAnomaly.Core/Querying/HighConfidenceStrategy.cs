namespace ActiveAnomaly.Querying;

/// <summary>Chooses the rows with the highest scores (HC; the authors' program calls it mlp).</summary>
public sealed class HighConfidenceStrategy : QueryStrategy
{
    /// <inheritdoc/>
    public override string Name => "high confidence";

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) => "highest score";

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count) => Smallest(context, count, static score => -score);
}
