namespace ActiveAnomaly.Kernels;

/// <summary>A matrix with a recognisable value before it, after it and between its rows, where no kernel may write.</summary>
internal sealed class GuardedMatrix
{
    /// <summary>Twice the widest vector.</summary>
    private const int Guard = 32;

    private static readonly float Sentinel = BitConverter.Int32BitsToSingle(0x4B3C614E);

    private readonly float[] _buffer;
    private readonly int _rows;
    private readonly int _columns;

    public GuardedMatrix(int rows, int columns, int stride)
    {
        _rows = rows;
        _columns = columns;
        Stride = stride;
        Length = rows == 0 ? 0 : ((rows - 1) * stride) + columns;
        _buffer = new float[Length + (2 * Guard)];
        Array.Fill(_buffer, Sentinel);
    }

    public int Stride { get; }

    public int Length { get; }

    /// <summary>Exactly the elements that a kernel needs.</summary>
    public Span<float> Span => _buffer.AsSpan(Guard, Length);

    /// <summary>Everything, guards included.</summary>
    public float[] Buffer => _buffer;

    public float this[int row, int column]
    {
        get => Span[(row * Stride) + column];
        set => Span[(row * Stride) + column] = value;
    }

    public static GuardedMatrix Vector(int length) => new(1, length, length);

    public static GuardedMatrix Of(int rows, int columns, int stride, Func<float> next)
    {
        var matrix = new GuardedMatrix(rows, columns, stride);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                matrix[row, column] = next();
            }
        }

        return matrix;
    }

    public void AssertGuardsIntact(string what)
    {
        for (var i = 0; i < _buffer.Length; i++)
        {
            var at = i - Guard;
            var inside = at >= 0 && at < Length && at % Stride < _columns && at / Stride < _rows;
            if (!inside && BitConverter.SingleToInt32Bits(_buffer[i]) != BitConverter.SingleToInt32Bits(Sentinel))
            {
                Assert.Fail($"{what}: wrote {_buffer[i]:R} at offset {at} of a [{_rows} x {_columns}] matrix with stride {Stride}.");
            }
        }
    }
}
