namespace ActiveAnomaly.Querying;

/// <summary>Asks about nothing: the unsupervised baseline.</summary>
public sealed class NoQueryStrategy : QueryStrategy
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    public override bool Asks => false;

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count) => [];
}
