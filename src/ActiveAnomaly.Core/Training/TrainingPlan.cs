using ActiveAnomaly.Data;

namespace ActiveAnomaly.Training;

/// <summary>
/// Everything that an engine needs to know of a training run, and nothing of the method behind it: parts, the passes that apply them, the
/// losses of what comes out, and which losses move which parts.
/// </summary>
public sealed class TrainingPlan
{
    /// <summary>Gets the rows, [n x d].</summary>
    public required FeatureMatrix Rows { get; init; }

    /// <summary>Gets what is done in a step, in order. The first pass of the first group sets the number of steps an epoch.</summary>
    public required IReadOnlyList<UpdateGroup> Groups { get; init; }

    /// <summary>Gets the number of epochs, at least 0.</summary>
    public required int EpochCount { get; init; }

    /// <summary>
    /// Gets the epoch from which batch normalisation uses its running statistics, frozen, while the weights go on training;
    /// null for batch statistics throughout.
    /// </summary>
    public int? FrozenFromEpoch { get; init; }

    /// <summary>Gets which epoch's numbers the run gives; null for the last one's.</summary>
    public EpochSelection? Selection { get; init; }

    /// <summary>Gets who is told of each finished epoch, or null. Called on the training thread.</summary>
    public Action<EpochProgress>? Progress { get; init; }

    /// <summary>Gets the passes that the losses need, each once, in the order of their first use.</summary>
    public IReadOnlyList<TrainingPass> Passes =>
        [.. Groups.SelectMany(group => group.Objectives).SelectMany(objective => objective.Values).Select(value => value.Pass).Distinct()];

    /// <summary>Gets the parts that passes apply, each once, in the order of their first use.</summary>
    public IReadOnlyList<NetworkPart> Parts =>
        [.. Passes.SelectMany(pass => pass.Operations).OfType<PartOperation>().Select(operation => operation.Part).Distinct()];

    /// <summary>Checks the plan; engines call it first.</summary>
    /// <returns>The number of steps an epoch.</returns>
    /// <exception cref="ArgumentException">
    /// What belongs together does not fit, a number of an optimiser is out of its range, or an epoch has no step.
    /// </exception>
    public int Validate()
    {
        if (Groups.Count == 0 || Groups.Any(group => group.Objectives.Count == 0))
        {
            throw new ArgumentException(
                "The plan has no update group, or one without an objective; at least one of each is needed.",
                nameof(Groups));
        }

        var objectives = Groups.SelectMany(group => group.Objectives).ToList();
        if (objectives.Distinct().Count() < objectives.Count)
        {
            throw new ArgumentException("An objective is in two groups; one object serves one place.", nameof(Groups));
        }

        if (Groups.FirstOrDefault(group => group.Parts.Distinct().Count() < group.Parts.Count) is { } doubled)
        {
            var twice = doubled.Parts.GroupBy(part => part).First(part => part.Skip(1).Any()).Key;
            throw new ArgumentException(
                $"A group names the part '{twice.Name}' twice; once is enough, for it moves once a step.", nameof(Groups));
        }

        var parts = Parts;
        if (Groups.SelectMany(group => group.Parts).FirstOrDefault(part => !parts.Contains(part)) is { } unused)
        {
            throw new ArgumentException($"A group moves the part '{unused.Name}', which no pass applies.", nameof(Groups));
        }

        if (Passes.FirstOrDefault(pass => pass.Inputs.Size != Rows.FeatureCount) is { } pass)
        {
            throw new ArgumentException(
                $"The rows have {Rows.FeatureCount} features, and a pass takes {pass.Inputs.Size}; the two must agree.", nameof(Rows));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(EpochCount);
        foreach (var group in Groups)
        {
            group.Optimizer.Validate();
        }

        RefuseBatchesOfOneRow();
        var stepCount = Passes[0].Source.StepCount
            ?? throw new ArgumentException(
                "The first pass's source does not say how many steps an epoch has; put the minibatches first.",
                nameof(Groups));
        return stepCount >= 1
            ? stepCount
            : throw new ArgumentException(
                $"The first pass's source has {stepCount} steps an epoch, and nothing would be trained; at least 1 is needed.",
                nameof(Groups));
    }

    /// <summary>Throws when a batch of one row would have to give the statistics of batch normalisation.</summary>
    private void RefuseBatchesOfOneRow()
    {
        if (EpochCount == 0 || FrozenFromEpoch is 0)
        {
            return;
        }

        foreach (var pass in Passes)
        {
            if (pass.Source.LargestBatch < 2 && pass.Operations.OfType<PartOperation>().Any(
                operation => operation.Part.Shape.Layers.Any(layer => layer.Activation == Networks.Activation.BatchNormLeakyRelu)))
            {
                throw new ArgumentException(
                    "A batch of one row has no variance to normalise by; give at least two rows, or a minibatch of at least two.",
                    nameof(Groups));
            }
        }
    }
}
