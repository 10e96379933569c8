using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActiveAnomaly.Graphs;

/// <summary>A constant of a graph: the elements of a value that does not depend on the rows. Immutable.</summary>
public sealed class GraphTensor
{
    private GraphTensor(GraphElementType type, IReadOnlyList<long> shape, byte[] data)
    {
        Type = type;
        Shape = shape;
        Data = data;
    }

    /// <summary>Gets what the elements are.</summary>
    public GraphElementType Type { get; }

    /// <summary>Gets the size of every axis; empty for a single element.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Gets the elements, row-major, the least significant byte of each first; a truth value is one byte, 0 or 1.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    internal static GraphTensor Of(ReadOnlySpan<float> values, IReadOnlyList<long> shape)
    {
        var data = New(GraphElementType.Single, values.Length, sizeof(float), shape);
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return new GraphTensor(GraphElementType.Single, shape, data);
    }

    internal static GraphTensor Of(ReadOnlySpan<double> values, IReadOnlyList<long> shape)
    {
        var data = New(GraphElementType.Double, values.Length, sizeof(double), shape);
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
        }

        return new GraphTensor(GraphElementType.Double, shape, data);
    }

    internal static GraphTensor Of(ReadOnlySpan<long> values, IReadOnlyList<long> shape)
    {
        var data = New(GraphElementType.Int64, values.Length, sizeof(long), shape);
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        }

        return new GraphTensor(GraphElementType.Int64, shape, data);
    }

    internal static GraphTensor Of(ReadOnlySpan<bool> values, IReadOnlyList<long> shape)
    {
        var data = New(GraphElementType.Boolean, values.Length, sizeof(byte), shape);
        MemoryMarshal.AsBytes(values).CopyTo(data);
        return new GraphTensor(GraphElementType.Boolean, shape, data);
    }

    private static byte[] New(GraphElementType type, int length, int elementSize, IReadOnlyList<long> shape)
    {
        var needed = shape.Aggregate(1L, (product, size) => checked(product * size));
        return needed == length && shape.All(size => size >= 0)
            ? new byte[checked(length * elementSize)]
            : throw new ArgumentException(
                $"The constant has {length} elements of {type}, and the shape [{string.Join(" x ", shape)}] holds {needed}. "
                + "Give as many elements as the shape holds.",
                nameof(shape));
    }
}
