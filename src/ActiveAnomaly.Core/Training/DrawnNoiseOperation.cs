using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// Draws normal noise of the standard deviation 1 and of any width, a row for each row of the batch: what a generator makes rows of. Of the
/// value that it reads only the number of rows counts.
/// </summary>
public sealed class DrawnNoiseOperation : NormalNoiseOperation
{
    internal DrawnNoiseOperation(PassValue rows, int size, SeededRandom random)
        : base(rows, deviation: 1, random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
    }

    /// <inheritdoc/>
    protected override string Name => "noise";

    /// <inheritdoc/>
    protected override int Size { get; }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            Noise.Slice(position * output.Size, output.Size).CopyTo(output.Values[(position * output.Stride)..]);
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex) => inputs[0].Gradient.Clear();
}
