using System.Globalization;
using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Compares rows of a later pass over a data view with those that a pool was made of: a view that gives its rows in another order each time
/// would have the wrong rows shown, and so labelled.
/// </summary>
internal sealed class PoolRows
{
    private const string Remedy =
        "It has to give the same rows in the same order in each pass; a database asked without an order, a sequence that is made anew, and "
        + "ShuffleRows called anew do not. Read the rows once and keep them: save them to a file and load it (Data.SaveAsBinary), or name "
        + "all columns that are read, features and those to be shown, in Data.Cache.";

    private readonly FeatureMatrix _pool;
    private readonly DataViewSchema.Column _features;
    private readonly ValueGetter<VBuffer<float>> _getFeatures;
    private readonly float[] _row;
    private VBuffer<float> _buffer;

    /// <summary>Begins a pass.</summary>
    /// <param name="cursor">The pass, in which the features column is active.</param>
    /// <param name="features">The features column.</param>
    /// <param name="pool">The rows as they were read first.</param>
    public PoolRows(DataViewRowCursor cursor, DataViewSchema.Column features, FeatureMatrix pool)
    {
        _pool = pool;
        _features = features;
        _getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        _row = new float[pool.FeatureCount];
    }

    /// <summary>Throws unless the cursor's current row has the features of a row of the pool, bit by bit.</summary>
    public void RequireSame(int row)
    {
        _getFeatures(ref _buffer);
        _buffer.CopyTo(_row);
        var known = MemoryMarshal.Cast<float, int>(_pool.Row(row));
        var same = known.CommonPrefixLength(MemoryMarshal.Cast<float, int>(_row));
        if (same < known.Length)
        {
            throw Other(row, same);
        }
    }

    /// <summary>The error for a pass that ends before a row of the pool.</summary>
    public static FeatureDataException Fewer(int row, int rowCount, FeatureMatrix pool) => new(
        $"Row {row} is not there where the columns to be shown are read: the data view gives {rowCount} rows, and gave {pool.RowCount} "
        + $"when the features were read. {Remedy}",
        row,
        null);

    private FeatureDataException Other(int row, int feature)
    {
        var name = _pool.FeatureNames?[feature] is { Length: > 0 } given ? $" ('{given}')" : string.Empty;
        return new FeatureDataException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row {row}, feature {feature}{name} of '{_features.Name}' is {_row[feature]} where the columns to be shown are read, and "
                + $"was {_pool.Row(row)[feature]} when the features were read: the data view gives another row. {Remedy}"),
            row,
            feature);
    }
}
