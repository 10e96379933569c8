using System.Collections.Immutable;

namespace Microsoft.ML.Data;

public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType) => RawType = rawType ?? throw new ArgumentNullException(nameof(rawType));

    public Type RawType { get; }

    public abstract bool Equals(DataViewType other);
}

public abstract class StructuredDataViewType : DataViewType
{
    protected StructuredDataViewType(Type rawType) : base(rawType) { }
}

public abstract class PrimitiveDataViewType : DataViewType
{
    protected PrimitiveDataViewType(Type rawType) : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentException("A primitive type holds values that can be copied freely, so nothing disposable.", nameof(rawType));
    }
}

public sealed class TextDataViewType : PrimitiveDataViewType
{
    private TextDataViewType() : base(typeof(ReadOnlyMemory<char>)) { }

    public static TextDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "String";
}

public sealed class BooleanDataViewType : PrimitiveDataViewType
{
    private BooleanDataViewType() : base(typeof(bool)) { }

    public static BooleanDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "Boolean";
}

public sealed class DateTimeDataViewType : PrimitiveDataViewType
{
    private DateTimeDataViewType() : base(typeof(DateTime)) { }

    public static DateTimeDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "DateTime";
}

public sealed class RowIdDataViewType : PrimitiveDataViewType
{
    private RowIdDataViewType() : base(typeof(DataViewRowId)) { }

    public static RowIdDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "DataViewRowId";
}

public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type rawType) : base(rawType) { }

    public static NumberDataViewType SByte { get; } = new(typeof(sbyte));

    public static NumberDataViewType Byte { get; } = new(typeof(byte));

    public static NumberDataViewType Int16 { get; } = new(typeof(short));

    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));

    public static NumberDataViewType Int32 { get; } = new(typeof(int));

    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));

    public static NumberDataViewType Int64 { get; } = new(typeof(long));

    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));

    public static NumberDataViewType Single { get; } = new(typeof(float));

    public static NumberDataViewType Double { get; } = new(typeof(double));

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => RawType.Name;
}

/// <summary>One of <see cref="Count"/> values: raw value 0 is missing, the values are 1 to <see cref="Count"/>.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    public KeyDataViewType(Type type, ulong count) : base(type)
    {
        Check.Argument(IsValidDataType(type), nameof(type), "A key is held in an unsigned integer: byte, ushort, uint or ulong.");
        Check.Argument(count > 0 && count <= Maximum(type), nameof(count),
            $"A key in {type.Name} needs a count from 1 to {Maximum(type)}, not {count}.");
        Count = count;
    }

    public KeyDataViewType(Type type, int count) : this(type, (ulong)count) =>
        Check.Argument(count > 0, nameof(count), "A key needs a positive count.");

    public ulong Count { get; }

    public static bool IsValidDataType(Type type) =>
        type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(byte);

    internal static ulong Maximum(Type type) =>
        type == typeof(byte) ? byte.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : type == typeof(uint) ? uint.MaxValue
        : ulong.MaxValue;

    public override bool Equals(DataViewType other) => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";
}

/// <summary>A vector of one item type; size 0 (a dimension 0) means that the length differs by row.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0) : this(itemType, ImmutableArray.Create(size)) { }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, (dimensions ?? []).ToImmutableArray()) { }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(typeof(VBuffer<>).MakeGenericType((itemType ?? throw new ArgumentNullException(nameof(itemType))).RawType))
    {
        Check.Argument(dimensions.Length > 0 && dimensions.All(size => size >= 0), nameof(dimensions),
            "A vector needs dimensions, none negative.");
        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (product, size) => checked(product * size));
    }

    public ImmutableArray<int> Dimensions { get; }

    public bool IsKnownSize => Size > 0;

    public PrimitiveDataViewType ItemType { get; }

    public int Size { get; }

    public override bool Equals(DataViewType other) =>
        other is VectorDataViewType vector && vector.ItemType.Equals(ItemType) && vector.Dimensions.SequenceEqual(Dimensions);

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => Dimensions.Aggregate(ItemType.GetHashCode(), HashCode.Combine);

    public override string ToString()
    {
        var sizes = Dimensions.Length > 1 ? Dimensions.Select(size => size > 0 ? $", {size}" : ", *") : Size > 0 ? [$", {Size}"] : [];
        return $"Vector<{ItemType}{string.Concat(sizes)}>";
    }
}

public enum DataKind : byte
{
    SByte = 1,
    Byte = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Int64 = 7,
    UInt64 = 8,
    Single = 9,
    Double = 10,
    String = 11,
    Boolean = 12,
    TimeSpan = 13,
    DateTime = 14,
    DateTimeOffset = 15,
}

/// <summary>The correspondence of raw types, data kinds and column types.</summary>
internal static class PrimitiveTypes
{
    private static readonly (DataKind Kind, PrimitiveDataViewType Type)[] Known =
    [
        (DataKind.SByte, NumberDataViewType.SByte), (DataKind.Byte, NumberDataViewType.Byte),
        (DataKind.Int16, NumberDataViewType.Int16), (DataKind.UInt16, NumberDataViewType.UInt16),
        (DataKind.Int32, NumberDataViewType.Int32), (DataKind.UInt32, NumberDataViewType.UInt32),
        (DataKind.Int64, NumberDataViewType.Int64), (DataKind.UInt64, NumberDataViewType.UInt64),
        (DataKind.Single, NumberDataViewType.Single), (DataKind.Double, NumberDataViewType.Double),
        (DataKind.String, TextDataViewType.Instance), (DataKind.Boolean, BooleanDataViewType.Instance),
        (DataKind.DateTime, DateTimeDataViewType.Instance),
    ];

    /// <summary>The column type of values of <paramref name="rawType"/> (a string counts as text), or null.</summary>
    public static PrimitiveDataViewType OfRawType(Type rawType)
    {
        if (rawType == typeof(string)) return TextDataViewType.Instance;
        if (rawType == typeof(DataViewRowId)) return RowIdDataViewType.Instance;
        return Known.FirstOrDefault(known => known.Type.RawType == rawType).Type;
    }

    public static PrimitiveDataViewType OfKind(DataKind kind) =>
        Known.FirstOrDefault(known => known.Kind == kind).Type
            ?? throw new NotSupportedException($"The stand-in has no columns of kind {kind}.");

    public static DataKind KindOf(Type rawType) => Known.First(known => known.Type.RawType == rawType).Kind;

    public static DataViewType ItemType(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;
}
