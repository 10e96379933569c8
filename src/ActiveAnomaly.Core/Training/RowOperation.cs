using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training;

/// <summary>
/// An operation without parameters, such as a distance or a mix of rows. One object serves one training run; it is not thread safe. A
/// class of your own runs on the managed engine; the TorchSharp engine knows the library's and refuses others by name.
/// </summary>
public abstract class RowOperation : PassOperation
{
    /// <summary>Creates the operation.</summary>
    /// <param name="inputs">What it reads, all of one pass.</param>
    protected RowOperation(params IReadOnlyList<PassValue> inputs)
        : base(inputs)
    {
    }

    /// <summary>Gets what the value is called in messages.</summary>
    protected abstract string Name { get; }

    /// <summary>Gets the number of columns of what is computed.</summary>
    protected abstract int Size { get; }

    /// <inheritdoc/>
    internal sealed override string OutputName => Name;

    /// <inheritdoc/>
    internal sealed override int OutputSize => Size;

    /// <summary>Gets the kernels that the run uses.</summary>
    internal KernelSet Kernels { get; private set; } = ScalarKernels.Instance;

    /// <summary>Called once before training: allocate here what the operation needs.</summary>
    /// <param name="largestBatch">The most rows that a batch will hold.</param>
    public virtual void Prepare(int largestBatch)
    {
    }

    /// <summary>Called before each epoch.</summary>
    /// <param name="epochIndex">The epoch, from 0.</param>
    public virtual void BeginEpoch(int epochIndex)
    {
    }

    /// <summary>Called before each forward pass: draw here what is random in it. Allocates nothing.</summary>
    /// <param name="rowCount">The number of rows in the batch, b.</param>
    public virtual void BeginBatch(int rowCount)
    {
    }

    /// <summary>Computes the output. Allocates nothing.</summary>
    /// <param name="inputs">The inputs of the batch, in the order of <see cref="PassOperation.Inputs"/>.</param>
    /// <param name="output">Its <see cref="BatchValue.Values"/> are set.</param>
    public abstract void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output);

    /// <summary>Turns the output's gradient into that of one input. Allocates nothing.</summary>
    /// <param name="inputs">The inputs of the batch.</param>
    /// <param name="output">Its <see cref="BatchValue.Gradient"/> is read, and may be used up by the last input.</param>
    /// <param name="inputIndex">Which input; every element of its <see cref="BatchValue.Gradient"/> is set.</param>
    public abstract void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex);

    /// <summary>Called by the managed engine before <see cref="Prepare"/>.</summary>
    internal void Use(KernelSet kernels) => Kernels = kernels;
}
