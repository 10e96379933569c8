using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _ordinality;
    private readonly bool _asText;

    internal ValueToKeyMappingEstimator(string output, string input, int maximumNumberOfKeys, KeyOrdinality ordinality, bool asText) =>
        (_output, _input, _maximumNumberOfKeys, _ordinality, _asText) = (output, input, maximumNumberOfKeys, ordinality, asText);

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Check.NotNull(input, nameof(input));
        var column = input.Schema.GetColumnOrNull(_input) ?? throw Check.MissingColumn("input", _input);
        Check.Argument(column.Type is PrimitiveDataViewType and not KeyDataViewType, nameof(input),
            $"Column '{_input}' is {column.Type}; the stand-in makes keys of scalars only.");
        return (ValueToKeyMappingTransformer)Generic.Call(Fit<int>, column.Type.RawType, input, column);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.NotNull(inputSchema, nameof(inputSchema));
        var column = inputSchema.Find(_input);
        var values = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector,
            _asText ? TextDataViewType.Instance : column.ItemType, isKey: false);
        return inputSchema.With(new SchemaShape.Column(_output, column.Kind, NumberDataViewType.UInt32, isKey: true,
            new SchemaShape([values])));
    }

    private ValueToKeyMappingTransformer Fit<T>(IDataView input, DataViewSchema.Column column)
    {
        var values = new List<T>();
        var seen = new HashSet<T>(ValueComparer<T>.Instance);
        foreach (var value in input.GetColumn<T>(column))
            if (!IsMissing(value) && values.Count < _maximumNumberOfKeys && seen.Add(value)) values.Add(value);
        if (_ordinality == KeyOrdinality.ByValue) values.Sort(Compare);
        return new ValueToKeyMappingTransformer((_output, _input), (PrimitiveDataViewType)column.Type, values.ToArray(), _asText);
    }

    private static bool IsMissing<T>(T value) => value switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty,
        float number => float.IsNaN(number),
        double number => double.IsNaN(number),
        _ => false,
    };

    private static int Compare<T>(T x, T y) => x is ReadOnlyMemory<char> a && y is ReadOnlyMemory<char> b
        ? a.Span.SequenceCompareTo(b.Span) : Comparer<T>.Default.Compare(x, y);
}

/// <summary>Maps each value seen in training to a key; others are missing.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    private readonly PrimitiveDataViewType _type;
    private readonly Array _values;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer((string Output, string Input) columns, PrimitiveDataViewType type, Array values, bool asText)
        : base(columns) =>
        (_type, _values, _asText) = (type, values, asText);

    internal static ITransformer Load(ModelLoadContext ctx)
    {
        var columns = ctx.ReadPairs()[0];
        bool asText = ctx.Reader.ReadBoolean();
        var type = (PrimitiveDataViewType)ValueFormat.ReadType(ctx.Reader);
        return new ValueToKeyMappingTransformer(columns, type, (Array)Generic.Call(ValueFormat.ReadArray<int>, type.RawType, ctx.Reader),
            asText);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin(ModelFormat.MapValueToKey);
        ctx.Write(ColumnPairs);
        ctx.Writer.Write(_asText);
        ValueFormat.WriteType(ctx.Writer, _type);
        Generic.Call(ValueFormat.WriteArray<int>, _type.RawType, ctx.Writer, _values);
    }

    private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input)
    {
        if (!input.Type.Equals(_type)) throw Check.WrongType("inputSchema", input.Name, _type.ToString(), input.Type.ToString());
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_values.Length > 0) Generic.Call(AddKeyValues<int>, _type.RawType, annotations);
        return new(ColumnPairs[index].Output, new KeyDataViewType(typeof(uint), Math.Max(1, _values.Length)), annotations.ToAnnotations());
    }

    private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input) =>
        (Delegate)Generic.Call(MakeGetter<int>, _type.RawType, row, input);

    private void AddKeyValues<T>(DataViewSchema.Annotations.Builder annotations)
    {
        if (_asText && typeof(T) != typeof(ReadOnlyMemory<char>))
            annotations.AddVector(AnnotationKinds.KeyValues, TextDataViewType.Instance, ((T[])_values)
                .Select(value => KeyText(value).AsMemory()).ToArray());
        else annotations.AddVector(AnnotationKinds.KeyValues, _type, (T[])_values);
    }

    private static string KeyText(object value) => value switch
    {
        bool x => x ? "1" : "0",
        float x => x.ToString("R", CultureInfo.InvariantCulture),
        double x => x.ToString("G17", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private ValueGetter<uint> MakeGetter<T>(DataViewRow row, DataViewSchema.Column input)
    {
        var keys = new Dictionary<T, uint>(ValueComparer<T>.Instance);
        foreach (var known in (T[])_values) keys.Add(known, (uint)keys.Count + 1);
        var getter = row.GetGetter<T>(input);
        T value = default;
        return (ref uint key) =>
        {
            getter(ref value);
            key = keys.GetValueOrDefault(value);
        };
    }
}
