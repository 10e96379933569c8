using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal TypeConvertingEstimator(string output, string input, DataKind kind)
        : base(new TypeConvertingTransformer([(output, input)], kind)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.NotNull(inputSchema, nameof(inputSchema));
        var (output, input) = Transformer.ColumnPairs[0];
        var column = inputSchema.Find(input);
        Transformer.CheckConversion(input, column.ItemType, column.IsKey);
        return inputSchema.With(new SchemaShape.Column(output, column.Kind, Transformer.OutputType, isKey: false, column.Annotations));
    }
}

/// <summary>Converts between texts, numbers and Booleans; not from Single or Double to whole numbers, as in ML.NET.</summary>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    private readonly DataKind _kind;

    internal TypeConvertingTransformer((string Output, string Input)[] columns, DataKind kind) : base(columns) => _kind = kind;

    internal PrimitiveDataViewType OutputType => PrimitiveTypes.OfKind(_kind);

    internal static ITransformer Load(ModelLoadContext ctx) =>
        new TypeConvertingTransformer(ctx.ReadPairs(), (DataKind)ctx.Reader.ReadByte());

    internal void CheckConversion(string column, DataViewType from, bool isKey)
    {
        bool isReal = from == NumberDataViewType.Single || from == NumberDataViewType.Double;
        bool toWholeNumber = _kind is >= DataKind.SByte and <= DataKind.UInt64;
        bool isKnown = from is TextDataViewType or BooleanDataViewType or NumberDataViewType && _kind is not DataKind.DateTime;
        Check.Argument(!isKey && isKnown && !(isReal && toWholeNumber), "inputSchema",
            $"Column '{column}' of {from} is not converted to {_kind}.");
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin(ModelFormat.ConvertType);
        ctx.Write(ColumnPairs);
        ctx.Writer.Write((byte)_kind);
    }

    private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input)
    {
        var from = input.Type.ItemType();
        CheckConversion(input.Name, from, from is KeyDataViewType);
        var vector = input.Type as VectorDataViewType;
        var annotations = new DataViewSchema.Annotations.Builder();
        if (vector is { IsKnownSize: true }) annotations.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
        if (from is NumberDataViewType
            && OutputType is NumberDataViewType) annotations.Add(input.Annotations, kind => kind == AnnotationKinds.IsNormalized);
        if (input.Type is BooleanDataViewType && OutputType is NumberDataViewType) annotations.AddIsNormalized();
        return new(ColumnPairs[index].Output, vector is null
            ? OutputType : new VectorDataViewType(OutputType, vector.Dimensions), annotations.ToAnnotations());
    }

    private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input)
    {
        var make = input.Type is VectorDataViewType
            ? (Func<DataViewRow, DataViewSchema.Column, Delegate>)MakeVectorGetter<int, int> : MakeScalarGetter<int, int>;
        return (Delegate)Generic.Call2(make, input.Type.ItemType().RawType, OutputType.RawType, row, input);
    }

    private static Delegate MakeScalarGetter<TFrom, TTo>(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<TFrom>(input);
        var convert = Converter<TFrom, TTo>();
        TFrom value = default;
        return (ValueGetter<TTo>)((ref TTo destination) =>
        {
            getter(ref value);
            destination = convert(value);
        });
    }

    private static Delegate MakeVectorGetter<TFrom, TTo>(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<VBuffer<TFrom>>(input);
        var convert = Converter<TFrom, TTo>();
        VBuffer<TFrom> source = default;
        return (ValueGetter<VBuffer<TTo>>)((ref VBuffer<TTo> destination) =>
        {
            getter(ref source);
            var values = source.GetValues();
            var editor = VBufferEditor.Create(ref destination, source.Length, values.Length);
            for (int i = 0; i < values.Length; i++) editor.Values[i] = convert(values[i]);
            if (!source.IsDense) source.GetIndices().CopyTo(editor.Indices);
            destination = editor.Commit();
        });
    }

    private static Func<TFrom, TTo> Converter<TFrom, TTo>()
    {
        if (typeof(TFrom) == typeof(TTo)) return value => (TTo)(object)value;
        if (typeof(TFrom) == typeof(ReadOnlyMemory<char>))
        {
            var parse = TextConversion.ParserOf<TTo>();
            bool mustRead = typeof(TTo) == typeof(sbyte) || typeof(TTo) == typeof(short) || typeof(TTo) == typeof(int)
                || typeof(TTo) == typeof(long);
            return value =>
            {
                bool isRead = parse(((ReadOnlyMemory<char>)(object)value).Span, out var result);
                Check.State(isRead || !mustRead, $"The text '{value}' cannot be read as {typeof(TTo).Name}.");
                return result;
            };
        }
        if (typeof(TTo) == typeof(ReadOnlyMemory<char>)) return value => (TTo)(object)ToText(value).AsMemory();
        return value => (TTo)Convert.ChangeType(value, typeof(TTo), CultureInfo.InvariantCulture);
    }

    private static string ToText(object value) => value switch
    {
        float x => x.ToString("G7", CultureInfo.InvariantCulture),
        double x => x.ToString("G17", CultureInfo.InvariantCulture),
        IFormattable x => x.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
