using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Querying;

/// <summary>What a decision-boundary query compares with the radius.</summary>
public enum BoundaryDistance
{
    /// <summary>The distance from the centre: |sqrt(s) - R|.</summary>
    Distance = 0,

    /// <summary>The score, which is a squared distance: |s - R| (the authors' program).</summary>
    Score = 1,
}

/// <summary>Chooses the rows closest to the radius of a soft boundary (DB). Needs a model with a radius.</summary>
/// <param name="compares">What is compared with the radius.</param>
public sealed class DecisionBoundaryStrategy(BoundaryDistance compares = BoundaryDistance.Distance) : QueryStrategy
{
    /// <inheritdoc/>
    public override string Name => "decision boundary";

    /// <inheritdoc/>
    public override string Settings => $"{compares} and radius";

    /// <inheritdoc/>
    public override bool UsesPseudoAbnormalRows => true;

    /// <inheritdoc/>
    public override string? ReasonOf(IReadOnlyList<QueryOutcome> history, int count, int position) => "boundary";

    /// <inheritdoc/>
    protected override int[] Choose(QueryContext context, int count)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.TryGet<IRadius>(out var boundary) || context.TryGet<IQueryScorer>(out _))
        {
            // Beside the output of a head the radius would be compared with another quantity.
            throw new InvalidOperationException(
                "The decision-boundary strategy needs a model with a radius, and there is none, or queries are made by a head's output. "
                + "Train with the soft boundary, query by the score, or choose the adaptive boundary.");
        }

        double radius = boundary.Radius;
        return compares == BoundaryDistance.Distance
            ? Smallest(context, count, score => Math.Abs(Math.Sqrt(score) - radius))
            : Smallest(context, count, score => Math.Abs(score - radius));
    }
}
