using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Persistence;

/// <summary>
/// Gives what a <see cref="ModelWriter"/> took. Nothing is allocated before it is known to be there: a file cannot make its reader
/// use more memory than a small multiple of its own size.
/// </summary>
public ref struct ModelReader
{
    private readonly JsonElement? _content;
    private readonly ModelPlace _place;
    private ReadOnlySpan<byte> _rest;

    internal ModelReader(int featureCount, DetectorOptions options, JsonElement? content, ReadOnlySpan<byte> payload, ModelPlace place)
    {
        FeatureCount = featureCount;
        Options = options;
        _content = content;
        _rest = payload;
        _place = place;
    }

    /// <summary>Gets the number of features of the model, d, at least 1.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the options that the model was trained with, checked.</summary>
    public DetectorOptions Options { get; }

    internal readonly int RemainingByteCount => _rest.Length;

    /// <summary>Reads the facts that were written.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <returns>The facts; what their properties hold is not checked.</returns>
    /// <exception cref="ModelFormatException">There are none, or they are not of that type.</exception>
    public readonly T ReadContent<T>()
    {
        if (_content is not { } content)
        {
            throw new ModelFormatException("The model's header has no content; the file is damaged.");
        }

        return ModelJson.Read<T>(content);
    }

    /// <summary>Reads numbers.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>The numbers, all finite.</returns>
    /// <exception cref="ModelFormatException">There are fewer, or one is NaN or infinite.</exception>
    public float[] ReadNumbers(long count)
    {
        var values = new float[Take(count, sizeof(float), out var bytes)];
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * i)..]);
            }
        }

        return FeatureMatrix.IndexOfNonFinite(values) < 0
            ? values
            : throw new ModelFormatException("The model holds a number that is NaN or infinite; the file is damaged.");
    }

    /// <summary>Reads numbers of double precision.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>The numbers, all finite.</returns>
    /// <exception cref="ModelFormatException">There are fewer, or one is NaN or infinite.</exception>
    public double[] ReadDoubles(long count)
    {
        var values = new double[Take(count, sizeof(double), out var bytes)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(sizeof(double) * i)..]);
        }

        return Array.TrueForAll(values, double.IsFinite)
            ? values
            : throw new ModelFormatException("The model holds a number that is NaN or infinite; the file is damaged.");
    }

    /// <summary>Reads whole numbers.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="ModelFormatException">There are fewer.</exception>
    public int[] ReadIntegers(long count)
    {
        var values = new int[Take(count, sizeof(int), out var bytes)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(sizeof(int) * i)..]);
        }

        return values;
    }

    /// <summary>Reads a model that is part of this one. Such a model has no members itself: nesting ends here.</summary>
    internal DetectorModel ReadMember(int length)
    {
        if (_place == ModelPlace.Member)
        {
            throw new ModelFormatException(
                "The model is an ensemble of ensembles; only ensembles of single models can be read. The file is damaged.");
        }

        Take(length, 1, out var bytes);
        return DetectorModelFormat.FromBytes(bytes, ModelPlace.Member);
    }

    /// <summary>Reads the model that this one calibrates: a single model, or one made of models, and no calibrated one.</summary>
    internal DetectorModel ReadCalibrated(int length)
    {
        if (_place != ModelPlace.Whole)
        {
            throw new ModelFormatException(
                "The model holds a calibrated model, which stands by itself only: it is no member of an ensemble, and is not calibrated "
                + "again. The file is damaged.");
        }

        Take(length, 1, out var bytes);
        return DetectorModelFormat.FromBytes(bytes, ModelPlace.Calibrated);
    }

    private int Take(long count, int size, out ReadOnlySpan<byte> bytes)
    {
        if (count < 0 || count > _rest.Length / size)
        {
            throw new ModelFormatException(
                $"The model speaks of {count} numbers where {_rest.Length / size} are left; the file is damaged.");
        }

        bytes = _rest[..(size * (int)count)];
        _rest = _rest[bytes.Length..];
        return (int)count;
    }
}
