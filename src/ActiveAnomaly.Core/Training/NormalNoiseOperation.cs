using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// Draws normal noise, a number for each one that it computes: on the host on every engine, so that all of them have the same. That of
/// epoch e comes from the stream ("epoch", e).
/// </summary>
public abstract class NormalNoiseOperation : RowOperation
{
    private readonly SeededRandom _random;
    private SeededRandom _ofEpoch;
    private float[] _noise = [];

    private protected NormalNoiseOperation(PassValue input, double deviation, SeededRandom random)
        : base(input)
    {
        ArgumentNullException.ThrowIfNull(random);
        Deviation = deviation;
        _random = random;
        _ofEpoch = random;
    }

    /// <summary>Gets the noise's standard deviation.</summary>
    public double Deviation { get; }

    /// <summary>Gets the current step's noise, row-major [b x size]; what lies beyond the batch's rows is meaningless.</summary>
    public ReadOnlySpan<float> Noise => _noise;

    /// <inheritdoc/>
    public sealed override void Prepare(int largestBatch) => _noise = new float[largestBatch * Size];

    /// <inheritdoc/>
    public sealed override void BeginEpoch(int epochIndex) => _ofEpoch = _random.Derive("epoch", epochIndex);

    /// <inheritdoc/>
    public sealed override void BeginBatch(int rowCount)
    {
        foreach (ref var value in _noise.AsSpan(0, rowCount * Size))
        {
            value = (float)(Deviation * _ofEpoch.NextNormal());
        }
    }
}
