using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>Adds normal noise.</summary>
public sealed class NoiseOperation : NormalNoiseOperation
{
    internal NoiseOperation(PassValue input, double deviation, SeededRandom random)
        : base(input, deviation, random)
    {
        if (!(deviation >= 0) || !double.IsFinite(deviation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(deviation),
                deviation,
                "The noise's standard deviation must be at least 0 and finite.");
        }
    }

    /// <inheritdoc/>
    protected override string Name => "noisy values";

    /// <inheritdoc/>
    protected override int Size => Inputs[0].Size;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        var noise = Noise;
        for (var position = 0; position < output.RowCount; position++)
        {
            var input = inputs[0].Row(position);
            var noisy = output.Values.Slice(position * output.Stride, output.Size);
            for (var k = 0; k < noisy.Length; k++)
            {
                noisy[k] = input[k] + noise[(position * noisy.Length) + k];
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            output.GradientOf(position).CopyTo(inputs[0].GradientOf(position));
        }
    }
}
