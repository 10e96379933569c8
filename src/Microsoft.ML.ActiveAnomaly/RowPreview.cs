using ActiveAnomaly.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// The raw columns of single rows of a data view, by row index: what a person needs to see who is asked what a row is. The rows of
/// one call are read in one pass. Immutable and thread safe.
/// </summary>
/// <remarks>
/// Row indices count the data view's rows from 0 in its own order, as the pool of a session over the same data view does. A preview that is
/// given the pool compares the features of each row that it reads with the pool's, and stops where the view gives another row. Values have
/// the column's own type (<see cref="float"/>, <see cref="bool"/>, <see cref="DateTime"/>, ...); vectors are arrays. Text is a
/// <see cref="string"/>. A key is shown as the value that it stands for where the column knows it (MapValueToKey), as a
/// <see cref="string"/> for text, and as "" where it is missing; other keys are their numbers, from 1, with 0 for a missing one. A
/// missing number is NaN.
/// </remarks>
public sealed class RowPreview
{
    private readonly IDataView _data;
    private readonly ShownColumn[] _columns;
    private readonly DataViewSchema.Column? _features;
    private readonly FeatureMatrix? _pool;

    /// <summary>Creates a preview.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="columnNames">The columns to show; none for all that can be shown.</param>
    /// <param name="features">The features column, to compare rows by; null to compare none.</param>
    /// <param name="pool">The rows to compare with, if they are known already.</param>
    internal RowPreview(
        IDataView data, IReadOnlyList<string> columnNames, DataViewSchema.Column? features = null, FeatureMatrix? pool = null)
    {
        _data = data;
        _features = features;
        _pool = pool;
        _columns = columnNames.Count == 0
            ? [.. Showable(data.Schema).Select(column => new ShownColumn(column))]
            : [.. columnNames.Distinct().Select(name => Find(data.Schema, name))];
        ColumnNames = [.. _columns.Select(column => column.Name)];
    }

    /// <summary>Gets the names of the columns, in the order in which a row's values have them.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Gives the names of the columns that can be shown.</summary>
    internal static IReadOnlyList<string> NamesIn(DataViewSchema schema) => [.. Showable(schema).Select(column => column.Name)];

    /// <summary>Gets the columns that a pass asks for.</summary>
    internal IEnumerable<DataViewSchema.Column> Columns => _columns.Select(column => column.Column);

    /// <summary>Reads rows, in one pass of one cursor that ends at the last row wanted.</summary>
    /// <param name="rowIndices">The rows' indices, from 0, in any order; one may occur several times.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The rows in the order of <paramref name="rowIndices"/>: the values by column name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no row of an index; the message tells how many rows there are.</exception>
    /// <exception cref="FeatureDataException">
    /// The preview knows the pool, and the data gives another row than the pool's; the message names the row, the first feature that
    /// differs and both values.
    /// </exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, object>> Read(
        IEnumerable<int> rowIndices, CancellationToken cancellationToken = default) => Read(rowIndices, _pool, cancellationToken);

    /// <summary>Reads rows, and compares them with a pool that became known only after the preview was made.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, object>> Read(
        IEnumerable<int> rowIndices, FeatureMatrix? pool, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rowIndices);
        int[] wanted = [.. rowIndices];
        var values = new Dictionary<int, IReadOnlyDictionary<string, object>>();
        var left = wanted.ToHashSet();
        cancellationToken.ThrowIfCancellationRequested();
        if (left.Count == 0)
        {
            return [];
        }

        if (pool is not null && wanted.Max() >= pool.RowCount)
        {
            throw NoRow(nameof(rowIndices), wanted.Max(), $"the pool has {pool.RowCount} rows");
        }

        // A row's features are computed where they are asked for: for the rows wanted alone.
        using var cursor = _data.GetRowCursor(pool is null ? Columns : Columns.Append(_features!.Value).Distinct());
        var poolRows = pool is null ? null : new PoolRows(cursor, _features!.Value, pool);
        Func<object>[] getters = [.. _columns.Select(column => column.Getter(cursor))];
        var row = 0;
        for (; left.Count > 0 && cursor.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left.Remove(row))
            {
                poolRows?.RequireSame(row);
                values.Add(row, Values(getters));
            }
        }

        return left.Count == 0 ? [.. wanted.Select(index => values[index])]
            : pool is not null && left.Min() >= 0 ? throw PoolRows.Fewer(left.Min(), row, pool)
            : throw NoRow(nameof(rowIndices), left.Min(), $"the data has {row} rows");
    }

    private static IEnumerable<DataViewSchema.Column> Showable(DataViewSchema schema) =>
        schema.Where(column => !column.IsHidden && ShownColumn.CanShow(column));

    private static ArgumentOutOfRangeException NoRow(string rowIndices, int row, string what) =>
        new(rowIndices, row, $"There is no row {row}; {what}, and indices count from 0.");

    private Dictionary<string, object> Values(Func<object>[] getters)
    {
        var values = new Dictionary<string, object>(getters.Length);
        for (var i = 0; i < getters.Length; i++)
        {
            values.Add(_columns[i].Name, getters[i]());
        }

        return values;
    }

    private static ShownColumn Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw ColumnError(
            name, $"is not there to be shown; the columns are {string.Join(", ", schema.Select(other => $"'{other.Name}'").Distinct())}.");
        return ShownColumn.CanShow(column) ? new ShownColumn(column) : throw ColumnError(
            name, $"of type {column.Type} cannot be shown; numbers, truth values, text, times, keys and vectors of them can.");
    }

    private static ArgumentOutOfRangeException ColumnError(string columnNames, string what) =>
        new(nameof(columnNames), columnNames, $"The column '{columnNames}' {what}");
}
