using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(ValueMappingTransformer transformer) : base(transformer) { }

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.NotNull(inputSchema, nameof(inputSchema));
        return inputSchema.With([.. Transformer.ColumnPairs.Select(pair =>
            new SchemaShape.Column(pair.Output, inputSchema.Find(pair.Input).Kind, Transformer.ValueType, isKey: false))]);
    }
}

public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(ValueMappingTransformer transformer) : base(transformer) { }
}

/// <summary>Maps each value that a table has an entry for; others become what an empty text would be read as.</summary>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    private readonly IMap _map;

    private ValueMappingTransformer(IMap map, (string Output, string Input)[] columns) : base(columns) => _map = map;

    internal PrimitiveDataViewType ValueType => _map.ValueType;

    internal static ValueMappingTransformer Create<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs, string output, string input)
    {
        var keyType = TypeOf(typeof(TKey));
        var valueType = TypeOf(typeof(TValue));
        var map = NewMap(keyType, valueType);
        foreach (var (key, value) in pairs) map.Add(Raw(key), Raw(value));
        return new ValueMappingTransformer(map, [(output, input ?? output)]);
    }

    internal static ITransformer Load(ModelLoadContext ctx)
    {
        var columns = ctx.ReadPairs();
        var map = NewMap((PrimitiveDataViewType)ValueFormat.ReadType(ctx.Reader), (PrimitiveDataViewType)ValueFormat.ReadType(ctx.Reader));
        map.Read(ctx.Reader);
        return new ValueMappingTransformer(map, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Begin(ModelFormat.MapValue);
        ctx.Write(ColumnPairs);
        ValueFormat.WriteType(ctx.Writer, _map.KeyType);
        ValueFormat.WriteType(ctx.Writer, _map.ValueType);
        _map.Write(ctx.Writer);
    }

    private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input) =>
        new(ColumnPairs[index].Output, input.Type is VectorDataViewType
            ? new VectorDataViewType(_map.ValueType) : _map.ValueType); // ML.NET forgets the size

    private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input) => _map.MakeGetter(row, input);

    private static PrimitiveDataViewType TypeOf(Type type) =>
        PrimitiveTypes.OfRawType(type) ?? throw new InvalidOperationException($"Values of {type} cannot be mapped.");

    private static object Raw<T>(T value) => value is string text ? text.AsMemory() : value;

    private static IMap NewMap(PrimitiveDataViewType keyType, PrimitiveDataViewType valueType) =>
        (IMap)Activator.CreateInstance(typeof(Map<,>).MakeGenericType(keyType.RawType, valueType.RawType), keyType, valueType);

    private interface IMap
    {
        PrimitiveDataViewType KeyType { get; }

        PrimitiveDataViewType ValueType { get; }

        void Add(object key, object value);

        void Write(BinaryWriter writer);

        void Read(BinaryReader reader);

        Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input);
    }

    private sealed class Map<TKey, TValue>(PrimitiveDataViewType keyType, PrimitiveDataViewType valueType) : IMap
    {
        private readonly Dictionary<TKey, TValue> _entries = new(ValueComparer<TKey>.Instance);
        private readonly TValue _missing = TextConversion.Empty<TValue>();

        public PrimitiveDataViewType KeyType => keyType;

        public PrimitiveDataViewType ValueType => valueType;

        public void Add(object key, object value) =>
            Check.State(_entries.TryAdd((TKey)key, (TValue)value), $"There are two entries for '{key}'.");

        public void Write(BinaryWriter writer)
        {
            ValueFormat.WriteArray(writer, _entries.Keys);
            ValueFormat.WriteArray(writer, _entries.Values);
        }

        public void Read(BinaryReader reader)
        {
            var keys = ValueFormat.ReadArray<TKey>(reader);
            var values = ValueFormat.ReadArray<TValue>(reader);
            for (int i = 0; i < keys.Length; i++) _entries.Add(keys[i], values[i]);
        }

        public Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input)
        {
            if (input.Type is not VectorDataViewType)
            {
                var getter = row.GetGetter<TKey>(input);
                TKey key = default;
                return (ValueGetter<TValue>)((ref TValue value) =>
                {
                    getter(ref key);
                    value = Lookup(key);
                });
            }
            var vectorGetter = row.GetGetter<VBuffer<TKey>>(input);
            VBuffer<TKey> keys = default;
            return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> values) =>
            {
                vectorGetter(ref keys);
                var editor = VBufferEditor.Create(ref values, keys.Length);
                int i = 0;
                foreach (var key in keys.DenseValues()) editor.Values[i++] = Lookup(key);
                values = editor.Commit();
            });
        }

        private TValue Lookup(TKey key) => _entries.TryGetValue(key, out var value) ? value : _missing;
    }
}
