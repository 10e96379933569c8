namespace ActiveAnomaly.Training;

/// <summary>Values side by side.</summary>
public sealed class ConcatenateOperation : RowOperation
{
    internal ConcatenateOperation(IReadOnlyList<PassValue> values)
        : base(values)
    {
    }

    /// <inheritdoc/>
    protected override string Name => "concatenation";

    /// <inheritdoc/>
    protected override int Size => Inputs.Sum(input => input.Size);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        var first = 0;
        foreach (var input in inputs)
        {
            for (var position = 0; position < output.RowCount; position++)
            {
                input.Row(position).CopyTo(output.Values[((position * output.Stride) + first)..]);
            }

            first += input.Size;
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        var first = 0;
        for (var i = 0; i < inputIndex; i++)
        {
            first += inputs[i].Size;
        }

        var input = inputs[inputIndex];
        for (var position = 0; position < output.RowCount; position++)
        {
            output.Gradient.Slice((position * output.Stride) + first, input.Size).CopyTo(input.GradientOf(position));
        }
    }
}
