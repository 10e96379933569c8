using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>Adds normal noise.</summary>
public sealed class NoiseOperation : RowOperation
{
    private readonly SeededRandom _random;
    private SeededRandom _ofEpoch;
    private float[] _noise = [];

    internal NoiseOperation(PassValue input, double deviation, SeededRandom random)
        : base(input)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(deviation >= 0) || !double.IsFinite(deviation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(deviation),
                deviation,
                "The noise's standard deviation must be at least 0 and finite.");
        }

        Deviation = deviation;
        _random = random;
        _ofEpoch = random;
    }

    /// <summary>Gets the noise's standard deviation.</summary>
    public double Deviation { get; }

    /// <summary>Gets the current step's noise, row-major [b x size].</summary>
    public ReadOnlySpan<float> Noise => _noise;

    /// <inheritdoc/>
    protected override string Name => "noisy values";

    /// <inheritdoc/>
    protected override int Size => Inputs[0].Size;

    /// <inheritdoc/>
    public override void Prepare(int largestBatch) => _noise = new float[largestBatch * Size];

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _ofEpoch = _random.Derive("epoch", epochIndex);

    /// <inheritdoc/>
    public override void BeginBatch(int rowCount)
    {
        foreach (ref var value in _noise.AsSpan(0, rowCount * Size))
        {
            value = (float)(Deviation * _ofEpoch.NextNormal());
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var input = inputs[0].Row(position);
            var noisy = output.Values.Slice(position * output.Stride, output.Size);
            for (var k = 0; k < noisy.Length; k++)
            {
                noisy[k] = input[k] + _noise[(position * noisy.Length) + k];
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
