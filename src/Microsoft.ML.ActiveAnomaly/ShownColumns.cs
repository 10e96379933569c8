using ActiveAnomaly.Sessions;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Reads the raw values that an oracle wants to see, for the rows of one query, in one pass.</summary>
internal sealed class ShownColumns
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column[] _columns;

    public ShownColumns(IDataView data, IReadOnlyList<string> names)
    {
        _data = data;
        _columns = [.. names.Distinct().Select(name => data.Schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(
            nameof(names), name, $"The oracle wants to see the column '{name}', which is not there; the columns are {string.Join(", ", data.Schema.Select(column => $"'{column.Name}'").Distinct())}."))];
        foreach (var column in _columns)
        {
            if (!IsShowable(column.Type))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(names), column.Name, $"The oracle wants to see the column '{column.Name}' of type {column.Type}; numbers, truth values, text, keys and vectors of Single can be shown.");
            }
        }
    }

    /// <summary>Gives the values of each of <paramref name="rows"/>.</summary>
    public Dictionary<int, IReadOnlyDictionary<string, object>> Read(IEnumerable<int> rows)
    {
        var wanted = rows.ToHashSet();
        var values = new Dictionary<int, IReadOnlyDictionary<string, object>>();
        if (_columns.Length == 0)
        {
            foreach (var row in wanted)
            {
                values.Add(row, new Dictionary<string, object>());
            }

            return values;
        }

        using var cursor = _data.GetRowCursor(_columns);
        Func<object>[] getters = [.. _columns.Select(column => Getter(cursor, column))];
        while (values.Count < wanted.Count && cursor.MoveNext())
        {
            if (wanted.Contains((int)cursor.Position))
            {
                values.Add((int)cursor.Position, _columns.Zip(getters).ToDictionary(pair => pair.First.Name, pair => pair.Second()));
            }
        }

        return values;
    }

    /// <summary>Wraps an oracle so that each query's values are read when its first row is asked about.</summary>
    public Func<QueriedRow, Answer> Ask(Func<OracleQuestion, Answer> oracle, Func<IEnumerable<int>> pendingRows)
    {
        var values = new Dictionary<int, IReadOnlyDictionary<string, object>>();
        return row =>
        {
            if (!values.ContainsKey(row.RowIndex))
            {
                values = Read(pendingRows());
            }

            return oracle(new OracleQuestion(row, values[row.RowIndex]));
        };
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

        return Type.GetTypeCode(column.Type.RawType) switch
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
