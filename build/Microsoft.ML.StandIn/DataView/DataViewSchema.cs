using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indexOfName = [];

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        for (int i = 0; i < columns.Count; i++) _indexOfName[columns[i].Name] = i;
        _columns = [.. columns.Select((column, i) => new Column(column, i, isHidden: _indexOfName[column.Name] != i))];
    }

    public int Count => _columns.Length;

    public Column this[int columnIndex] =>
        0 <= columnIndex && columnIndex < Count ? _columns[columnIndex] : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    public Column this[string name] =>
        GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(name), $"There is no column '{name}'.");

    public Column? GetColumnOrNull(string name)
    {
        if (string.IsNullOrEmpty(name)) throw new ArgumentNullException(nameof(name));
        return _indexOfName.TryGetValue(name, out int index) ? _columns[index] : null;
    }

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} columns";

    internal static DataViewSchema Of(IEnumerable<DetachedColumn> columns) => new([.. columns]);

    /// <summary>A column; one that a later column of the same name covers is hidden.</summary>
    public struct Column
    {
        internal Column(DetachedColumn column, int index, bool isHidden)
        {
            (Name, Type, Annotations) = (column.Name, column.Type, column.Annotations);
            (Index, IsHidden) = (index, isHidden);
        }

        public string Name { get; }

        public int Index { get; }

        public bool IsHidden { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }

        public override string ToString()
        {
            var kinds = Annotations is { Schema.Count: > 0 } ? $" {{{Annotations}}}" : "";
            return $"{Name}: {Type}{kinds}";
        }
    }

    public struct DetachedColumn
    {
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            if (string.IsNullOrEmpty(name)) throw new ArgumentNullException(nameof(name));
            Name = name;
            Type = type ?? throw new ArgumentNullException(nameof(type));
            Annotations = annotations ?? Annotations.Empty;
        }

        public DetachedColumn(Column column) : this(column.Name, column.Type, column.Annotations) { }

        public string Name { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }
    }

    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        internal Annotations(DataViewSchema schema, Delegate[] getters) => (Schema, _getters) = (schema, getters);

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public DataViewSchema Schema { get; }

        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= _getters.Length) throw new ArgumentException("The column belongs to another schema.", nameof(column));
            return _getters[column.Index] as ValueGetter<TValue> ?? throw new InvalidOperationException(
                $"Annotation '{column.Name}' has type {column.Type}, so it is not read as {typeof(TValue)}.");
        }

        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException($"There is no annotation '{kind}'.");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        public sealed class Builder
        {
            private readonly List<(DetachedColumn Column, Delegate Getter)> _items = [];

            public Builder() { }

            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                if (annotations is null) return;
                Check.NotNull(selector, nameof(selector));
                foreach (var column in annotations.Schema)
                    if (selector(column.Name)) _items.Add((new DetachedColumn(column), annotations._getters[column.Index]));
            }

            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null) =>
                Add(name, type, (Delegate)getter, annotations);

            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                var column = new DetachedColumn(name, type, annotations);
                Check.NotNull(getter, nameof(getter));
                if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(type.RawType))
                    throw new ArgumentException($"An annotation of type {type} is given by a getter of {type.RawType}.", nameof(type));
                _items.Add((column, getter));
            }

            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null) =>
                Add<TValue>(name, type, (ref TValue destination) => destination = value, annotations);

            public Annotations ToAnnotations() =>
                new(Of(_items.Select(item => item.Column)), [.. _items.Select(item => item.Getter)]);
        }
    }

    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = [];

        public Builder() { }

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) =>
            _columns.Add(new DetachedColumn(name, type, annotations));

        public void AddColumns(IEnumerable<Column> source) => _columns.AddRange(source.Select(column => new DetachedColumn(column)));

        public void AddColumns(IEnumerable<DetachedColumn> source) => _columns.AddRange(source);

        public DataViewSchema ToSchema() => new([.. _columns]);
    }
}
