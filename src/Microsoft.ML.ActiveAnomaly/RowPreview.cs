using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Reads the raw values of single rows: what a person sees of them. All rows that are wanted are read in one pass over the data. Thread
/// safe as long as the data view is.
/// </summary>
/// <remarks>
/// Numbers, truth values, text (as String) and vectors of Single (as arrays) are given as they stand in the data; keys by their
/// values where these are text, a missing one as the empty string, and by their numbers else.
/// </remarks>
public sealed class RowPreview
{
    private const int RowsBetweenCancellationChecks = 1024;

    private readonly IDataView _data;
    private readonly DataViewSchema.Column[] _columns;

    internal RowPreview(IDataView data, IReadOnlyList<string> columnNames)
    {
        _data = data;
        _columns = [.. columnNames.Distinct().Select(name => Column(data.Schema, name))];
    }

    private RowPreview(IDataView data, DataViewSchema.Column[] columns)
    {
        _data = data;
        _columns = columns;
    }

    /// <summary>Gets the names of the columns that are shown.</summary>
    public IReadOnlyList<string> ColumnNames => [.. _columns.Select(column => column.Name)];

    /// <summary>Reads rows.</summary>
    /// <param name="rowIndices">The rows wanted, from 0, in any order; a row may come more than once.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>For each of <paramref name="rowIndices"/> its values by column name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, object>> Read(IReadOnlyCollection<int> rowIndices, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rowIndices);
        var wanted = rowIndices.ToHashSet();
        var values = new Dictionary<int, IReadOnlyDictionary<string, object>>();
        if (wanted.Count > 0)
        {
            var rowCount = ReadInto(values, wanted, cancellationToken);
            if (values.Count < wanted.Count)
            {
                var missing = wanted.First(row => !values.ContainsKey(row));
                throw new ArgumentOutOfRangeException(
                    nameof(rowIndices), missing, $"There is no row {missing}; the data has {rowCount} rows, from 0.");
            }
        }

        return [.. rowIndices.Select(row => values[row])];
    }

    /// <summary>Shows every column that can be shown; of columns with one name the last, which hides the others.</summary>
    internal static RowPreview OfAllColumns(IDataView data) => new(data, [.. data.Schema.Where(column => !column.IsHidden && IsShowable(column.Type))]);

    private static DataViewSchema.Column Column(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw Refused(
            name, $"The column '{name}' that is to be shown is not there; the columns are {string.Join(", ", schema.Select(other => $"'{other.Name}'").Distinct())}.");
        return IsShowable(column.Type)
            ? column
            : throw Refused(
                name, $"The column '{name}' that is to be shown is of type {column.Type}; numbers, truth values, text, keys and vectors of Single can be shown.");
    }

    /// <summary>The error for one of what callers call column names; its value is the name.</summary>
    private static ArgumentOutOfRangeException Refused(string columnNames, string message) => new(nameof(columnNames), columnNames, message);

    /// <summary>Reads up to the last row wanted, and tells how many rows it has seen.</summary>
    private long ReadInto(Dictionary<int, IReadOnlyDictionary<string, object>> values, HashSet<int> wanted, CancellationToken cancellationToken)
    {
        using var cursor = _data.GetRowCursor(_columns);
        (string Name, Func<object> Get)[] getters = [.. _columns.Select(column => (column.Name, Getter(cursor, column)))];
        var rowCount = 0L;
        while (values.Count < wanted.Count && cursor.MoveNext())
        {
            if (rowCount++ % RowsBetweenCancellationChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (cursor.Position <= int.MaxValue && wanted.Contains((int)cursor.Position))
            {
                values.Add((int)cursor.Position, getters.ToDictionary(getter => getter.Name, getter => getter.Get()));
            }
        }

        return rowCount;
    }

    private static bool IsShowable(DataViewType type) => type switch
    {
        VectorDataViewType vector => vector.ItemType.Equals(NumberDataViewType.Single),
        NumberDataViewType or BooleanDataViewType or TextDataViewType => true,
        KeyDataViewType key => key.RawType == typeof(uint) || key.RawType == typeof(ulong) || key.RawType == typeof(byte) || key.RawType == typeof(ushort),
        _ => false,
    };

    private static Func<object> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            return Get<VBuffer<float>>(row, column, static value => value.DenseValues().ToArray());
        }

        if (column.Type is TextDataViewType)
        {
            return Get<ReadOnlyMemory<char>>(row, column, static value => value.ToString());
        }

        return column.Type is KeyDataViewType && TextsOfKeys(column) is { } texts
            ? KeyGetter(row, column, texts)
            : NumberGetter(row, column);
    }

    private static Func<object> NumberGetter(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        TypeCode.Boolean => Get<bool>(row, column, static value => value),
        TypeCode.SByte => Get<sbyte>(row, column, static value => value),
        TypeCode.Byte => Get<byte>(row, column, static value => value),
        TypeCode.Int16 => Get<short>(row, column, static value => value),
        TypeCode.UInt16 => Get<ushort>(row, column, static value => value),
        TypeCode.Int32 => Get<int>(row, column, static value => value),
        TypeCode.UInt32 => Get<uint>(row, column, static value => value),
        TypeCode.Int64 => Get<long>(row, column, static value => value),
        TypeCode.UInt64 => Get<ulong>(row, column, static value => value),
        TypeCode.Double => Get<double>(row, column, static value => value),
        _ => Get<float>(row, column, static value => value),
    };

    private static Func<object> KeyGetter(DataViewRow row, DataViewSchema.Column column, string[] texts)
    {
        object Text(ulong key) => key == 0 || key > (ulong)texts.Length ? string.Empty : texts[key - 1];
        return Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.Byte => Get<byte>(row, column, value => Text(value)),
            TypeCode.UInt16 => Get<ushort>(row, column, value => Text(value)),
            TypeCode.UInt32 => Get<uint>(row, column, value => Text(value)),
            _ => Get<ulong>(row, column, Text),
        };
    }

    /// <summary>The texts that keys stand for, from 1; null where keys stand for nothing, or for something else than text.</summary>
    private static string[]? TextsOfKeys(DataViewSchema.Column column)
    {
        if (!column.HasKeyValues() || column.Annotations.Schema["KeyValues"].Type is not VectorDataViewType { ItemType: TextDataViewType })
        {
            return null;
        }

        var texts = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetKeyValues(ref texts);
        return [.. texts.DenseValues().Select(text => text.ToString())];
    }

    private static Func<object> Get<T>(DataViewRow row, DataViewSchema.Column column, Func<T, object> box)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return box(value);
        };
    }
}
