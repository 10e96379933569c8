using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A column and the member of a row class that holds its values.</summary>
internal sealed class MemberBinding
{
    private MemberBinding(DataViewSchema.DetachedColumn column, MemberInfo member) => (Column, Member) = (column, member);

    public DataViewSchema.DetachedColumn Column { get; }

    public MemberInfo Member { get; }

    public static MemberBinding[] Of(Type rowType, SchemaDefinition definition, SchemaDefinition.Direction direction) =>
        [.. (definition ?? SchemaDefinition.Create(rowType, direction)).Select(column => Of(rowType, column))];

    public static DataViewSchema SchemaOf(MemberBinding[] bindings) => DataViewSchema.Of(bindings.Select(binding => binding.Column));

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The raw item type of a member's values, and whether they are vectors; throws where no column can hold them.</summary>
    public static (Type Item, bool IsVector) ItemTypeOf(MemberInfo member)
    {
        var type = TypeOf(member);
        bool isBuffer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var item = PrimitiveTypes.OfRawType(type.IsArray ? type.GetElementType() : isBuffer ? type.GetGenericArguments()[0] : type);
        Check.Argument(item is not null, "rawType", $"No column can hold {member.Name}, which is {type}.");
        return (item.RawType, type.IsArray || isBuffer);
    }

    /// <summary>A getter of a value that never changes, given as a member would hold it.</summary>
    public static Delegate ConstantGetter<T>(T value, DataViewType type)
    {
        var holder = new Holder<T> { Value = value };
        return MemberCodec<Holder<T>>.Create(typeof(Holder<T>).GetField(nameof(Holder<>.Value)), type).MakeGetter(() => holder);
    }

    /// <summary>Whether values of a column type fit the member.</summary>
    public bool Accepts(DataViewType type)
    {
        var (item, isVector) = ItemTypeOf(Member);
        return isVector == type is VectorDataViewType && type.ItemType().RawType == item;
    }

    private static MemberBinding Of(Type rowType, SchemaDefinition.Column column)
    {
        var member = (MemberInfo)rowType.GetField(column.MemberName) ?? rowType.GetProperty(column.MemberName)
            ?? throw new ArgumentOutOfRangeException("userSchemaDefinition", $"{rowType} has no field or property '{column.MemberName}'.");
        var (item, isVector) = ItemTypeOf(member);
        DataViewType inferred = isVector ? new VectorDataViewType(PrimitiveTypes.OfRawType(item)) : PrimitiveTypes.OfRawType(item);
        var type = column.ColumnType ?? inferred;
        string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var binding = new MemberBinding(new(name, type, column.Annotations), member);
        Check.Argument(binding.Accepts(type), "userSchemaDefinition",
            $"Column '{name}' is to be {type}, but {member.Name} is {TypeOf(member)}.");
        return binding;
    }

    private sealed class Holder<T>
    {
        public T Value;
    }
}
