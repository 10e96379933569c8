using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// Draws normal noise of any width, a row for each row of the batch: what a generator makes rows of. Of the value that it reads only the
/// number of rows counts.
/// </summary>
public sealed class DrawnNoiseOperation : RowOperation
{
    private readonly SeededRandom _random;
    private SeededRandom _ofEpoch;
    private float[] _noise = [];

    internal DrawnNoiseOperation(PassValue rows, int size, SeededRandom random)
        : base(rows)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _random = random;
        _ofEpoch = random;
    }

    /// <summary>Gets the current step's noise, row-major [b x size]; what lies beyond the batch's rows is meaningless.</summary>
    public ReadOnlySpan<float> Noise => _noise;

    /// <inheritdoc/>
    protected override string Name => "noise";

    /// <inheritdoc/>
    protected override int Size { get; }

    /// <inheritdoc/>
    public override void Prepare(int largestBatch) => _noise = new float[largestBatch * Size];

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _ofEpoch = _random.Derive("epoch", epochIndex);

    /// <inheritdoc/>
    public override void BeginBatch(int rowCount)
    {
        foreach (ref var value in _noise.AsSpan(0, rowCount * Size))
        {
            value = (float)_ofEpoch.NextNormal();
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            _noise.AsSpan(position * output.Size, output.Size).CopyTo(output.Values[(position * output.Stride)..]);
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex) => inputs[0].Gradient.Clear();
}
