using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Splits a line into fields; spaces before a field are not part of it.</summary>
internal sealed class FieldReader(TextLoader.Options options)
{
    private readonly bool _separatesAtSpace = options.Separators.Contains(' ');

    public List<ReadOnlyMemory<char>> Split(string line)
    {
        if (options.TrimWhitespace) line = line.TrimEnd();
        var fields = new List<ReadOnlyMemory<char>>();
        for (int at = 0; at <= line.Length;)
        {
            if (!_separatesAtSpace)
                while (at < line.Length && line[at] == ' ') at++;
            bool isQuoted = options.AllowQuoting && at < line.Length && line[at] == '"';
            fields.Add(isQuoted ? Quoted(line, ref at) : Plain(line, ref at));
            at++;
        }
        return fields;
    }

    private ReadOnlyMemory<char> Plain(string line, ref int at)
    {
        int start = at;
        while (at < line.Length && !options.Separators.Contains(line[at])) at++;
        return line.AsMemory(start, at - start);
    }

    /// <summary>A doubled quotation mark stands for one; a field with text outside its marks, or without an end, is empty.</summary>
    private ReadOnlyMemory<char> Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        bool isClosed = false;
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"') text.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"') text.Append(line[at++]);
            else
            {
                isClosed = true;
                at++;
                break;
            }
        }
        var rest = Plain(line, ref at);
        return isClosed && rest.Span.Trim(' ').IsEmpty ? text.ToString().AsMemory() : default;
    }
}

/// <summary>Which fields make up a column.</summary>
internal sealed class ColumnLayout
{
    private readonly string _name;
    private readonly PrimitiveDataViewType _itemType;

    public ColumnLayout(TextLoader.Column column, int width)
    {
        Check.Argument(column.Source is { Length: > 0 }, nameof(TextLoader.Column.Source), $"Column '{column.Name}' names no fields.");
        _name = column.Name.Trim();
        _itemType = column.ItemType;
        Fields = [.. column.Source.SelectMany(range => FieldsOf(range, width))];
        Check.Argument(Fields.Distinct().Count() == Fields.Length, nameof(TextLoader.Column.Source),
            $"Column '{_name}' names a field twice.");
        Type = Fields.Length > 1 || column.Source[0].ForceVector ? new VectorDataViewType(_itemType, Fields.Length) : _itemType;
    }

    public int[] Fields { get; }

    public DataViewType Type { get; }

    public string Name => _name;

    public DataViewSchema.DetachedColumn Describe(List<ReadOnlyMemory<char>> header)
    {
        if (header is null || Type is not VectorDataViewType) return new(_name, Type);
        string[] names = [.. Fields.Select(field => field < header.Count ? header[field].ToString().Trim() : "")];
        if (names.All(name => name.Length == 0)) return new(_name, Type);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddSlotNames(names);
        return new(_name, Type, annotations.ToAnnotations());
    }

    private static IEnumerable<int> FieldsOf(TextLoader.Range range, int width)
    {
        int last = range.Max ?? (range.AutoEnd ? width - 1 : range.Min);
        Check.Argument(range.Min <= last, nameof(TextLoader.Range.Min), $"Field {range.Min} is not there: the rows have {width} fields.");
        return Enumerable.Range(range.Min, last - range.Min + 1);
    }
}

/// <summary>Reads one column's fields of the current row.</summary>
internal abstract class ColumnReader
{
    public Delegate Getter { get; protected init; }

    public static ColumnReader Create(ColumnLayout layout, bool missingRealsAsNaNs)
    {
        var reader = layout.Type is VectorDataViewType ? typeof(VectorReader<>) : typeof(ScalarReader<>);
        return (ColumnReader)Activator.CreateInstance(reader.MakeGenericType(layout.Type.ItemType().RawType), layout, missingRealsAsNaNs);
    }

    public abstract void Read(List<ReadOnlyMemory<char>> fields, long line);
}

internal abstract class ColumnReader<T>(ColumnLayout layout, bool missingRealsAsNaNs) : ColumnReader
{
    private readonly TextConversion.Parser<T> _parse =
        layout.Type.ItemType() is KeyDataViewType key ? TextConversion.KeyParserOf<T>(key.Count)
        : typeof(T) == typeof(ReadOnlyMemory<char>) ? null
        : TextConversion.ParserOf<T>();

    private readonly T _empty = missingRealsAsNaNs && typeof(T) == typeof(float) ? (T)(object)float.NaN
        : missingRealsAsNaNs && typeof(T) == typeof(double) ? (T)(object)double.NaN
        : default;

    protected ColumnLayout Layout => layout;

    /// <summary>The value of a field; an empty one, or one that is not there, has no text.</summary>
    protected T Parse(List<ReadOnlyMemory<char>> fields, int field, long line, out bool isEmpty)
    {
        var text = field < fields.Count ? fields[field] : default;
        isEmpty = text.IsEmpty;
        // With MissingRealsAsNaNs ML.NET reads the empty fields of other types too, and unsigned integers cannot be read from them.
        if (isEmpty && (!missingRealsAsNaNs || field >= fields.Count || typeof(T) == typeof(float) || typeof(T) == typeof(double)))
            return _empty;
        if (_parse is null) return (T)(object)text;
        if (!_parse(text.Span, out var value) && !TextConversion.HasMissing(layout.Type.ItemType()))
            throw new FormatException($"Line {line}, column '{layout.Name}': '{text}' cannot be read as {layout.Type.ItemType()}.");
        return value;
    }
}

internal sealed class ScalarReader<T> : ColumnReader<T>
{
    private T _value;

    public ScalarReader(ColumnLayout layout, bool missingRealsAsNaNs) : base(layout, missingRealsAsNaNs) =>
        Getter = (ValueGetter<T>)((ref T value) => value = _value);

    public override void Read(List<ReadOnlyMemory<char>> fields, long line) => _value = Parse(fields, Layout.Fields[0], line, out _);
}

/// <summary>A vector is sparse where half of its fields or more are empty.</summary>
internal sealed class VectorReader<T> : ColumnReader<T>
{
    private readonly T[] _values;
    private readonly bool[] _isExplicit;
    private readonly bool _keepsEmpty;
    private int _count;

    public VectorReader(ColumnLayout layout, bool missingRealsAsNaNs) : base(layout, missingRealsAsNaNs)
    {
        _values = new T[layout.Fields.Length];
        _isExplicit = new bool[_values.Length];
        _keepsEmpty = missingRealsAsNaNs;
        Getter = (ValueGetter<VBuffer<T>>)Get;
    }

    public override void Read(List<ReadOnlyMemory<char>> fields, long line)
    {
        _count = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = Parse(fields, Layout.Fields[i], line, out bool isEmpty);
            _isExplicit[i] = !isEmpty || _keepsEmpty;
            if (_isExplicit[i]) _count++;
        }
    }

    private void Get(ref VBuffer<T> value)
    {
        bool isDense = _count > _values.Length / 2;
        var editor = VBufferEditor.Create(ref value, _values.Length, isDense ? _values.Length : _count);
        if (isDense) _values.CopyTo(editor.Values);
        else
        {
            for (int i = 0, next = 0; i < _values.Length; i++)
            {
                if (!_isExplicit[i]) continue;
                editor.Values[next] = _values[i];
                editor.Indices[next++] = i;
            }
        }
        value = editor.Commit();
    }
}
