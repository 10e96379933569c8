using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Training;

/// <summary>
/// Which losses move which parts, and how. The groups of a plan take their turn within each step, each with a forward and a backward pass
/// of its own, so that parts can be trained against each other.
/// </summary>
public sealed class UpdateGroup
{
    /// <summary>Creates the group.</summary>
    /// <param name="objectives">The losses, which add up; at least one.</param>
    /// <param name="parts">The parts that move; what other parts the losses depend on stays as it is.</param>
    /// <param name="optimizer">How they move.</param>
    public UpdateGroup(IReadOnlyList<Objective> objectives, IReadOnlyList<NetworkPart> parts, OptimizerOptions optimizer)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(optimizer);
        Objectives = [.. objectives];
        Parts = [.. parts];
        Optimizer = optimizer;
    }

    /// <summary>Gets the losses.</summary>
    public IReadOnlyList<Objective> Objectives { get; }

    /// <summary>Gets the parts that move.</summary>
    public IReadOnlyList<NetworkPart> Parts { get; }

    /// <summary>Gets how they move.</summary>
    public OptimizerOptions Optimizer { get; }

    /// <summary>Says of each value of a pass whether its gradient is of use: where a part that moves lies before it. For engines.</summary>
    /// <param name="pass">The pass.</param>
    /// <returns>One answer for each of <see cref="TrainingPass.Values"/>.</returns>
    public bool[] Needs(TrainingPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return Needs(pass, ofInputs: false);
    }

    /// <summary>As <see cref="Needs(TrainingPass)"/>, and whether the inputs' gradient is of use: for tests of gradients.</summary>
    internal bool[] Needs(TrainingPass pass, bool ofInputs)
    {
        var needs = new bool[pass.Values.Count];
        needs[0] = ofInputs;
        foreach (var operation in pass.Operations)
        {
            needs[operation.Output.Index] =
                (operation is PartOperation applied && Parts.Contains(applied.Part)) || operation.Inputs.Any(input => needs[input.Index]);
        }

        return needs;
    }
}
