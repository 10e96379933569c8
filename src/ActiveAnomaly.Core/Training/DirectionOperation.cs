namespace ActiveAnomaly.Training;

/// <summary>
/// The direction u = r / ||r|| of each row, and dL/dr = (g - u (u . g)) / ||r|| with g = dL/du. Of a row shorter than
/// <see cref="SmallestNorm"/>, one of zeros included, the direction is 0 and so is the gradient.
/// </summary>
public sealed class DirectionOperation : RowOperation
{
    /// <summary>
    /// The norm below which a row has no direction: where it is a difference of numbers about 1, it is their rounding, and its gradient
    /// would drown every other row's.
    /// </summary>
    public const float SmallestNorm = 1e-6f;

    internal DirectionOperation(PassValue rows)
        : base(rows)
    {
    }

    /// <inheritdoc/>
    protected override string Name => "direction";

    /// <inheritdoc/>
    protected override int Size => Inputs[0].Size;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var row = inputs[0].Row(position);
            Of(row, NormOperation.Of(row), output.Values.Slice(position * output.Stride, output.Size));
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var norm = NormOperation.Of(inputs[0].Row(position));
            var ofDirection = output.GradientOf(position);
            var direction = output.Row(position);
            var gradient = inputs[0].GradientOf(position);
            if (!(norm >= SmallestNorm))
            {
                gradient.Clear();
                continue;
            }

            var along = 0.0;
            for (var k = 0; k < direction.Length; k++)
            {
                along += (double)direction[k] * ofDirection[k];
            }

            for (var k = 0; k < gradient.Length; k++)
            {
                gradient[k] = (float)((ofDirection[k] - (direction[k] * along)) / norm);
            }
        }
    }

    /// <summary>The direction of one row of a known norm.</summary>
    internal static void Of(ReadOnlySpan<float> row, float norm, Span<float> direction)
    {
        if (!(norm >= SmallestNorm))
        {
            direction.Clear();
            return;
        }

        for (var k = 0; k < row.Length; k++)
        {
            direction[k] = row[k] / norm;
        }
    }
}
