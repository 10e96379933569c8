using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>A column whose values can be shown to a person. Immutable and thread safe.</summary>
internal sealed class ShownColumn
{
    private const string KeyValues = "KeyValues";

    private readonly Lazy<Func<ulong, object>?> _keyValues;

    public ShownColumn(DataViewSchema.Column column)
    {
        Column = column;
        _keyValues = new(() => ReadKeyValues(column));
    }

    public DataViewSchema.Column Column { get; }

    public string Name => Column.Name;

    private DataViewType ItemType => ItemTypeOf(Column.Type);

    public static bool CanShow(DataViewSchema.Column column) => ItemTypeOf(column.Type) is
        NumberDataViewType or BooleanDataViewType or TextDataViewType or KeyDataViewType
        or DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType;

    /// <summary>Gives what reads the column's value of the row that a cursor stands at.</summary>
    public Func<object> Getter(DataViewRow row) => ItemType is KeyDataViewType ? KeyGetter(row) : Type.GetTypeCode(ItemType.RawType) switch
    {
        TypeCode.Boolean => Get<bool>(row),
        TypeCode.SByte => Get<sbyte>(row),
        TypeCode.Byte => Get<byte>(row),
        TypeCode.Int16 => Get<short>(row),
        TypeCode.UInt16 => Get<ushort>(row),
        TypeCode.Int32 => Get<int>(row),
        TypeCode.UInt32 => Get<uint>(row),
        TypeCode.Int64 => Get<long>(row),
        TypeCode.UInt64 => Get<ulong>(row),
        TypeCode.Single => Get<float>(row),
        TypeCode.Double => Get<double>(row),
        TypeCode.DateTime => Get<DateTime>(row),
        _ when ItemType is TextDataViewType => Get<ReadOnlyMemory<char>, string>(row, static text => text.ToString()),
        _ when ItemType is DateTimeOffsetDataViewType => Get<DateTimeOffset>(row),
        _ => Get<TimeSpan>(row),
    };

    private static DataViewType ItemTypeOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private Func<object> KeyGetter(DataViewRow row) => Type.GetTypeCode(ItemType.RawType) switch
    {
        TypeCode.Byte => _keyValues.Value is { } values ? Get<byte, object>(row, key => values(key)) : Get<byte>(row),
        TypeCode.UInt16 => _keyValues.Value is { } values ? Get<ushort, object>(row, key => values(key)) : Get<ushort>(row),
        TypeCode.UInt32 => _keyValues.Value is { } values ? Get<uint, object>(row, key => values(key)) : Get<uint>(row),
        _ => _keyValues.Value is { } values ? Get<ulong, object>(row, values) : Get<ulong>(row),
    };

    private Func<object> Get<T>(DataViewRow row)
        where T : notnull => Get<T, T>(row, static value => value);

    private Func<object> Get<T, TShown>(DataViewRow row, Func<T, TShown> show)
        where TShown : notnull
    {
        if (Column.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<T>>(Column);
            var vector = default(VBuffer<T>);
            return () =>
            {
                getVector(ref vector);
                return vector.DenseValues().Select(show).ToArray();
            };
        }

        var getter = row.GetGetter<T>(Column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return show(value);
        };
    }

    /// <summary>Gives what a key stands for, or null where the column does not know it.</summary>
    private static Func<ulong, object>? ReadKeyValues(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(KeyValues) is not { Type: VectorDataViewType } annotation || !CanShow(annotation))
        {
            return null;
        }

        // Key k stands for the k-th value, from 1.
        var values = (Array)new ShownColumn(annotation).Getter(new AnnotationRow(column.Annotations))();
        return key => key == 0 || key > (ulong)values.Length ? string.Empty : values.GetValue((long)key - 1)!;
    }

    /// <summary>A column's annotations as the one row that they are.</summary>
    private sealed class AnnotationRow(DataViewSchema.Annotations annotations) : DataViewRow
    {
        public override DataViewSchema Schema => annotations.Schema;

        public override long Position => 0;

        public override long Batch => 0;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => annotations.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => static (ref DataViewRowId id) => id = default;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;
    }
}
