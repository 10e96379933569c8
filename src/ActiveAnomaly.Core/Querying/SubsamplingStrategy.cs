namespace ActiveAnomaly.Querying;

/// <summary>Lets another strategy choose among a random part of the candidates only, so that its choices spread.</summary>
public sealed class SubsamplingStrategy : QueryStrategy
{
    private readonly QueryStrategy _inner;
    private readonly double _fraction;

    /// <summary>Creates the strategy.</summary>
    /// <param name="inner">Who chooses.</param>
    /// <param name="fraction">The share of the candidates that it sees, in (0, 1]; never fewer than are wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction lies outside (0, 1].</exception>
    public SubsamplingStrategy(QueryStrategy inner, double fraction)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!(fraction > 0 && fraction <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The share of the candidates lies in (0, 1].");
        }

        _inner = inner;
        _fraction = fraction;
    }

    /// <inheritdoc/>
    public override string Name => $"{_inner.Name}, subsampled";

    /// <inheritdoc/>
    public override string Settings => FormattableString.Invariant($"{_fraction} of the candidates ({_inner.Settings})");

    /// <inheritdoc/>
    public override bool Asks => _inner.Asks;

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => _inner.UsesPseudoAbnormalRows;

    /// <inheritdoc/>
    public override double? BoundaryQuantile(IReadOnlyList<QueryOutcome> history) => _inner.BoundaryQuantile(history);

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) =>
        _inner.ReasonOf(history, count, position);

    /// <inheritdoc/>
    internal override double? FormerBoundaryQuantile(IReadOnlyList<QueryOutcome> history) => _inner.FormerBoundaryQuantile(history);

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        var seen = Math.Max(count, (int)Math.Ceiling(_fraction * context.Candidates.Length));
        var sample = context.Random.Derive("subsample").Sample(context.Candidates, seen);
        return _inner.Select(context.WithCandidates(sample, "subsampled"), count);
    }
}
