using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML
{
    public static class ExtensionsCatalog
    {
        public static MissingValueReplacingEstimator ReplaceMissingValues(
            this TransformsCatalog catalog,
            string outputColumnName,
            string inputColumnName = null,
            MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.ReplacementMode.DefaultValue,
            bool imputeBySlot = true)
        {
            if (replacementMode != MissingValueReplacingEstimator.ReplacementMode.DefaultValue)
                throw new NotSupportedException("The stand-in replaces missing values by the default value only.");
            return new(outputColumnName, inputColumnName ?? outputColumnName);
        }
    }
}

namespace Microsoft.ML.Transforms
{
    public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
    {
        private readonly string _output;
        private readonly string _input;

        internal MissingValueReplacingEstimator(string output, string input) => (_output, _input) = (output, input);

        public enum ReplacementMode : byte
        {
            DefaultValue = 0,
            Mean = 1,
            Minimum = 2,
            Maximum = 3,
            Mode = 5,
        }

        public MissingValueReplacingTransformer Fit(IDataView input)
        {
            Check.NotNull(input, nameof(input));
            var transformer = new MissingValueReplacingTransformer([(_output, _input)]);
            transformer.GetOutputSchema(input.Schema);
            return transformer;
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Check.NotNull(inputSchema, nameof(inputSchema));
            var column = inputSchema.Find(_input);
            if (column.ItemType != NumberDataViewType.Single && column.ItemType != NumberDataViewType.Double)
                throw Check.WrongType(nameof(inputSchema), _input, "Single or Double", column.Describe());
            var kept = column.Annotations.Where(kind => kind.Name is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return inputSchema.With(new SchemaShape.Column(_output, column.Kind, column.ItemType, isKey: false, new SchemaShape(kept)));
        }
    }

    /// <summary>Replaces NaN by zero.</summary>
    public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
    {
        internal MissingValueReplacingTransformer((string Output, string Input)[] columns) : base(columns) { }

        internal static ITransformer Load(ModelLoadContext ctx) => new MissingValueReplacingTransformer(ctx.ReadPairs());

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.Begin(ModelFormat.ReplaceMissingValues);
            ctx.Write(ColumnPairs);
        }

        private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input)
        {
            var item = input.Type.ItemType();
            if (item != NumberDataViewType.Single && item != NumberDataViewType.Double)
                throw Check.WrongType("inputSchema", input.Name, "Single or Double", input.Type.ToString());
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(input.Annotations, kind => kind is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return new(ColumnPairs[index].Output, input.Type, annotations.ToAnnotations());
        }

        private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input) =>
            input.Type.ItemType() == NumberDataViewType.Single ? MakeGetter<float>(row, input) : MakeGetter<double>(row, input);

        private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column input) where T : struct, IFloatingPointIeee754<T>
        {
            if (input.Type is not VectorDataViewType)
            {
                var getter = row.GetGetter<T>(input);
                return (ValueGetter<T>)((ref T value) =>
                {
                    getter(ref value);
                    if (T.IsNaN(value)) value = T.Zero;
                });
            }
            var vectorGetter = row.GetGetter<VBuffer<T>>(input);
            VBuffer<T> source = default;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
            {
                vectorGetter(ref source);
                source.CopyTo(ref destination);
                if (!source.IsDense) RemoveMissing(ref destination);
                var editor = VBufferEditor.CreateFromBuffer(ref destination);
                foreach (ref var value in editor.Values)
                    if (T.IsNaN(value)) value = T.Zero;
                destination = editor.Commit();
            });
        }

        /// <summary>A sparse vector need not say that an entry is zero.</summary>
        private static void RemoveMissing<T>(ref VBuffer<T> sparse) where T : struct, IFloatingPointIeee754<T>
        {
            var editor = VBufferEditor.CreateFromBuffer(ref sparse);
            int kept = 0;
            for (int i = 0; i < editor.Values.Length; i++)
            {
                if (T.IsNaN(editor.Values[i])) continue;
                editor.Values[kept] = editor.Values[i];
                editor.Indices[kept++] = editor.Indices[i];
            }
            sparse = editor.CommitTruncated(kept);
        }
    }
}
