namespace ActiveAnomaly.Training;

/// <summary>The difference of two values, x - y, such as the residual of an autoencoder.</summary>
public sealed class DifferenceOperation : RowOperation
{
    internal DifferenceOperation(PassValue minuend, PassValue subtrahend)
        : base(minuend, subtrahend)
    {
        if (minuend.Size != subtrahend.Size)
        {
            throw new ArgumentException(
                $"'{minuend.Name}' has {minuend.Size} columns and '{subtrahend.Name}' {subtrahend.Size}; the two must agree.",
                nameof(subtrahend));
        }
    }

    /// <inheritdoc/>
    protected override string Name => "difference";

    /// <inheritdoc/>
    protected override int Size => Inputs[0].Size;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var x = inputs[0].Row(position);
            var y = inputs[1].Row(position);
            var difference = output.Values.Slice(position * output.Stride, output.Size);
            for (var k = 0; k < difference.Length; k++)
            {
                difference[k] = x[k] - y[k];
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var ofDifference = output.GradientOf(position);
            var gradient = inputs[inputIndex].GradientOf(position);
            for (var k = 0; k < gradient.Length; k++)
            {
                gradient[k] = inputIndex == 0 ? ofDifference[k] : -ofDifference[k];
            }
        }
    }
}
