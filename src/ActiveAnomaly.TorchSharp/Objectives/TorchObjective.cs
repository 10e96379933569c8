using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>An objective of the core, on the device: the same loss and gradient in a few tensor operations.</summary>
internal abstract class TorchObjective
{
    /// <summary>Gets numbers of each row of the pool, [n x 1] each, that <see cref="TorchBatch.Columns"/> gives for a batch.</summary>
    public virtual IReadOnlyList<torch.Tensor> Columns => [];

    /// <summary>Chooses the objective's form on the device.</summary>
    /// <exception cref="ArgumentException">The engine does not know it.</exception>
    public static TorchObjective For(Objective objective, torch.Device device) => objective switch
    {
        PairRelationObjective pairs => new TorchPairRelationObjective(pairs, device),
        ReconstructionObjective reconstruction => new TorchReconstructionObjective(reconstruction, device),
        AdversarialObjective adversarial => new TorchAdversarialObjective(adversarial),
        OneClassObjective oneClass => new TorchOneClassObjective(oneClass, device),
        SoftBoundaryObjective softBoundary => new TorchSoftBoundaryObjective(softBoundary, device),
        DeepSadObjective deepSad => new TorchDeepSadObjective(deepSad, device),
        DeviationObjective deviation => new TorchDeviationObjective(deviation, device),
        NceObjective nce => new TorchNceObjective(nce, device),
        RosasObjective rosas => new TorchRosasObjective(rosas, device),
        LabelCrossEntropyObjective crossEntropy => new TorchLabelCrossEntropyObjective(crossEntropy, device),
        _ => throw new ArgumentException(
            $"The TorchSharp engine does not know the objective {objective.GetType()}; it knows those of ActiveAnomaly.Objectives. "
            + "Train this plan on the managed engine."),
    };

    /// <summary>Called before each epoch.</summary>
    public virtual void BeginEpoch(int epochIndex)
    {
    }

    /// <summary>Computes the gradients, each in the value's shape or one row for all rows, and the loss.</summary>
    /// <param name="batch">The batch of the first value's pass.</param>
    /// <param name="values">The values that the objective reads.</param>
    /// <param name="gradients">Receives their gradients; null for none.</param>
    /// <param name="withLoss">Whether the loss is wanted.</param>
    /// <returns>The loss, one number; null when it is not wanted.</returns>
    public abstract torch.Tensor? Evaluate(
        in TorchBatch batch, ReadOnlySpan<torch.Tensor> values, Span<torch.Tensor?> gradients, bool withLoss);

    /// <summary>Brings the core's objective up to date (a radius); called after each epoch.</summary>
    public virtual void WriteBack()
    {
    }

    /// <summary>Makes a column of a number for each row of the pool, [n x 1].</summary>
    protected static torch.Tensor Column(RowRoles roles, Func<RowRole, float> value, torch.Device device)
    {
        var numbers = new float[roles.Values.Length];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = value(roles.Values[row]);
        }

        return HostMemory.Upload(numbers, 1, device);
    }
}
