namespace ActiveAnomaly.Querying;

/// <summary>Chooses the rows with the highest scores (HC; the authors' program calls it mlp).</summary>
public sealed class HighConfidenceStrategy : QueryStrategy
{
    /// <inheritdoc/>
    public override string Name => "high confidence";

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count) => Smallest(context, count, static score => -score);
}
