using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// A term of a training loss: a function of a network's outputs for a batch of rows, with its gradient. One object serves
/// one training run, for it may hold scratch memory and state (such as a radius); it is not thread safe.
/// </summary>
public abstract class Objective
{
    /// <summary>Gets a value indicating whether the loss itself costs next to nothing beside its gradient, and is computed at every step.</summary>
    public virtual bool LossEveryStep => true;

    /// <summary>Gets the trainable numbers of a head on top of the network's outputs, or nothing when there is no head.</summary>
    public virtual Span<float> HeadParameters => default;

    /// <summary>Gets where <see cref="Evaluate"/> adds the gradient of <see cref="HeadParameters"/>; the engine clears it before a step.</summary>
    public virtual Span<float> HeadGradient => default;

    /// <summary>Gets a value indicating whether <see cref="Evaluate"/> adds to <see cref="ObjectiveBatch.CodeGradient"/>; the engine clears it before a pass.</summary>
    public virtual bool AddsToCodeGradient => false;

    /// <summary>Gets the kernels that the run uses.</summary>
    internal KernelSet Kernels { get; private set; } = ScalarKernels.Instance;

    /// <summary>Called once before training: allocate here what <see cref="Evaluate"/> needs.</summary>
    /// <param name="largestBatch">The most rows that a batch will hold.</param>
    public virtual void Prepare(int largestBatch)
    {
    }

    /// <summary>Called before each epoch.</summary>
    /// <param name="epochIndex">The epoch, from 0.</param>
    public virtual void BeginEpoch(int epochIndex)
    {
    }

    /// <summary>Computes the gradient with respect to the outputs, and the loss. Allocates nothing.</summary>
    /// <param name="batch">The rows, the outputs, and where the gradient goes.</param>
    /// <param name="withLoss">False when the loss is not needed; the result is then meaningless.</param>
    /// <returns>The loss.</returns>
    public abstract float Evaluate(in ObjectiveBatch batch, bool withLoss);

    /// <summary>Called by the managed engine before <see cref="Prepare"/>.</summary>
    internal void Use(KernelSet kernels) => Kernels = kernels;
}
