using ActiveAnomaly.Kernels;
using ActiveAnomaly.Training;

namespace ActiveAnomaly.Objectives;

/// <summary>
/// A loss: a function of values of one pass or of several, with its gradient. One object serves one training run, for it may hold
/// scratch memory and state (such as a radius); it is not thread safe. A class of your own runs on the managed engine; the TorchSharp
/// engine knows the library's and refuses others by name.
/// </summary>
public abstract class Objective
{
    /// <summary>Creates the objective.</summary>
    /// <param name="values">What it reads, each once; at least one.</param>
    /// <exception cref="ArgumentException">There are no values, or one is there twice.</exception>
    protected Objective(params IReadOnlyList<PassValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || values.Distinct().Count() < values.Count)
        {
            throw new ArgumentException(
                $"{GetType().Name} reads {values.Count} values; at least one is needed, and each once.",
                nameof(values));
        }

        Values = values;
    }

    /// <summary>Gets what the objective reads.</summary>
    public IReadOnlyList<PassValue> Values { get; }

    /// <summary>
    /// Gets a value indicating whether the loss itself costs next to nothing beside its gradient, and is computed at every
    /// step.
    /// </summary>
    public virtual bool LossEveryStep => true;

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

    /// <summary>Computes the loss, and its gradient by each value that wants one. Allocates nothing.</summary>
    /// <param name="values">
    /// The values, in the order of <see cref="Values"/>: where <see cref="BatchValue.WantsGradient"/>, every element of its
    /// gradient is set.
    /// </param>
    /// <param name="withLoss">False when the loss is not needed; the result is then meaningless.</param>
    /// <returns>The loss.</returns>
    public abstract float Evaluate(ReadOnlySpan<BatchValue> values, bool withLoss);

    /// <summary>Called by the managed engine before <see cref="Prepare"/>.</summary>
    internal void Use(KernelSet kernels) => Kernels = kernels;
}
