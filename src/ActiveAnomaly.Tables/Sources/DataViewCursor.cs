using ActiveAnomaly.Tables.Cells;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The rows of a data view.</summary>
internal sealed class DataViewCursor : TableCursor
{
    private const int RowsBetweenCancellationChecks = 1024;

    private readonly CancellationToken _cancellationToken;
    private readonly DataViewRowCursor _cursor;
    private readonly List<Action> _read = [];
    private readonly List<double> _numbers = [];
    private readonly List<string?> _texts = [];
    private long _line;

    public DataViewCursor(DataViewSource source, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _cursor = source.Data.GetRowCursor(source.Columns);
        foreach (var column in source.Columns)
        {
            Bind(column);
        }
    }

    public override long Line => _line;

    public override int FieldCount => _numbers.Count;

    /// <summary>Tells whether scalars of a type can be read.</summary>
    public static bool CanRead(DataViewType type) =>
        type is NumberDataViewType or BooleanDataViewType or TextDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType
        || type is KeyDataViewType { RawType: { } raw } && raw == typeof(uint);

    public override bool MoveNext()
    {
        if (_line % RowsBetweenCancellationChecks == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        if (!_cursor.MoveNext())
        {
            return false;
        }

        _line++;
        foreach (var read in _read)
        {
            read();
        }

        return true;
    }

    public override Cell Field(int index) => _texts[index] is { } text ? Cell.Of(text) : Cell.Of(_numbers[index]);

    public override void Dispose() => _cursor.Dispose();

    private void Bind(DataViewSchema.Column column)
    {
        var index = Reserve(column.Type is VectorDataViewType vector ? vector.Size : 1);
        switch (column.Type)
        {
            case VectorDataViewType:
                var getVector = _cursor.GetGetter<VBuffer<float>>(column);
                VBuffer<float> buffer = default;
                _read.Add(() =>
                {
                    getVector(ref buffer);
                    foreach (var (slot, value) in buffer.Items(all: true))
                    {
                        _numbers[index + slot] = value;
                    }
                });
                break;
            case BooleanDataViewType:
                Add<bool>(column, value => _texts[index] = ColumnCells.Text(value));
                break;
            case TextDataViewType:
                Add<ReadOnlyMemory<char>>(column, value => _texts[index] = value.ToString());
                break;
            case DateTimeDataViewType:
                Add<DateTime>(column, value => _texts[index] = value == default ? string.Empty : ColumnCells.Text(value));
                break;
            case DateTimeOffsetDataViewType:
                Add<DateTimeOffset>(column, value => _texts[index] = value == default ? string.Empty : ColumnCells.Text(value));
                break;
            case KeyDataViewType:
                var values = KeyValues(column);
                Add<uint>(column, value => _texts[index] = value == 0 ? string.Empty : values[(int)value - 1]);
                break;
            default:
                BindNumber(column, index);
                break;
        }
    }

    private void BindNumber(DataViewSchema.Column column, int index)
    {
        switch (Type.GetTypeCode(column.Type.RawType))
        {
            case TypeCode.SByte: Add<sbyte>(column, value => _numbers[index] = value); break;
            case TypeCode.Byte: Add<byte>(column, value => _numbers[index] = value); break;
            case TypeCode.Int16: Add<short>(column, value => _numbers[index] = value); break;
            case TypeCode.UInt16: Add<ushort>(column, value => _numbers[index] = value); break;
            case TypeCode.Int32: Add<int>(column, value => _numbers[index] = value); break;
            case TypeCode.UInt32: Add<uint>(column, value => _numbers[index] = value); break;
            case TypeCode.Int64: Add<long>(column, value => _texts[index] = value.ToString(System.Globalization.CultureInfo.InvariantCulture)); break;
            case TypeCode.UInt64: Add<ulong>(column, value => _texts[index] = value.ToString(System.Globalization.CultureInfo.InvariantCulture)); break;
            case TypeCode.Double: Add<double>(column, value => _numbers[index] = value); break;
            default: Add<float>(column, value => _numbers[index] = value); break;
        }
    }

    private void Add<T>(DataViewSchema.Column column, Action<T> keep)
    {
        var getter = _cursor.GetGetter<T>(column);
        T value = default!;
        _read.Add(() =>
        {
            getter(ref value);
            keep(value);
        });
    }

    private int Reserve(int count)
    {
        var index = _numbers.Count;
        _numbers.AddRange(Enumerable.Repeat(double.NaN, count));
        _texts.AddRange(Enumerable.Repeat<string?>(null, count));
        return index;
    }

    /// <summary>Gives what the keys stand for: the column's own values, or else their numbers, from 1.</summary>
    private static string[] KeyValues(DataViewSchema.Column column)
    {
        var count = (int)((KeyDataViewType)column.Type).Count;
        VBuffer<ReadOnlyMemory<char>> values = default;
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            column.Annotations.GetValue("KeyValues", ref values);
        }

        return values.Length == count
            ? [.. values.DenseValues().Select(value => value.ToString())]
            : [.. Enumerable.Range(1, count).Select(key => key.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }
}
