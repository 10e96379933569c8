using System.Buffers.Binary;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.Persistence;

/// <summary>Reads numbers one after the other, little-endian; they must be finite.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    public float[] Read(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(_rest[(4 * i)..]);
        }

        _rest = _rest[(4 * count)..];
        return FeatureMatrix.IndexOfNonFinite(values) < 0
            ? values
            : throw new ModelFormatException("The model holds a number that is NaN or infinite; the file is damaged.");
    }
}
