using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>Mixes each row of a batch with another, l x_i + (1 - l) x_j (mixup; in RoSAS the mass interpolation).</summary>
public sealed class MixOperation : RowOperation
{
    private readonly SeededRandom _random;
    private SeededRandom _ofEpoch;
    private float[] _weights = [];
    private int[] _partners = [];
    private int _rowCount;

    internal MixOperation(PassValue input, double alpha, SeededRandom random)
        : base(input)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(alpha > 0) || !double.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alpha),
                alpha,
                "The parameter of the Beta distribution must be positive and finite.");
        }

        Alpha = alpha;
        _random = random;
        _ofEpoch = random;
    }

    /// <summary>Gets the parameter of the Beta distribution.</summary>
    public double Alpha { get; }

    /// <summary>Gets each row's own share, l, in [0, 1] [b], as the current step has it.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _rowCount);

    /// <summary>Gets the places in the batch of the rows that rows are mixed with [b], as the current step has it.</summary>
    public ReadOnlySpan<int> Partners => _partners.AsSpan(0, _rowCount);

    /// <inheritdoc/>
    protected override string Name => "mixed rows";

    /// <inheritdoc/>
    protected override int Size => Inputs[0].Size;

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        _weights = new float[largestBatch];
        _partners = new int[largestBatch];
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _ofEpoch = _random.Derive("epoch", epochIndex);

    /// <inheritdoc/>
    public override void BeginBatch(int rowCount)
    {
        _rowCount = rowCount;
        for (var i = 0; i < rowCount; i++)
        {
            _partners[i] = i;
            _weights[i] = (float)_ofEpoch.NextBeta(Alpha);
        }

        _ofEpoch.Shuffle(_partners.AsSpan(0, rowCount));
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var own = inputs[0].Row(position);
            var other = inputs[0].Row(_partners[position]);
            var weight = _weights[position];
            var mixed = output.Values.Slice(position * output.Stride, output.Size);
            for (var k = 0; k < mixed.Length; k++)
            {
                mixed[k] = (weight * own[k]) + ((1f - weight) * other[k]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<BatchValue> inputs, BatchValue output, int inputIndex)
    {
        var input = inputs[0];
        for (var position = 0; position < output.RowCount; position++)
        {
            input.GradientOf(position).Clear();
        }

        for (var position = 0; position < output.RowCount; position++)
        {
            var mixed = output.Gradient.Slice(position * output.Stride, output.Size);
            var own = input.GradientOf(position);
            var other = input.GradientOf(_partners[position]);
            var weight = _weights[position];
            for (var k = 0; k < mixed.Length; k++)
            {
                own[k] += weight * mixed[k];
                other[k] += (1f - weight) * mixed[k];
            }
        }
    }
}
