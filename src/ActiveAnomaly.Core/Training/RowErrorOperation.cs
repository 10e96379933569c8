namespace ActiveAnomaly.Training;

/// <summary>The mean squared difference of each row, 1 / d sum of (y - x)^2.</summary>
public sealed class RowErrorOperation : RowOperation
{
    internal RowErrorOperation(PassValue outputs, PassValue targets)
        : base(outputs, targets)
    {
        if (outputs.Size != targets.Size)
        {
            throw new ArgumentException(
                $"'{outputs.Name}' has {outputs.Size} columns and '{targets.Name}' {targets.Size}; the two must agree.", nameof(targets));
        }
    }

    /// <inheritdoc/>
    protected override string Name => "row error";

    /// <inheritdoc/>
    protected override int Size => 1;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        var errors = output.Values;
        for (var position = 0; position < errors.Length; position++)
        {
            errors[position] = Of(inputs[0].Row(position), inputs[1].Row(position));
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        var sign = inputIndex == 0 ? 2f : -2f;
        for (var position = 0; position < output.RowCount; position++)
        {
            var y = inputs[0].Row(position);
            var x = inputs[1].Row(position);
            var gradient = inputs[inputIndex].GradientOf(position);
            var scale = sign * output.Gradient[position] / y.Length;
            for (var k = 0; k < y.Length; k++)
            {
                gradient[k] = scale * (y[k] - x[k]);
            }
        }
    }

    /// <summary>The error of one row, summed in column order; the score of an autoencoder.</summary>
    internal static float Of(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        var sum = 0f;
        for (var k = 0; k < output.Length; k++)
        {
            var difference = output[k] - target[k];
            sum = MathF.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum / output.Length;
    }
}
