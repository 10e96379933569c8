using System.Globalization;
using System.Numerics;
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
    private long _row = -1;

    public DataViewCursor(DataViewSource source, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _nulls = DataFrameNulls.Of(source.Data);
        _cursor = source.Data.GetRowCursor(source.Columns);
        foreach (var column in source.Columns)
        {
            Bind(column, source.KeyTextsOf(column));
        }
    }

    public override long Line => _row;

    public override int FieldCount => _numbers.Count;

    /// <summary>Tells whether columns of a type can be read.</summary>
    public static bool CanRead(DataViewType type) => ItemOf(type) is NumberDataViewType or BooleanDataViewType or TextDataViewType
        or DateTimeDataViewType or DateTimeOffsetDataViewType or KeyDataViewType;

    /// <summary>Gives the type of a column's cells, the vector's items where it is one; null for vectors of unknown size.</summary>
    public static DataViewType? ItemOf(DataViewType type) =>
        type is VectorDataViewType vector ? vector.IsKnownSize ? vector.ItemType : null : type;

    public override bool MoveNext()
    {
        if ((_row + 1) % RowsBetweenCancellationChecks == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        if (!_cursor.MoveNext())
        {
            return false;
        }

        _row++;
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

    private void Bind(DataViewSchema.Column column, IReadOnlyList<string>? keyTexts)
    {
        var first = Reserve(column);
        switch (ItemOf(column.Type))
        {
            case BooleanDataViewType:
                Add<bool>(column, first, (index, value) => _texts[index] = ValueText.Of(value), index => _texts[index] = string.Empty);
                break;
            case TextDataViewType:
                Add<ReadOnlyMemory<char>>(column, first, (index, value) => _texts[index] = value.ToString());
                break;
            case DateTimeDataViewType:
                Add<DateTime>(
                    column, first, (index, value) => _texts[index] = value == default ? string.Empty : ValueText.Of(value));
                break;
            case DateTimeOffsetDataViewType:
                Add<DateTimeOffset>(
                    column, first, (index, value) => _texts[index] = value == default ? string.Empty : ValueText.Of(value));
                break;
            case KeyDataViewType key:
                BindKey(column, first, key, keyTexts);
                break;
            case var item:
                BindNumber(column, first, item!);
                break;
        }
    }

    private void BindKey(DataViewSchema.Column column, int first, KeyDataViewType key, IReadOnlyList<string>? texts)
    {
        switch (Type.GetTypeCode(key.RawType))
        {
            case TypeCode.Byte: Key<byte>(); break;
            case TypeCode.UInt16: Key<ushort>(); break;
            case TypeCode.UInt32: Key<uint>(); break;
            default: Key<ulong>(); break;
        }

        // Keys count from 1, 0 is none, and what is above the last means none too.
        void Key<T>()
            where T : unmanaged, IBinaryInteger<T> => Add<T>(column, first, (index, value) =>
            {
                var number = ulong.CreateTruncating(value);
                _texts[index] = number == 0 || number > key.Count ? string.Empty
                    : texts is null ? number.ToString(CultureInfo.InvariantCulture)
                    : texts[(int)number - 1];
            });
    }

    private void BindNumber(DataViewSchema.Column column, int first, DataViewType item)
    {
        switch (Type.GetTypeCode(item.RawType))
        {
            case TypeCode.SByte: Number<sbyte>(); break;
            case TypeCode.Byte: Number<byte>(); break;
            case TypeCode.Int16: Number<short>(); break;
            case TypeCode.UInt16: Number<ushort>(); break;
            case TypeCode.Int32: Number<int>(); break;
            case TypeCode.UInt32: Number<uint>(); break;
            case TypeCode.Int64: Text<long>(); break;
            case TypeCode.UInt64: Text<ulong>(); break;
            case TypeCode.Double: Number<double>(); break;
            default: Number<float>(); break;
        }

        void Number<T>()
            where T : INumberBase<T> => Add<T>(
                column, first, (index, value) => _numbers[index] = double.CreateTruncating(value), index => _numbers[index] = double.NaN);

        // Double precision would round some of them.
        void Text<T>()
            where T : IFormattable => Add<T>(
                column,
                first,
                (index, value) => _texts[index] = value.ToString(null, CultureInfo.InvariantCulture),
                index => _texts[index] = string.Empty);
    }

    /// <summary>Reads a column, or each item of its vectors.</summary>
    /// <param name="column">The column.</param>
    /// <param name="first">The index of its first cell.</param>
    /// <param name="keep">Keeps the value of the cell of an index.</param>
    /// <param name="keepNone">Keeps that it has none, where a DataFrame says so; null where values say so themselves.</param>
    private void Add<T>(DataViewSchema.Column column, int first, Action<int, T> keep, Action<int>? keepNone = null)
    {
        if (column.Type is VectorDataViewType)
        {
            var getVector = _cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            _read.Add(() =>
            {
                getVector(ref vector);
                RequireLength(column, vector.Length);
                foreach (var (slot, item) in vector.Items(all: true))
                {
                    keep(first + slot, item);
                }
            });
            return;
        }

        var getter = _cursor.GetGetter<T>(column);
        var isNull = keepNone is null ? null : _nulls?.Find(column.Name);
        T value = default!;
        _read.Add(() =>
        {
            if (isNull?.Invoke(_row) == true)
            {
                keepNone!(first);
                return;
            }

            getter(ref value);
            keep(first, value);
        });
    }

    /// <summary>An object's array may be null or of any length, whatever the type of its column says.</summary>
    private void RequireLength(DataViewSchema.Column column, int found)
    {
        var needed = ((VectorDataViewType)column.Type).Size;
        if (found != needed)
        {
            throw new TableException(
                $"Row {_row} of the data view has {found} values in column '{column.Name}'{(found == 0 ? ", as null has" : string.Empty)}; "
                + $"its type says {needed}, and every row needs as many. Fill the vector up (NaN means none), or drop the column before "
                + "(DropColumns).",
                _row,
                column.Name);
        }
    }

    private int Reserve(DataViewSchema.Column column)
    {
        var index = _numbers.Count;
        var count = column.Type is VectorDataViewType vector ? vector.Size : 1;
        _numbers.AddRange(Enumerable.Repeat(double.NaN, count));
        _texts.AddRange(Enumerable.Repeat<string?>(null, count));
        _types.AddRange(Enumerable.Repeat(ItemOf(column.Type)!, count));
        return index;
    }
}
