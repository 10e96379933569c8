using ActiveAnomaly.Data;
using ActiveAnomaly.Engines;
using ActiveAnomaly.Objectives;
using TorchSharp;

namespace ActiveAnomaly.Torch.Objectives;

/// <summary>An objective of the core, on the device: the same loss and gradient in a few tensor operations.</summary>
internal abstract class TorchObjective
{
    /// <summary>Gets numbers of each row of the pool, [n x 1] each, that <see cref="TorchPass.Columns"/> gives for a batch.</summary>
    public virtual IReadOnlyList<torch.Tensor> Columns => [];

    /// <summary>Gets a value indicating whether the loss is computed at every step.</summary>
    public virtual bool LossEveryStep => true;

    /// <summary>Gets the number of a head's parameters, 0 without a head.</summary>
    public virtual int HeadParameterCount => 0;

    /// <summary>Chooses the objective's form on the device; an objective that is not known runs on the host.</summary>
    public static TorchObjective For(TrainingTerm term, FeatureMatrix rows, torch.Device device) => term.Objective switch
    {
        UaiObjective uai when ScoredFor(uai.Base, device) is { } scored => new TorchUaiObjective(uai, scored, device),
        ScoredObjective known when ScoredFor(known, device) is { } scored => scored,
        var unknown => new HostObjective(unknown, rows, term.Source.LargestBatch),
    };

    /// <summary>Takes the views of a head's parameters and gradient, [count x 1] each, and sets the parameters to what they start from.</summary>
    public virtual void AttachHead(torch.Tensor parameters, torch.Tensor gradient)
    {
    }

    /// <summary>Called before each epoch.</summary>
    public virtual void BeginEpoch(int epochIndex)
    {
    }

    /// <summary>Computes the gradients, and the loss when it is wanted.</summary>
    public abstract TorchLoss Evaluate(in TorchPass pass, bool withLoss);

    /// <summary>Brings the core's objective up to date (a radius, a head); called after each epoch.</summary>
    public virtual void WriteBack()
    {
    }

    private static TorchScoredObjective? ScoredFor(ScoredObjective objective, torch.Device device) => objective switch
    {
        ReconstructionObjective => new TorchReconstructionObjective(),
        OneClassObjective oneClass => new TorchOneClassObjective(oneClass, device),
        SoftBoundaryObjective softBoundary => new TorchSoftBoundaryObjective(softBoundary, device),
        DeepSadObjective deepSad => new TorchDeepSadObjective(deepSad, device),
        NceObjective nce => new TorchNceObjective(nce, device),
        _ => null,
    };
}
