namespace ActiveAnomaly.Data;

/// <summary>Collects rows, one at a time and in number unknown beforehand, into a <see cref="FeatureMatrix"/>. Not thread safe.</summary>
public sealed class FeatureMatrixBuilder
{
    private readonly int _featureCount;
    private readonly IReadOnlyList<string>? _featureNames;
    private readonly int _mostValues;
    private float[] _values;
    private int _length;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="featureCount">The number of features, d, at least 1.</param>
    /// <param name="expectedRowCount">How many rows may come: a hint, which saves copies.</param>
    /// <param name="featureNames">The names of the features, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">There is not one name a feature.</exception>
    /// <exception cref="FeatureDataException">So many rows are more values than one array holds; nothing was allocated.</exception>
    public FeatureMatrixBuilder(int featureCount, int expectedRowCount = 0, IReadOnlyList<string>? featureNames = null)
        : this(featureCount, expectedRowCount, featureNames, Array.MaxLength)
    {
    }

    /// <summary>Creates an empty builder of at most so many values, which a test can fill.</summary>
    internal FeatureMatrixBuilder(int featureCount, int expectedRowCount, IReadOnlyList<string>? featureNames, int mostValues)
    {
        if (featureCount < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(featureCount),
                featureCount,
                "There are no features. Give rows of at least one feature.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(expectedRowCount);
        FeatureMatrix.RequireNames(featureNames, featureCount);
        _featureCount = featureCount;
        _featureNames = featureNames;
        _mostValues = mostValues;
        _values = expectedRowCount == 0 ? [] : new float[FeatureMatrix.ValueCount(expectedRowCount, featureCount, mostValues)];
    }

    /// <summary>Gets the number of rows added so far.</summary>
    public int RowCount => _length / _featureCount;

    /// <summary>Adds a row; its values are copied.</summary>
    /// <param name="row">d finite values.</param>
    /// <exception cref="FeatureDataException">
    /// The row has another length, a value is NaN or infinite, or there would be more values than one array holds. The rows before stay.
    /// </exception>
    public void Add(ReadOnlySpan<float> row)
    {
        if (row.Length != _featureCount)
        {
            throw new FeatureDataException(
                $"Row {RowCount} has {row.Length} features; {_featureCount} are expected, and all rows need the same number.",
                RowCount,
                null);
        }

        var bad = FeatureMatrix.IndexOfNonFinite(row);
        if (bad >= 0)
        {
            throw FeatureMatrix.NonFinite(row[bad], RowCount, bad, _featureNames);
        }

        row.CopyTo(Grow());
    }

    /// <summary>Makes the matrix. The builder must not be used afterwards: its memory belongs to the matrix.</summary>
    /// <returns>The rows added, in order.</returns>
    public FeatureMatrix ToMatrix()
    {
        var values = _values;
        _values = [];
        return FeatureMatrix.Take(values, _length, _featureCount, _featureNames);
    }

    private Span<float> Grow()
    {
        var needed = FeatureMatrix.ValueCount(RowCount + 1L, _featureCount, _mostValues);
        if (needed > _values.Length)
        {
            var grown = Math.Min(_mostValues, Math.Max(needed, Math.Max(64L * _featureCount, _values.Length * 2L)));
            Array.Resize(ref _values, (int)grown);
        }

        var span = _values.AsSpan(_length, _featureCount);
        _length += _featureCount;
        return span;
    }
}
