using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Reads text files of rows with separated fields.</summary>
public sealed class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly Options _options;
    private readonly ColumnLayout[] _layout;
    private readonly DataViewSchema _schema;

    internal TextLoader(Options options, IMultiStreamSource dataSample)
    {
        _options = options ?? new Options();
        if (_options.AllowSparse) throw new NotSupportedException("The stand-in reads dense rows only.");
        var separators = _options.Separators;
        Check.Argument(separators is { Length: > 0 } && !separators.Any(separator => char.IsDigit(separator) || separator == '"'),
            nameof(Options.Separators), "A separator is needed, neither digit nor quotation mark.");
        var fields = new FieldReader(_options);
        var columns = _options.Columns is { Length: > 0 } given ? given
            : [new Column("Label", DataKind.Single, 0), new Column("Features", DataKind.Single, [new Range(1, null)])];
        var sample = dataSample ?? new MultiFileSource(null);
        bool needsWidth = columns.Any(column => column.Source?.Any(range => range.AutoEnd && range.Max is null) ?? false);
        int width = needsWidth ? WidthOf(sample, fields) : 0;
        _layout = [.. columns.Select(column => new ColumnLayout(column, width))];
        var header = _options.HasHeader ? Lines(sample, includeHeader: true).FirstOrDefault().Text : null;
        _schema = DataViewSchema.Of(_layout.Select(column => column.Describe(header is null ? null : fields.Split(header))));
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source) => new TextDataView(this, source);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("The stand-in does not save loaders.");

    /// <summary>A loader of the members of a row class that have the attribute LoadColumn.</summary>
    internal static TextLoader Create<TInput>(Options options, IMultiStreamSource dataSample)
    {
        options ??= new Options();
        var members = typeof(TInput).GetFields(BindingFlags.Public | BindingFlags.Instance).Concat<MemberInfo>(
            typeof(TInput).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetGetMethod() is not null)).ToArray();
        Check.Argument(members.Length > 0, nameof(TInput), "The row class has no public field or property.");
        options.Columns = [.. members.Select(ColumnOf)];
        return new TextLoader(options, dataSample);
    }

    private static Column ColumnOf(MemberInfo member)
    {
        var load = member.GetCustomAttribute<LoadColumnAttribute>();
        Check.State(load is not null, $"'{member.Name}' lacks the attribute LoadColumn.");
        var type = MemberBinding.TypeOf(member);
        var item = PrimitiveTypes.OfRawType(type.IsArray ? type.GetElementType() : type);
        Check.State(item is not null, $"'{member.Name}' has a type that is not read from texts: {type}.");
        return new Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            ItemType = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyDataViewType(item.RawType, key.Count) : item,
            Source = load.Ranges,
        };
    }

    private static int WidthOf(IMultiStreamSource sample, FieldReader fields)
    {
        var widths = Lines(sample, includeHeader: true).Take(100).Select(line => fields.Split(line.Text).Count).Distinct().ToArray();
        Check.Argument(widths.Length == 1, nameof(Column.Source),
            "The number of fields is not known: no sample is given, or its rows differ in length.");
        return widths[0];
    }

    /// <summary>The rows: empty lines and lines that start with // are passed over, at the top of a file those with # too.</summary>
    private static IEnumerable<(long Number, string Text)> Lines(IMultiStreamSource source, bool includeHeader)
    {
        for (int file = 0; file < source.Count; file++)
        {
            using var reader = source.OpenTextReader(file);
            bool isTop = true;
            for (long number = 1; reader.ReadLine() is { } text; number++)
            {
                if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal) || (isTop && text[0] == '#')) continue;
                if (!isTop || includeHeader) yield return (number, text);
                isTop = false;
            }
        }
    }

    public sealed class Range
    {
        public int Min;
        public int? Max;
        public bool AutoEnd;
        public bool ForceVector;

        public Range() { }

        public Range(int index)
        {
            Check.Argument(index >= 0, nameof(index), "An index is not negative.");
            (Min, Max) = (index, index);
        }

        public Range(int min, int? max)
        {
            Check.Argument(min >= 0, nameof(min), "An index is not negative.");
            Check.Argument(!(max < min), nameof(max), "The range ends before it starts.");
            (Min, Max, ForceVector, AutoEnd) = (min, max, true, max is null);
        }
    }

    public sealed class Column
    {
        public string Name;
        public Range[] Source;

        public Column() { }

        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)]) { }

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)]) { }

        internal Column(string name, DataKind dataKind, Range[] source)
        {
            Check.NotNull(name, nameof(name));
            (Name, DataKind, Source) = (name, dataKind, source);
        }

        public DataKind DataKind
        {
            get => PrimitiveTypes.KindOf(ItemType.RawType);
            set => ItemType = PrimitiveTypes.OfKind(value);
        }

        internal PrimitiveDataViewType ItemType { get; set; } = NumberDataViewType.Single;
    }

    public class Options
    {
        public bool AllowQuoting;
        public bool AllowSparse;
        public char[] Separators = ['\t'];
        public Column[] Columns;
        public bool TrimWhitespace;
        public bool HasHeader;
        public long? MaxRows;
        public bool MissingRealsAsNaNs;
    }

    private sealed class TextDataView(TextLoader loader, IMultiStreamSource source) : IDataView
    {
        public bool CanShuffle => false;

        public DataViewSchema Schema => loader._schema;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        {
            var lines = Lines(source, includeHeader: !loader._options.HasHeader);
            if (loader._options.MaxRows is { } count) lines = lines.Take((int)Math.Min(count, int.MaxValue));
            return new Cursor(loader, columnsNeeded.ToArray(), lines.GetEnumerator());
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor : SourceCursor
    {
        private readonly FieldReader _fields;
        private readonly IEnumerator<(long Number, string Text)> _lines;
        private readonly ColumnReader[] _readers;

        public Cursor(TextLoader loader, DataViewSchema.Column[] columns, IEnumerator<(long Number, string Text)> lines)
            : base(loader._schema, columns)
        {
            _fields = new FieldReader(loader._options);
            _lines = lines;
            _readers = new ColumnReader[loader._schema.Count];
            foreach (var column in columns)
                _readers[column.Index] = ColumnReader.Create(loader._layout[column.Index], loader._options.MissingRealsAsNaNs);
        }

        protected override Delegate GetGetter(int column) => _readers[column].Getter;

        protected override bool MoveNextCore()
        {
            try
            {
                if (!_lines.MoveNext()) return false;
            }
            catch (IOException exception)
            {
                throw new FormatException(exception.Message, exception);
            }
            var fields = _fields.Split(_lines.Current.Text);
            foreach (var reader in _readers) reader?.Read(fields, _lines.Current.Number);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _lines.Dispose();
            base.Dispose(disposing);
        }
    }
}
