using Microsoft.ML.Transforms;

namespace Microsoft.ML.Transforms
{
    using Microsoft.ML.Data;

    public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
    {
        private readonly string _output;
        private readonly string[] _inputs;

        internal ColumnConcatenatingEstimator(string output, string[] inputs)
        {
            Check.NotEmpty(output, "outputColumnName");
            Check.NotNull(inputs, "inputColumnNames");
            Check.Argument(inputs.Length > 0 && !inputs.Any(string.IsNullOrEmpty), "inputColumnNames",
                "Input columns are needed, each with a name.");
            (_output, _inputs) = (output, inputs);
        }

        public ColumnConcatenatingTransformer Fit(IDataView input)
        {
            Check.NotNull(input, nameof(input));
            return new ColumnConcatenatingTransformer(_output, _inputs);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Check.NotNull(inputSchema, nameof(inputSchema));
            var inputs = _inputs.Select(name => inputSchema.Find(name)).ToArray();
            foreach (var input in inputs)
            {
                Check.State(!input.IsKey, $"Column '{input.Name}' is a key; keys are not concatenated.");
                Check.State(input.ItemType.Equals(inputs[0].ItemType),
                    $"'{input.Name}' has items of {input.ItemType}, '{inputs[0].Name}' of {inputs[0].ItemType}.");
            }
            var kind = inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.VariableVector)
                ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
            var annotations = new List<SchemaShape.Column>();
            if (inputs.All(input => input.Annotations.Has(AnnotationKinds.IsNormalized)))
                annotations.Add(SchemaShape.Column.Of(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
            if (inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.Scalar || input.Annotations.Has(AnnotationKinds.SlotNames)))
                annotations.Add(new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance,
                    isKey: false));
            return inputSchema.With(new SchemaShape.Column(_output, kind, inputs[0].ItemType, isKey: false, new SchemaShape(annotations)));
        }
    }
}

namespace Microsoft.ML.Data
{
    public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
    {
        private readonly string _output;
        private readonly string[] _inputs;

        internal ColumnConcatenatingTransformer(string output, string[] inputs) => (_output, _inputs) = (output, inputs);

        internal static ITransformer Load(ModelLoadContext ctx) =>
            new ColumnConcatenatingTransformer(ctx.Reader.ReadString(), ctx.ReadTexts());

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.Begin(ModelFormat.Concatenate);
            ctx.Writer.Write(_output);
            ctx.Write(_inputs);
        }

        private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(_output, _inputs, schema);

        private sealed class Mapper : RowMapper
        {
            private readonly DataViewSchema.Column[] _sources;

            public Mapper(string output, string[] inputs, DataViewSchema schema)
            {
                _sources = [.. inputs.Select(name => schema.GetColumnOrNull(name) ?? throw Check.MissingColumn("inputSchema", name))];
                foreach (var source in _sources)
                    if (!source.Type.ItemType().Equals(_sources[0].Type.ItemType()))
                        throw Check.WrongType("inputSchema", source.Name, _sources[0].Type.ItemType().ToString(), source.Type.ToString());
                Added = [IsIdentity ? new(output, _sources[0].Type, _sources[0].Annotations) : MakeColumn(output)];
            }

            public override DataViewSchema.DetachedColumn[] Added { get; }

            public override IEnumerable<int> DependenciesOf(int added) => _sources.Select(source => source.Index);

            private bool IsIdentity => _sources.Length == 1 && _sources[0].Type is VectorDataViewType;

            protected override Delegate CreateGetter(DataViewRow input, int added) =>
                IsIdentity ? (Delegate)Generic.Call(Forward<int>, _sources[0].Type.RawType, input, _sources[0])
                : (Delegate)Generic.Call(MakeGetter<int>, _sources[0].Type.ItemType().RawType, input);

            private static ValueGetter<T> Forward<T>(DataViewRow input, DataViewSchema.Column source) => input.GetGetter<T>(source);

            private DataViewSchema.DetachedColumn MakeColumn(string output)
            {
                var itemType = (PrimitiveDataViewType)_sources[0].Type.ItemType();
                var sizes = _sources.Select(source => (source.Type as VectorDataViewType)?.Size ?? 1).ToArray();
                int size = sizes.Contains(0) ? 0 : sizes.Sum();
                var annotations = new DataViewSchema.Annotations.Builder();
                if (itemType is NumberDataViewType && _sources.All(source => source.IsNormalized())) annotations.AddIsNormalized();
                if (size > 0 && _sources.Any(source => source.Type is not VectorDataViewType || source.HasSlotNames()))
                    annotations.AddSlotNames([.. _sources.SelectMany(SlotNames)]);
                if (size > 0 && CategoricalRanges(sizes) is { Length: > 0 } ranges)
                {
                    var value = new VBuffer<int>(ranges.Length, ranges);
                    var type = new VectorDataViewType(NumberDataViewType.Int32, ranges.Length / 2, 2);
                    annotations.Add<VBuffer<int>>(AnnotationKinds.CategoricalSlotRanges, type,
                        (ref VBuffer<int> destination) => value.CopyTo(ref destination));
                }
                return new(output, new VectorDataViewType(itemType, size), annotations.ToAnnotations());
            }

            /// <summary>A scalar's slot is named like its column; a vector's slots "column.slot".</summary>
            private static IEnumerable<string> SlotNames(DataViewSchema.Column source)
            {
                if (source.Type is not VectorDataViewType vector) return [source.Name];
                if (!source.HasSlotNames()) return Enumerable.Repeat("", vector.Size);
                VBuffer<ReadOnlyMemory<char>> names = default;
                source.GetSlotNames(ref names);
                return [.. names.DenseValues().Select(name => name.IsEmpty ? "" : $"{source.Name}.{name}")];
            }

            private int[] CategoricalRanges(int[] sizes)
            {
                var ranges = new List<int>();
                for (int i = 0, offset = 0; i < sizes.Length; offset += sizes[i++])
                {
                    if (_sources[i].Annotations.Schema.GetColumnOrNull(AnnotationKinds.CategoricalSlotRanges) is null) continue;
                    VBuffer<int> own = default;
                    _sources[i].Annotations.GetValue(AnnotationKinds.CategoricalSlotRanges, ref own);
                    ranges.AddRange(own.DenseValues().Select(slot => slot + offset));
                }
                return [.. ranges];
            }

            private ValueGetter<VBuffer<T>> MakeGetter<T>(DataViewRow input)
            {
                var readers = _sources.Select(source => source.Type is VectorDataViewType vector
                    ? ReadVector(input.GetGetter<VBuffer<T>>(source), vector.Size, source.Name)
                    : ReadScalar(input.GetGetter<T>(source))).ToArray();
                var parts = new VBuffer<T>[readers.Length];
                return (ref VBuffer<T> destination) =>
                {
                    int length = 0, count = 0;
                    for (int i = 0; i < parts.Length; i++)
                    {
                        readers[i](ref parts[i]);
                        length = checked(length + parts[i].Length);
                        count += parts[i].GetValues().Length;
                    }
                    destination = Join(parts, length, count <= length / 2 ? count : length, ref destination);
                };
            }

            private static ValueGetter<VBuffer<T>> ReadScalar<T>(ValueGetter<T> getter)
            {
                var single = new T[1];
                var buffer = new VBuffer<T>(1, single);
                return (ref VBuffer<T> destination) =>
                {
                    getter(ref single[0]);
                    destination = buffer;
                };
            }

            private static ValueGetter<VBuffer<T>> ReadVector<T>(ValueGetter<VBuffer<T>> getter, int size, string name) =>
                (ref VBuffer<T> destination) =>
            {
                getter(ref destination);
                Check.State(size == 0 || destination.Length == size,
                    $"Column '{name}' has {destination.Length} slots in a row, not {size}.");
            };

            private static VBuffer<T> Join<T>(VBuffer<T>[] parts, int length, int count, ref VBuffer<T> destination)
            {
                var editor = VBufferEditor.Create(ref destination, length, count);
                int offset = 0, next = 0;
                foreach (var part in parts)
                {
                    if (count == length) part.CopyTo(editor.Values, offset);
                    else
                    {
                        var values = part.GetValues();
                        var indices = part.GetIndices();
                        for (int i = 0; i < values.Length; i++)
                        {
                            editor.Values[next] = values[i];
                            editor.Indices[next++] = offset + (part.IsDense ? i : indices[i]);
                        }
                    }
                    offset += part.Length;
                }
                return editor.Commit();
            }
        }
    }
}
