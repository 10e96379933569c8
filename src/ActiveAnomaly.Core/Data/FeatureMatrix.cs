using System.Globalization;

namespace ActiveAnomaly.Data;

/// <summary>
/// The features of a pool of rows: one contiguous row-major array [n x d] of finite numbers. Immutable, and so safe to
/// share between threads.
/// </summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;
    private readonly Lock _searching = new();
    private int[]? _firstTwins;
    private TwinGroups? _twinGroups;

    private FeatureMatrix(float[] values, int rowCount, int featureCount, IReadOnlyList<string>? featureNames)
    {
        _values = values;
        RowCount = rowCount;
        FeatureCount = featureCount;
        FeatureNames = featureNames;
    }

    /// <summary>Makes a matrix of the same features as another.</summary>
    private FeatureMatrix(float[] values, int rowCount, FeatureMatrix like)
        : this(values, rowCount, like.FeatureCount, like.FeatureNames) => CategoricalRanges = like.CategoricalRanges;

    /// <summary>Gets the number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of features, d.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the names of the features, or null when they have none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>
    /// Gets which features are the categories of one column each; empty unless told (<see cref="WithCategoricalRanges"/>). Detectors that
    /// measure distances or draw features let such a column count once, as a column of numbers does.
    /// </summary>
    public IReadOnlyList<CategoricalRange> CategoricalRanges { get; private init; } = [];

    /// <summary>Gets all values, row-major [n x d].</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, RowCount * FeatureCount);

    /// <summary>Makes a matrix of a copy of <paramref name="values"/>.</summary>
    /// <param name="values">Row-major [n x d].</param>
    /// <param name="featureCount">The number of features, d, at least 1.</param>
    /// <param name="featureNames">The names of the features, or null.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="FeatureDataException">A value is NaN or infinite, or the length is no multiple of d.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is less than 1.</exception>
    public static FeatureMatrix Copy(ReadOnlySpan<float> values, int featureCount, IReadOnlyList<string>? featureNames = null) =>
        Take(values.ToArray(), values.Length, featureCount, featureNames);

    /// <summary>Makes a matrix of a copy of <paramref name="rows"/>.</summary>
    /// <param name="rows">Rows of equal length, at least 1.</param>
    /// <param name="featureNames">The names of the features, or null.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="FeatureDataException">
    /// There is no row, rows differ in length, a value is NaN or infinite, or all are more values than one array holds.
    /// </exception>
    public static FeatureMatrix FromRows(IReadOnlyList<float[]> rows, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new FeatureDataException("There are no rows, and so the number of features is unknown. Give at least one row.");
        }

        var builder = new FeatureMatrixBuilder(rows[0].Length, rows.Count, featureNames);
        foreach (var row in rows)
        {
            builder.Add(row);
        }

        return builder.ToMatrix();
    }

    /// <summary>Gets the features of one row.</summary>
    /// <param name="rowIndex">The row, from 0.</param>
    /// <returns>Its d values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int rowIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rowIndex, RowCount);
        return _values.AsSpan(rowIndex * FeatureCount, FeatureCount);
    }

    /// <summary>
    /// Gets, for every row, the first row of equal features, its first twin: itself where it has none before. Computed at the first call.
    /// </summary>
    /// <returns>One row index a row [n].</returns>
    public ReadOnlySpan<int> FirstTwins()
    {
        if (_firstTwins is { } known)
        {
            return known;
        }

        // Members that train at the same time ask at the same time.
        lock (_searching)
        {
            return _firstTwins ??= FindFirstTwins();
        }
    }

    /// <summary>Gets the rows that have twins. Computed at the first call.</summary>
    internal TwinGroups TwinGroups()
    {
        var first = FirstTwins();
        lock (_searching)
        {
            return _twinGroups ??= new TwinGroups(first);
        }
    }

    /// <summary>Makes a matrix of some of this one's rows.</summary>
    /// <param name="rowIndices">The rows wanted, in order; a row may come more than once.</param>
    /// <returns>A new matrix with as many rows as <paramref name="rowIndices"/> has elements.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="FeatureDataException">So many rows are more values than one array holds; nothing was allocated.</exception>
    public FeatureMatrix Select(ReadOnlySpan<int> rowIndices)
    {
        var values = new float[ValueCount(rowIndices.Length, FeatureCount)];
        for (var i = 0; i < rowIndices.Length; i++)
        {
            Row(rowIndices[i]).CopyTo(values.AsSpan(i * FeatureCount));
        }

        return new FeatureMatrix(values, rowIndices.Length, this);
    }

    /// <summary>Makes a matrix of the same rows that knows which features are the categories of one column each.</summary>
    /// <param name="ranges">The ranges, ascending and without overlap; empty for none.</param>
    /// <returns>A new matrix; values are shared.</returns>
    /// <exception cref="ArgumentException">
    /// A range is empty, reaches beyond the features, or does not begin after the one before.
    /// </exception>
    public FeatureMatrix WithCategoricalRanges(IReadOnlyList<CategoricalRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        CategoricalRange.Require(ranges, FeatureCount, nameof(ranges));
        return new FeatureMatrix(_values, RowCount, FeatureCount, FeatureNames) { CategoricalRanges = [.. ranges] };
    }

    /// <summary>Makes a matrix of this one's rows and, after them, another's.</summary>
    /// <param name="other">Rows of the same features.</param>
    /// <returns>A new matrix; both stay as they are.</returns>
    /// <exception cref="FeatureDataException">
    /// The numbers of features, or their names, differ, or all rows are more values than one array holds; nothing was allocated.
    /// </exception>
    /// <remarks>Which features are categories is taken from this one.</remarks>
    public FeatureMatrix Append(FeatureMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.FeatureCount != FeatureCount)
        {
            throw new FeatureDataException(
                $"The rows to append have {other.FeatureCount} features, those before have {FeatureCount}. Give the same features.");
        }

        if (!(FeatureNames ?? []).SequenceEqual(other.FeatureNames ?? []))
        {
            throw new FeatureDataException(
                $"The rows to append have the features {Names(other)}, those before have {Names(this)}. "
                + "Give the same features, in the same order.");
        }

        var values = new float[ValueCount((long)RowCount + other.RowCount, FeatureCount)];
        Values.CopyTo(values);
        other.Values.CopyTo(values.AsSpan(Values.Length));
        return new FeatureMatrix(values, RowCount + other.RowCount, this);

        static string Names(FeatureMatrix matrix) => matrix.FeatureNames is null ? "without names" : string.Join(", ", matrix.FeatureNames);
    }

    /// <summary>Makes a matrix of the first rows, which takes no memory: values are shared, and first twins where they are known.</summary>
    internal FeatureMatrix First(int rowCount) => rowCount == RowCount ? this : new FeatureMatrix(
        _values, rowCount, this) { _firstTwins = _firstTwins?[..rowCount] };

    private int[] FindFirstTwins()
    {
        var rows = new Dictionary<int, int>(RowCount, new RowComparer(this));
        var first = new int[RowCount];
        for (var row = 0; row < first.Length; row++)
        {
            first[row] = rows.TryAdd(row, row) ? row : rows[row];
        }

        return first;
    }

    /// <summary>Owns <paramref name="values"/> from now on; checks that its first <paramref name="length"/> values are finite.</summary>
    internal static FeatureMatrix Take(float[] values, int length, int featureCount, IReadOnlyList<string>? featureNames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (length % featureCount != 0)
        {
            throw new FeatureDataException(
                $"{length} values do not fill rows of {featureCount} features. Give a multiple of {featureCount} values.");
        }

        RequireNames(featureNames, featureCount);
        var bad = IndexOfNonFinite(values.AsSpan(0, length));
        return bad < 0
            ? new FeatureMatrix(values, length / featureCount, featureCount, featureNames)
            : throw NonFinite(values[bad], bad / featureCount, bad % featureCount, featureNames);
    }

    /// <summary>Gives the number of values of some rows; throws where one array cannot hold them.</summary>
    /// <param name="rowCount">The number of rows, n.</param>
    /// <param name="featureCount">The number of features, d.</param>
    /// <param name="mostValues">The most values.</param>
    /// <exception cref="FeatureDataException">They are too many.</exception>
    internal static int ValueCount(long rowCount, int featureCount, int mostValues)
    {
        // Rows are counted by Int32, or are the sum of two such counts: their product with Int32 fits into Int64.
        var count = rowCount * featureCount;
        if (count <= mostValues)
        {
            return (int)count;
        }

        var found = FormattableString.Invariant(
            $"{rowCount:N0} rows of {featureCount:N0} features are {count:N0} values; one array holds at most {mostValues:N0}.");
        var rows = FormattableString.Invariant($"Take at most {mostValues / featureCount:N0} rows, such as a sample, or fewer features:");
        throw new FeatureDataException(
            $"{found} {rows} one-hot encoding makes a feature of every category, so keep the frequent ones only "
            + "(in ML.NET: maximumNumberOfKeys) or leave such a column out.");
    }

    /// <summary>Gives the number of values of some rows; throws where one array cannot hold them.</summary>
    internal static int ValueCount(long rowCount, int featureCount) => ValueCount(rowCount, featureCount, Array.MaxLength);

    /// <summary>Throws unless there is one name a feature, or none.</summary>
    internal static void RequireNames(IReadOnlyList<string>? featureNames, int featureCount)
    {
        if (featureNames is not null && featureNames.Count != featureCount)
        {
            throw new ArgumentException(
                $"There are {featureNames.Count} feature names for {featureCount} features. Give one name a feature, or none.",
                nameof(featureNames));
        }
    }

    /// <summary>Returns the position of the first value that is NaN or infinite, or -1.</summary>
    internal static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Returns the position of the value that is farthest from 0; the first of equally far ones, 0 where there is none.</summary>
    internal static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        var largest = 0;
        for (var i = 1; i < values.Length; i++)
        {
            largest = Math.Abs(values[i]) > Math.Abs(values[largest]) ? i : largest;
        }

        return largest;
    }

    internal static FeatureDataException NonFinite(float value, long rowIndex, int columnIndex, IReadOnlyList<string>? featureNames)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return new FeatureDataException(
            $"Row {rowIndex}, {Describe(columnIndex, featureNames)} is {text}; every feature must be a finite number. "
            + "Fill in or drop missing values before (in ML.NET: FeatureImputation.Median of PrepareFeatures, or ReplaceMissingValues "
            + "before Concatenate).",
            rowIndex,
            columnIndex);
    }

    /// <summary>Says which feature is meant, such as "feature 3 ('weight')".</summary>
    internal static string Describe(int columnIndex, IReadOnlyList<string>? featureNames) =>
        featureNames?[columnIndex] is { Length: > 0 } name ? $"feature {columnIndex} ('{name}')" : $"feature {columnIndex}";

    /// <summary>Compares rows by their features: 0 and -0 are equal.</summary>
    private sealed class RowComparer(FeatureMatrix matrix) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => matrix.Row(x).SequenceEqual(matrix.Row(y));

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            foreach (var value in matrix.Row(row))
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }
    }
}
