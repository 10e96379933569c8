using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What an estimator promises about a schema before it has seen data: vector sizes and key counts are left open.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        Check.NotNull(columns, nameof(columns));
        _columns = [.. columns];
        Check.Argument(_columns.All(column => column.Name is not null), nameof(columns), "A column is not initialised.");
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden)
            .Select(column => Column.Of(column.Name, column.Type, Create(column.Annotations.Schema))));

    internal Column Find(string name, string parameter = "inputSchema")
    {
        foreach (var column in _columns)
            if (column.Name == name) return column;
        throw Check.MissingColumn(parameter, name);
    }

    internal bool Has(string name) => _columns.Any(column => column.Name == name);

    /// <summary>This shape with each of <paramref name="columns"/> added, or in place of the one with its name.</summary>
    internal SchemaShape With(params Column[] columns)
    {
        var result = _columns.ToDictionary(column => column.Name);
        foreach (var column in columns) result[column.Name] = column;
        return new SchemaShape(result.Values);
    }

    public struct Column
    {
        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        public readonly string Name;

        public readonly VectorKind Kind;

        public readonly DataViewType ItemType;

        public readonly bool IsKey;

        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind kind, DataViewType itemType, bool isKey, SchemaShape annotations = null) =>
            (Name, Kind, ItemType, IsKey, Annotations) = (name, kind, itemType, isKey, annotations ?? Empty);

        internal static Column Of(string name, DataViewType type, SchemaShape annotations = null)
        {
            var kind = type is not VectorDataViewType vector ? VectorKind.Scalar
                : vector.IsKnownSize ? VectorKind.Vector
                : VectorKind.VariableVector;
            var item = type.ItemType();
            bool isKey = item is KeyDataViewType;
            return new Column(name, kind, isKey ? PrimitiveTypes.OfRawType(item.RawType) : item, isKey, annotations);
        }

        internal readonly Column Rename(string name) => new(name, Kind, ItemType, IsKey, Annotations);

        internal readonly string Describe()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Scalar => item,
                VectorKind.Vector => $"Vector<{item}>",
                _ => $"Vector<{item}> of unknown size",
            };
        }
    }
}
