using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// Mixes each row of a batch with others: of two rows l x_i + (1 - l) x_j (mixup; in RoSAS the mass interpolation), of more the sum of
/// l_m x_m.
/// </summary>
/// <remarks>
/// Of two rows, l is drawn from Beta(alpha, alpha). Of k, each of the k weights is, and they are divided by their sum; k equal
/// weights stand for a sum of 0. The first row is the batch's own, each further one comes of a random permutation of its own.
/// </remarks>
public sealed class MixOperation : RowOperation
{
    private readonly SeededRandom _random;
    private readonly double[] _drawn;
    private SeededRandom _ofEpoch;
    private float[][] _weights = [];
    private int[][] _places = [];
    private int _rowCount;

    internal MixOperation(PassValue input, double alpha, SeededRandom random, int mixedRowCount)
        : base(input)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(mixedRowCount, 2);
        if (!(alpha > 0) || !double.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alpha),
                alpha,
                "The parameter of the Beta distribution must be positive and finite.");
        }

        Alpha = alpha;
        MixedRowCount = mixedRowCount;
        _drawn = new double[mixedRowCount];
        _random = random;
        _ofEpoch = random;
    }

    /// <summary>Gets the parameter of the Beta distribution.</summary>
    public double Alpha { get; }

    /// <summary>Gets the number of rows that each mixed row is made of, k.</summary>
    public int MixedRowCount { get; }

    /// <summary>Gets each row's own share, l, in [0, 1] [b], as the current step has it.</summary>
    public ReadOnlySpan<float> Weights => WeightsOf(0);

    /// <summary>Gets the places in the batch of the rows that rows are mixed with first [b], as the current step has it.</summary>
    public ReadOnlySpan<int> Partners => PlacesOf(1);

    /// <inheritdoc/>
    protected override string Name => "mixed rows";

    /// <inheritdoc/>
    protected override int Size => Inputs[0].Size;

    /// <summary>Gets the shares of the rows that mixed rows are made of, in [0, 1] [b], as the current step has them.</summary>
    /// <param name="member">Which of the k rows, from 0, the batch's own.</param>
    /// <returns>One share a mixed row; the k shares of a row sum up to 1.</returns>
    public ReadOnlySpan<float> WeightsOf(int member) => _weights[member].AsSpan(0, _rowCount);

    /// <summary>Gets the places in the batch of the rows that mixed rows are made of [b], as the current step has them.</summary>
    /// <param name="member">Which of the k rows, from 0, the batch's own.</param>
    /// <returns>One place a mixed row.</returns>
    public ReadOnlySpan<int> PlacesOf(int member) => _places[member].AsSpan(0, _rowCount);

    /// <inheritdoc/>
    public override void Prepare(int largestBatch)
    {
        _weights = [.. Enumerable.Range(0, MixedRowCount).Select(_ => new float[largestBatch])];
        _places = [.. Enumerable.Range(0, MixedRowCount).Select(_ => new int[largestBatch])];
    }

    /// <inheritdoc/>
    public override void BeginEpoch(int epochIndex) => _ofEpoch = _random.Derive("epoch", epochIndex);

    /// <inheritdoc/>
    public override void BeginBatch(int rowCount)
    {
        _rowCount = rowCount;
        for (var i = 0; i < rowCount; i++)
        {
            DrawWeights(i);
        }

        for (var member = 0; member < MixedRowCount; member++)
        {
            var places = _places[member].AsSpan(0, rowCount);
            for (var i = 0; i < rowCount; i++)
            {
                places[i] = i;
            }

            if (member > 0)
            {
                _ofEpoch.Shuffle(places);
            }
        }
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<BatchValue> inputs, BatchValue output)
    {
        for (var position = 0; position < output.RowCount; position++)
        {
            var own = inputs[0].Row(position);
            var other = inputs[0].Row(_places[1][position]);
            var (weight, otherWeight) = (_weights[0][position], _weights[1][position]);
            var mixed = output.Values.Slice(position * output.Stride, output.Size);
            for (var k = 0; k < mixed.Length; k++)
            {
                mixed[k] = (weight * own[k]) + (otherWeight * other[k]);
            }

            for (var member = 2; member < MixedRowCount; member++)
            {
                var further = inputs[0].Row(_places[member][position]);
                var furtherWeight = _weights[member][position];
                for (var k = 0; k < mixed.Length; k++)
                {
                    mixed[k] += furtherWeight * further[k];
                }
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
            for (var member = 0; member < MixedRowCount; member++)
            {
                var gradient = input.GradientOf(_places[member][position]);
                var weight = _weights[member][position];
                for (var k = 0; k < mixed.Length; k++)
                {
                    gradient[k] += weight * mixed[k];
                }
            }
        }
    }

    private void DrawWeights(int position)
    {
        if (MixedRowCount == 2)
        {
            _weights[0][position] = (float)_ofEpoch.NextBeta(Alpha);
            _weights[1][position] = 1f - _weights[0][position];
            return;
        }

        var sum = 0.0;
        foreach (ref var weight in _drawn.AsSpan())
        {
            weight = _ofEpoch.NextBeta(Alpha);
            sum += weight;
        }

        for (var member = 0; member < _drawn.Length; member++)
        {
            _weights[member][position] = (float)(sum > 0 ? _drawn[member] / sum : 1.0 / _drawn.Length);
        }
    }
}
