using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which members of a row class are which columns.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition() { }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName]
    {
        get => this.FirstOrDefault(column => column.ColumnName == columnName);
        set
        {
            Check.NotNull(value, nameof(value));
            Check.Argument(value.ColumnName == columnName, nameof(columnName),
                $"The column is named '{value.ColumnName}', not '{columnName}'.");
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0) this[index] = value;
            else Add(value);
        }
    }

    /// <param name="userType">The row class: its public instance fields and properties are columns.</param>
    /// <param name="direction">Properties that cannot be read or written, as asked, are left out.</param>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Check.NotNull(userType, nameof(userType));
        var result = new SchemaDefinition();
        foreach (var member in MembersOf(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Check.Argument(result[name] is null, nameof(userType), $"Two members of {userType} are named column '{name}'.");
            result.Add(new Column(member.Name, TypeOf(member), name));
        }
        return result;
    }

    /// <summary>The members of <paramref name="userType"/> with the types and annotations that the columns have in a schema.</summary>
    internal static SchemaDefinition For(Type userType, DataViewSchema schema)
    {
        var result = Create(userType, Direction.Read);
        foreach (var column in schema)
        {
            var member = result[column.Name]
                ?? throw new InvalidOperationException($"{userType} has no member for column '{column.Name}'.");
            member.ColumnType = column.Type;
            member.CopyAnnotations(column.Annotations);
        }
        return result;
    }

    private static IEnumerable<MemberInfo> MembersOf(Type userType, Direction direction)
    {
        var properties = userType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property =>
            property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && property.GetGetMethod() is not null)
                || (direction.HasFlag(Direction.Write) && property.GetSetMethod() is not null)));
        return userType.GetFields(BindingFlags.Public | BindingFlags.Instance).Concat<MemberInfo>(properties)
            .Where(member => MemberBinding.TypeOf(member) != typeof(IChannel) && !member.IsDefined(typeof(NoColumnAttribute)));
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        var (item, isVector) = MemberBinding.ItemTypeOf(member);
        PrimitiveDataViewType itemType = PrimitiveTypes.OfRawType(item);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Check.Argument(KeyDataViewType.IsValidDataType(item), "userType", $"A key needs an unsigned integer; {member.Name} is {item}.");
            itemType = new KeyDataViewType(item, key.Count);
        }
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        Check.Argument(isVector || vector is null, "userType", $"{member.Name} has the attribute VectorType, but is no vector.");
        return !isVector ? itemType
            : vector?.Dimensions is { Length: > 0 } dimensions ? new VectorDataViewType(itemType, dimensions)
            : new VectorDataViewType(itemType);
    }

    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();
        private readonly HashSet<string> _kinds = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Check.NotNull(kind, nameof(kind));
            Check.NotNull(annotationType, nameof(annotationType));
            Check.State(_kinds.Add(kind), $"The column has the annotation '{kind}' already.");
            _annotations.Add(kind, annotationType, MemberBinding.ConstantGetter(value, annotationType));
        }

        internal void CopyAnnotations(DataViewSchema.Annotations annotations) => _annotations.Add(annotations, _ => true);
    }
}
