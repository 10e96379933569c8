using System.Globalization;
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
    private readonly DataFrameNulls? _nulls;
    private readonly List<Action> _read = [];
    private readonly List<double> _numbers = [];
    private readonly List<string?> _texts = [];
    private readonly List<DataViewType> _types = [];
    private long _line;

    public DataViewCursor(DataViewSource source, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _nulls = DataFrameNulls.Of(source.Data);
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

    public override Cell Field(int index) => _texts[index] is not { } text
        ? _types[index].RawType == typeof(float) ? Cell.OfSingle(_numbers[index]) : Cell.Of(_numbers[index])
        : _types[index] is DateTimeDataViewType or DateTimeOffsetDataViewType ? Cell.OfDate(text)
        : Cell.Of(text);

    public override void Dispose() => _cursor.Dispose();

    private void Bind(DataViewSchema.Column column)
    {
        var index = Reserve(column);
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
                Add<bool>(column, value => _texts[index] = ColumnCells.Text(value), () => _texts[index] = string.Empty);
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
                Add<uint>(
                    column,
                    value => _texts[index] = value == 0 ? string.Empty
                        : values is null ? value.ToString(CultureInfo.InvariantCulture)
                        : values[(int)value - 1]);
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
            case TypeCode.SByte: Number<sbyte>(value => value); break;
            case TypeCode.Byte: Number<byte>(value => value); break;
            case TypeCode.Int16: Number<short>(value => value); break;
            case TypeCode.UInt16: Number<ushort>(value => value); break;
            case TypeCode.Int32: Number<int>(value => value); break;
            case TypeCode.UInt32: Number<uint>(value => value); break;
            case TypeCode.Int64: Text<long>(); break;
            case TypeCode.UInt64: Text<ulong>(); break;
            case TypeCode.Double: Number<double>(value => value); break;
            default: Number<float>(value => value); break;
        }

        void Number<T>(Func<T, double> convert) =>
            Add<T>(column, value => _numbers[index] = convert(value), () => _numbers[index] = double.NaN);

        // Double precision would round some of them.
        void Text<T>()
            where T : IFormattable => Add<T>(
                column, value => _texts[index] = value.ToString(null, CultureInfo.InvariantCulture), () => _texts[index] = string.Empty);
    }

    private void Add<T>(DataViewSchema.Column column, Action<T> keep, Action? keepNone = null)
    {
        var getter = _cursor.GetGetter<T>(column);
        var isNull = keepNone is null ? null : _nulls?.Find(column.Name);
        T value = default!;
        _read.Add(() =>
        {
            if (isNull?.Invoke(_line - 1) == true)
            {
                keepNone!();
                return;
            }

            getter(ref value);
            keep(value);
        });
    }

    private int Reserve(DataViewSchema.Column column)
    {
        var index = _numbers.Count;
        var (count, type) = column.Type is VectorDataViewType vector ? (vector.Size, vector.ItemType) : (1, column.Type);
        _numbers.AddRange(Enumerable.Repeat(double.NaN, count));
        _texts.AddRange(Enumerable.Repeat<string?>(null, count));
        _types.AddRange(Enumerable.Repeat(type, count));
        return index;
    }

    /// <summary>Gives the texts that the keys stand for; null where there are none, and the keys' numbers, from 1, are taken.</summary>
    private static string[]? KeyValues(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            column.Annotations.GetValue("KeyValues", ref values);
        }

        return (ulong)values.Length == ((KeyDataViewType)column.Type).Count && values.Length > 0
            ? [.. values.DenseValues().Select(value => value.ToString())]
            : null;
    }
}
