using ActiveAnomaly.Data;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Engines;

/// <summary>
/// Everything that an engine needs to know of a training run, and nothing of the method behind it: where to start, which
/// passes make up a step, how many epochs.
/// </summary>
public sealed class TrainingPlan
{
    /// <summary>Gets the rows, [n x d].</summary>
    public required FeatureMatrix Rows { get; init; }

    /// <summary>Gets the weights and running statistics that training starts from.</summary>
    public required NetworkParameters Start { get; init; }

    /// <summary>Gets the passes of a step, in order. The first one's source sets the number of steps an epoch.</summary>
    public required IReadOnlyList<TrainingTerm> Terms { get; init; }

    /// <summary>Gets the number of epochs, at least 0.</summary>
    public required int EpochCount { get; init; }

    /// <summary>Gets the optimiser's numbers.</summary>
    public required AdamOptions Optimizer { get; init; }

    /// <summary>
    /// Gets the epoch from which batch normalisation uses its running statistics, frozen, while the weights go on training;
    /// null for batch statistics throughout.
    /// </summary>
    public int? FrozenFromEpoch { get; init; }

    /// <summary>Gets the layer, from 0, whose outputs are the codes that a head sees; null for the last one.</summary>
    public int? CodeLayer { get; init; }

    /// <summary>Gets who is told of each finished epoch, or null. Called on the training thread.</summary>
    public Action<EpochProgress>? Progress { get; init; }

    /// <summary>Checks the plan; engines call it first.</summary>
    /// <returns>The number of steps an epoch.</returns>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public int Validate()
    {
        if (Terms.Count == 0)
        {
            throw new ArgumentException("The plan has no terms; at least one is needed.", nameof(Terms));
        }

        if (Rows.FeatureCount != Start.Shape.InputSize)
        {
            throw new ArgumentException($"The rows have {Rows.FeatureCount} features, the network {Start.Shape} has {Start.Shape.InputSize} inputs; the two must agree.", nameof(Rows));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(EpochCount);
        if (CodeLayer is { } layer && (layer < 0 || layer >= Start.Shape.Layers.Count))
        {
            throw new ArgumentOutOfRangeException(nameof(CodeLayer), layer, $"The network {Start.Shape} has the layers 0 to {Start.Shape.Layers.Count - 1}.");
        }

        return Terms[0].Source.StepCount
            ?? throw new ArgumentException("The first term's source does not say how many steps an epoch has; put the minibatches first.", nameof(Terms));
    }
}
