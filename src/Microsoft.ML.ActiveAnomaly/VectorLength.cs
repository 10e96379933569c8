using ActiveAnomaly.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Checks the lengths of vectors that arrive: an object's array may be null or of any length, whatever its type says.</summary>
internal static class VectorLength
{
    /// <summary>Throws unless a vector has as many values as its column's type says.</summary>
    /// <exception cref="FeatureDataException">It has more or fewer.</exception>
    public static void Require(long row, string column, int found, int needed)
    {
        if (found != needed)
        {
            throw new FeatureDataException(
                $"Row {row} has {found} values in column '{column}'{(found == 0 ? ", as null has" : string.Empty)}; its type says "
                + $"{needed}, and every row needs as many. Fill the vector up (NaN, or an empty text, means none), or leave the row or the "
                + "column out.",
                row,
                null);
        }
    }
}
