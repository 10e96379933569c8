using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Training;

/// <summary>
/// One pass of a training step: rows of the pool, and what is computed of them. Build it value by value; objectives then read the values.
/// Not thread safe while it is built; one object serves one training run, as its source does.
/// </summary>
public sealed class TrainingPass
{
    private readonly List<PassOperation> _operations = [];
    private readonly List<PassValue> _values = [];

    /// <summary>Creates a pass that computes nothing yet.</summary>
    /// <param name="source">Which rows go through it in each step.</param>
    /// <param name="featureCount">The number of features of a row, d.</param>
    public TrainingPass(BatchSource source, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        Source = source;
        Inputs = new PassValue(this, "inputs", featureCount, 0);
        _values.Add(Inputs);
    }

    /// <summary>Gets which rows go through the pass.</summary>
    public BatchSource Source { get; }

    /// <summary>Gets the rows' features, [b x d].</summary>
    public PassValue Inputs { get; }

    /// <summary>Gets what is computed, in order.</summary>
    public IReadOnlyList<PassOperation> Operations => _operations;

    /// <summary>Gets the inputs, and then one value an operation.</summary>
    public IReadOnlyList<PassValue> Values => _values;

    /// <summary>Applies a part.</summary>
    /// <param name="part">The part; its gradients add up over everything that it is applied to.</param>
    /// <param name="input">What it is applied to.</param>
    /// <returns>Its outputs.</returns>
    /// <exception cref="ArgumentException">The sizes do not agree, or the value is another pass's.</exception>
    public PassValue Apply(NetworkPart part, PassValue input)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(input);
        return AddOperation(new PartOperation(part, input));
    }

    /// <summary>Computes s = ||z - c||^2 of each row (Eq. 3), [b x 1].</summary>
    /// <param name="codes">The codes z [b x h].</param>
    /// <param name="center">The centre c [h]; it is copied.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">The centre has another number of components.</exception>
    public PassValue SquaredDistance(PassValue codes, ReadOnlySpan<float> center) =>
        Add(new SquaredDistanceOperation(codes, center.ToArray()));

    /// <summary>Computes 1 / d sum of (y - x)^2 of each row, [b x 1].</summary>
    /// <param name="outputs">y [b x d].</param>
    /// <param name="targets">x [b x d].</param>
    /// <returns>The errors.</returns>
    /// <exception cref="ArgumentException">The two have different numbers of columns.</exception>
    public PassValue RowError(PassValue outputs, PassValue targets) => Add(new RowErrorOperation(outputs, targets));

    /// <summary>Subtracts a value from another.</summary>
    /// <param name="minuend">x.</param>
    /// <param name="subtrahend">y, of as many columns.</param>
    /// <returns>x - y.</returns>
    /// <exception cref="ArgumentException">The two have different numbers of columns.</exception>
    public PassValue Subtract(PassValue minuend, PassValue subtrahend) => Add(new DifferenceOperation(minuend, subtrahend));

    /// <summary>Computes the Euclidean norm ||r|| of each row, [b x 1].</summary>
    /// <param name="rows">r.</param>
    /// <returns>The norms; a row of zeros, or almost, gets no gradient of its (<see cref="NormOperation"/>).</returns>
    public PassValue Norm(PassValue rows) => Add(new NormOperation(rows));

    /// <summary>Computes the direction r / ||r|| of each row.</summary>
    /// <param name="rows">r.</param>
    /// <returns>The directions; 0 for a row of zeros, or almost (<see cref="DirectionOperation"/>).</returns>
    public PassValue Direction(PassValue rows) => Add(new DirectionOperation(rows));

    /// <summary>Puts values side by side.</summary>
    /// <param name="values">Values of this pass, at least one.</param>
    /// <returns>The columns of all of them, in order.</returns>
    public PassValue Concatenate(params IReadOnlyList<PassValue> values) => Add(new ConcatenateOperation(values));

    /// <summary>
    /// Mixes each row with another row of its batch, l x_i + (1 - l) x_j, with l from Beta(alpha, alpha) and the partners a random
    /// permutation, both drawn anew each step; or with several others, as <see cref="MixOperation"/> says.
    /// </summary>
    /// <param name="input">What is mixed.</param>
    /// <param name="alpha">The parameter of the Beta distribution, positive.</param>
    /// <param name="random">Where the numbers come from: those of epoch e from the stream ("epoch", e).</param>
    /// <param name="mixedRowCount">The number of rows that each mixed row is made of, k, at least 2.</param>
    /// <returns>The operation, which tells weights and partners; its output are the mixed rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="alpha"/> is not positive and finite, or <paramref name="mixedRowCount"/> is less than 2.
    /// </exception>
    public MixOperation Mix(PassValue input, double alpha, SeededRandom random, int mixedRowCount = 2)
    {
        var mix = new MixOperation(input, alpha, random, mixedRowCount);
        Add(mix);
        return mix;
    }

    /// <summary>Adds normal noise to each number, drawn anew each step.</summary>
    /// <param name="input">What it is added to.</param>
    /// <param name="deviation">The noise's standard deviation, at least 0.</param>
    /// <param name="random">Where the numbers come from: those of epoch e from the stream ("epoch", e).</param>
    /// <returns>The noisy values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public PassValue AddNoise(PassValue input, double deviation, SeededRandom random) => Add(new NoiseOperation(input, deviation, random));

    /// <summary>Draws numbers from the standard normal distribution, anew each step: a row for each row of the batch.</summary>
    /// <param name="size">The number of columns, at least 1.</param>
    /// <param name="random">Where the numbers come from: those of epoch e from the stream ("epoch", e).</param>
    /// <returns>The noise, [b x size].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is less than 1.</exception>
    public PassValue DrawNoise(int size, SeededRandom random) => Add(new DrawnNoiseOperation(Inputs, size, random));

    /// <summary>Adds an operation, the library's or one of your own.</summary>
    /// <param name="operation">The operation, new, over values of this pass.</param>
    /// <returns>What it computes.</returns>
    /// <exception cref="ArgumentException">It reads another pass's value, or belongs to a pass already.</exception>
    public PassValue Add(RowOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return AddOperation(operation);
    }

    private PassValue AddOperation(PassOperation operation)
    {
        if (operation.Inputs.Count == 0 || operation.Inputs.Any(input => input.Pass != this) || operation.Output is not null)
        {
            throw new ArgumentException(
                $"'{operation.OutputName}' reads nothing, reads another pass's values, or belongs to a pass already.",
                nameof(operation));
        }

        var output = new PassValue(this, operation.OutputName, operation.OutputSize, _values.Count);
        operation.SetOutput(output);
        _operations.Add(operation);
        _values.Add(output);
        return output;
    }
}
