using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML
{
    public static class CategoricalCatalog
    {
        public static OneHotEncodingEstimator OneHotEncoding(
            this TransformsCatalog.CategoricalTransforms catalog,
            string outputColumnName,
            string inputColumnName = null,
            OneHotEncodingEstimator.OutputKind outputKind = OneHotEncodingEstimator.OutputKind.Indicator,
            int maximumNumberOfKeys = 1000000,
            ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
            IDataView keyData = null)
        {
            if (keyData is not null || outputKind != OneHotEncodingEstimator.OutputKind.Indicator)
                throw new NotSupportedException("The stand-in encodes as indicators only, and learns keys from the data only.");
            return new(outputColumnName, inputColumnName ?? outputColumnName, maximumNumberOfKeys, keyOrdinality);
        }
    }
}

namespace Microsoft.ML.Transforms
{
    public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
    {
        private readonly EstimatorChain<KeyToVectorTransformer> _steps;

        internal OneHotEncodingEstimator(string output, string input, int maximumNumberOfKeys,
            ValueToKeyMappingEstimator.KeyOrdinality ordinality) =>
            _steps = new ValueToKeyMappingEstimator(output, input, maximumNumberOfKeys, ordinality, asText: true)
                .Append(new KeyToVectorEstimator(output));

        public enum OutputKind : byte
        {
            Bag = 1,
            Indicator = 2,
            Key = 3,
            Binary = 4,
        }

        public OneHotEncodingTransformer Fit(IDataView input) => new(_steps.Fit(input));

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _steps.GetOutputSchema(inputSchema);
    }

    /// <summary>Keys, then indicators; it is saved as the chain of both.</summary>
    public sealed class OneHotEncodingTransformer : ITransformer
    {
        private readonly ITransformer _steps;

        internal OneHotEncodingTransformer(ITransformer steps) => _steps = steps;

        bool ITransformer.IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _steps.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => _steps.Transform(input);

        IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _steps.GetRowToRowMapper(inputSchema);

        void ICanSaveModel.Save(ModelSaveContext ctx) => _steps.Save(ctx);
    }

    internal sealed class KeyToVectorEstimator(string column)
        : TrivialEstimator<KeyToVectorTransformer>(new KeyToVectorTransformer([(column, column)]))
    {
        public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            SchemaShape.Column[] annotations =
            [
                new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false),
                new(AnnotationKinds.CategoricalSlotRanges, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Int32, isKey: false),
                SchemaShape.Column.Of(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance),
            ];
            return inputSchema.With(new SchemaShape.Column(
                inputSchema.Find(column).Name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false,
                    new SchemaShape(annotations)));
        }
    }

    /// <summary>Makes a vector with a one at the key's place; a missing key gives zeros.</summary>
    internal sealed class KeyToVectorTransformer : OneToOneTransformerBase
    {
        public KeyToVectorTransformer((string Output, string Input)[] columns) : base(columns) { }

        public static ITransformer Load(ModelLoadContext ctx) => new KeyToVectorTransformer(ctx.ReadPairs());

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.Begin(ModelFormat.OneHotEncoding);
            ctx.Write(ColumnPairs);
        }

        private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input)
        {
            if (input.Type is not KeyDataViewType key || key.RawType != typeof(uint))
                throw Check.WrongType("inputSchema", input.Name, "a key", input.Type.ToString());
            var annotations = new DataViewSchema.Annotations.Builder();
            if (input.HasKeyValues())
                annotations.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance,
                    (int)key.Count),
                    (ref VBuffer<ReadOnlyMemory<char>> names) => input.GetKeyValues(ref names));
            var range = new VBuffer<int>(2, [0, (int)key.Count - 1]);
            annotations.Add<VBuffer<int>>(AnnotationKinds.CategoricalSlotRanges, new VectorDataViewType(NumberDataViewType.Int32, 1, 2),
                (ref VBuffer<int> destination) => range.CopyTo(ref destination));
            annotations.AddIsNormalized();
            return new(ColumnPairs[index].Output, new VectorDataViewType(NumberDataViewType.Single, (int)key.Count),
                annotations.ToAnnotations());
        }

        private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input)
        {
            var getter = row.GetGetter<uint>(input);
            int size = (int)((KeyDataViewType)input.Type).Count;
            uint key = 0;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> vector) =>
            {
                getter(ref key);
                bool isKnown = key > 0 && key <= size;
                var editor = VBufferEditor.Create(ref vector, size, isKnown ? 1 : 0);
                if (isKnown)
                {
                    editor.Values[0] = 1;
                    if (size > 1) editor.Indices[0] = (int)key - 1;
                }
                vector = editor.Commit();
            });
        }
    }
}
