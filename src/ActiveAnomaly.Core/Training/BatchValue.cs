using ActiveAnomaly.Kernels;

namespace ActiveAnomaly.Training;

/// <summary>
/// A value of a pass for one batch: numbers, and where their gradient goes. The engine owns the memory; it is valid during a call only.
/// </summary>
public sealed class BatchValue
{
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _gradient;
    private readonly AlignedBuffer _scratch;
    private readonly BatchSource _source;
    private int _step;
    private bool _writesScratch;

    internal BatchValue(BatchSource source, int size, int stride, AlignedBuffer values, AlignedBuffer gradient, bool hasSeveralWriters)
    {
        _source = source;
        Size = size;
        Stride = stride;
        _values = values;
        _gradient = gradient;
        _scratch = new AlignedBuffer(hasSeveralWriters ? gradient.Length : 0);
    }

    /// <summary>Gets the pool indices of the batch's b rows.</summary>
    public ReadOnlySpan<int> Rows => _source.Rows(_step);

    /// <summary>Gets the number of rows, b.</summary>
    public int RowCount { get; private set; }

    /// <summary>Gets the number of columns.</summary>
    public int Size { get; }

    /// <summary>Gets the number of elements from one row to the next, at least <see cref="Size"/>.</summary>
    public int Stride { get; }

    /// <summary>Gets the numbers, row-major [b x size] with stride <see cref="Stride"/>; what lies between rows is meaningless.</summary>
    public Span<float> Values => _values.Span[..(RowCount * Stride)];

    /// <summary>
    /// Gets where the gradient goes, laid out as the numbers are. Whoever gives it sets every row's elements and nothing between; the
    /// engine adds up what several give.
    /// </summary>
    public Span<float> Gradient => (_writesScratch ? _scratch : _gradient).Span[..(RowCount * Stride)];

    /// <summary>
    /// Gets a value indicating whether a gradient is of use; where it is not, as of the rows' features, none may be given.
    /// </summary>
    public bool WantsGradient => _gradient.Length > 0;

    /// <summary>Gets the memory of <see cref="Values"/>, which holds more rows than a small batch has.</summary>
    internal AlignedBuffer ValueMemory => _values;

    /// <summary>Gets the memory of <see cref="Gradient"/>.</summary>
    internal AlignedBuffer GradientMemory => _writesScratch ? _scratch : _gradient;

    /// <summary>Gets a value indicating whether a gradient was given since the forward pass.</summary>
    internal bool HasGradient { get; private set; }

    /// <summary>Gets the numbers of one row.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its elements.</returns>
    public ReadOnlySpan<float> Row(int position) => _values.Span.Slice(position * Stride, Size);

    /// <summary>Gets where the gradient of one row goes.</summary>
    /// <param name="position">The row's place in the batch, from 0.</param>
    /// <returns>Its elements.</returns>
    public Span<float> GradientOf(int position) => Gradient.Slice(position * Stride, Size);

    /// <summary>Begins a step's forward pass.</summary>
    internal void Begin(int step, int rowCount)
    {
        _step = step;
        RowCount = rowCount;
        HasGradient = false;
        _writesScratch = false;
    }

    /// <summary>Called before somebody gives a gradient: the first one's goes in its place, a further one's beside it.</summary>
    internal void BeginGradient() => _writesScratch = HasGradient;

    /// <summary>Called afterwards: adds a further one's.</summary>
    internal void EndGradient()
    {
        if (_writesScratch)
        {
            var added = _scratch.Span[..(RowCount * Stride)];
            var sum = _gradient.Span;
            for (var i = 0; i < added.Length; i++)
            {
                sum[i] += added[i];
            }
        }

        _writesScratch = false;
        HasGradient = true;
    }
}
