using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML
{
    public static class NormalizationCatalog
    {
        public static NormalizingEstimator NormalizeMinMax(
            this TransformsCatalog catalog,
            string outputColumnName,
            string inputColumnName = null,
            long maximumExampleCount = 1000000000,
            bool fixZero = true) =>
            new(NormalizingEstimator.Mode.MinMax, outputColumnName, inputColumnName, maximumExampleCount, fixZero);

        public static NormalizingEstimator NormalizeMeanVariance(
            this TransformsCatalog catalog,
            string outputColumnName,
            string inputColumnName = null,
            long maximumExampleCount = 1000000000,
            bool fixZero = true,
            bool useCdf = false)
        {
            if (useCdf) throw new NotSupportedException("The stand-in does not normalise by the cumulative distribution.");
            return new(NormalizingEstimator.Mode.MeanVariance, outputColumnName, inputColumnName, maximumExampleCount, fixZero);
        }
    }
}

namespace Microsoft.ML.Transforms
{
    public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
    {
        private readonly Mode _mode;
        private readonly string _output;
        private readonly string _input;
        private readonly long _maximumExampleCount;
        private readonly bool _fixZero;

        internal NormalizingEstimator(Mode mode, string output, string input, long maximumExampleCount, bool fixZero)
        {
            Check.NotEmpty(output, "name");
            Check.Argument(maximumExampleCount > 1, nameof(maximumExampleCount), "Two examples at least are needed.");
            (_mode, _output, _input, _maximumExampleCount, _fixZero) = (mode, output, input ?? output, maximumExampleCount, fixZero);
        }

        internal enum Mode
        {
            MinMax,
            MeanVariance,
        }

        public NormalizingTransformer Fit(IDataView input)
        {
            Check.NotNull(input, nameof(input));
            var column = input.Schema.GetColumnOrNull(_input) ?? throw Check.MissingColumn("data", _input);
            NormalizingTransformer.CheckType(column);
            return column.Type.ItemType() == NumberDataViewType.Single ? Fit<float>(input, column) : Fit<double>(input, column);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Check.NotNull(inputSchema, nameof(inputSchema));
            var column = inputSchema.Find(_input);
            if (column.Kind == SchemaShape.Column.VectorKind.VariableVector
                || (column.ItemType != NumberDataViewType.Single && column.ItemType != NumberDataViewType.Double))
                throw Check.WrongType(nameof(inputSchema), _input,
                    "Single or Double, or a vector of known size of these", column.Describe());
            var annotations = new List<SchemaShape.Column> { SchemaShape.Column.Of(AnnotationKinds.IsNormalized,
                BooleanDataViewType.Instance) };
            if (column.Annotations.Has(AnnotationKinds.SlotNames)) annotations.Add(column.Annotations.Find(AnnotationKinds.SlotNames));
            return inputSchema.With(new SchemaShape.Column(_output, column.Kind, column.ItemType, column.IsKey,
                new SchemaShape(annotations)));
        }

        private NormalizingTransformer Fit<T>(IDataView input, DataViewSchema.Column column) where T : struct, IFloatingPointIeee754<T>
        {
            int size = (column.Type as VectorDataViewType)?.Size ?? 1;
            IStatistics<T> statistics = _mode == Mode.MinMax ? new MinMax<T>(size) : new Moments<T>(size);
            using var cursor = input.GetRowCursor([column]);
            var getter = SlotReader<T>(cursor, column);
            VBuffer<T> values = default;
            for (long seen = 0; seen < _maximumExampleCount && cursor.MoveNext(); seen++)
            {
                getter(ref values);
                Check.State(values.Length == size, $"Column '{column.Name}' has {values.Length} slots in a row, not {size}.");
                var dense = new T[size];
                values.CopyTo(dense);
                for (int i = 0; i < size; i++) statistics.Add(i, dense[i]);
            }
            var (scale, offset) = (new double[size], new double[size]);
            for (int i = 0; i < size; i++)
            {
                var (s, o) = statistics.ScaleAndOffset(i, _fixZero);
                (scale[i], offset[i]) = (double.CreateChecked(s), double.CreateChecked(o));
            }
            return new NormalizingTransformer((_output, _input), column.Type, scale, offset);
        }

        private static ValueGetter<VBuffer<T>> SlotReader<T>(DataViewRow row, DataViewSchema.Column column)
        {
            if (column.Type is VectorDataViewType) return row.GetGetter<VBuffer<T>>(column);
            var getter = row.GetGetter<T>(column);
            return (ref VBuffer<T> values) =>
            {
                var editor = VBufferEditor.Create(ref values, 1);
                getter(ref editor.Values[0]);
                values = editor.Commit();
            };
        }

        private interface IStatistics<T>
        {
            void Add(int slot, T value);

            /// <summary>The normalised value is (value - offset) * scale; a slot that does not vary becomes 0.</summary>
            (T Scale, T Offset) ScaleAndOffset(int slot, bool fixZero);
        }

        /// <summary>NaN is passed over, infinities count.</summary>
        private sealed class MinMax<T>(int size) : IStatistics<T> where T : struct, IFloatingPointIeee754<T>
        {
            private readonly T[] _min = [.. Enumerable.Repeat(T.PositiveInfinity, size)];
            private readonly T[] _max = [.. Enumerable.Repeat(T.NegativeInfinity, size)];

            public void Add(int slot, T value)
            {
                if (value > _max[slot]) _max[slot] = value;
                if (value < _min[slot]) _min[slot] = value;
            }

            public (T Scale, T Offset) ScaleAndOffset(int slot, bool fixZero)
            {
                var (min, max) = (_min[slot], _max[slot]);
                if (!(max > min)) return (T.Zero, T.Zero);
                if (fixZero) return (T.One / T.Max(T.Abs(max), T.Abs(min)), T.Zero);
                var scale = T.One / (max - min);
                return (scale, scale == T.Zero ? T.Zero : min);
            }
        }

        /// <summary>
        /// Mean and variance by Welford's method over the finite values that are not zero; zeros are merged in at the end.
        /// </summary>
        private sealed class Moments<T>(int size) : IStatistics<T> where T : struct, IFloatingPointIeee754<T>
        {
            private readonly double[] _mean = new double[size];
            private readonly double[] _squares = new double[size];
            private readonly long[] _count = new long[size];
            private readonly long[] _zeros = new long[size];

            public void Add(int slot, T value)
            {
                if (value == T.Zero) _zeros[slot]++;
                if (value == T.Zero || !T.IsFinite(value)) return;
                double x = double.CreateChecked(value);
                double delta = x - _mean[slot];
                _mean[slot] += delta / ++_count[slot];
                _squares[slot] += delta * (x - _mean[slot]);
            }

            public (T Scale, T Offset) ScaleAndOffset(int slot, bool fixZero)
            {
                var (mean, squares, count) = (_mean[slot], _squares[slot], _count[slot] + _zeros[slot]);
                if (_zeros[slot] > 0)
                {
                    double merged = mean - mean * _zeros[slot] / count;
                    squares += mean * merged * _zeros[slot];
                    mean = merged;
                }
                if (squares == 0) return (T.Zero, T.Zero);
                double variance = squares / count;
                if (fixZero) return (T.One / T.CreateChecked(Math.Sqrt(variance + mean * mean)), T.Zero);
                var scale = T.One / T.CreateChecked(Math.Sqrt(variance));
                return (scale, scale == T.Zero ? T.Zero : T.CreateChecked(mean));
            }
        }
    }

    public sealed class NormalizingTransformer : OneToOneTransformerBase
    {
        private readonly DataViewType _type;
        private readonly double[] _scale;
        private readonly double[] _offset;

        internal NormalizingTransformer((string Output, string Input) columns, DataViewType type, double[] scale, double[] offset)
            : base(columns) =>
            (_type, _scale, _offset) = (type, scale, offset);

        internal static ITransformer Load(ModelLoadContext ctx) => new NormalizingTransformer(
            ctx.ReadPairs()[0], ValueFormat.ReadType(ctx.Reader), ValueFormat.ReadArray<double>(ctx.Reader),
                ValueFormat.ReadArray<double>(ctx.Reader));

        internal static void CheckType(DataViewSchema.Column column)
        {
            var item = column.Type.ItemType();
            if (column.Type is VectorDataViewType { IsKnownSize: false }
                || (item != NumberDataViewType.Single && item != NumberDataViewType.Double))
                throw Check.WrongType("inputSchema", column.Name,
                    "Single or Double, or a vector of known size of these", column.Type.ToString());
        }

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.Begin(ModelFormat.Normalize);
            ctx.Write(ColumnPairs);
            ValueFormat.WriteType(ctx.Writer, _type);
            ValueFormat.WriteArray(ctx.Writer, _scale);
            ValueFormat.WriteArray(ctx.Writer, _offset);
        }

        private protected override DataViewSchema.DetachedColumn MakeColumn(int index, DataViewSchema.Column input)
        {
            CheckType(input);
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddIsNormalized();
            annotations.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new(ColumnPairs[index].Output, _type, annotations.ToAnnotations());
        }

        private protected override Delegate MakeGetter(int index, DataViewRow row, DataViewSchema.Column input) =>
            _type.ItemType() == NumberDataViewType.Single ? MakeGetter<float>(row, input) : MakeGetter<double>(row, input);

        private Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column input) where T : struct, IFloatingPointIeee754<T>
        {
            T[] scale = [.. _scale.Select(T.CreateChecked)], offset = [.. _offset.Select(T.CreateChecked)];
            if (_type is not VectorDataViewType)
            {
                var getter = row.GetGetter<T>(input);
                return (ValueGetter<T>)((ref T value) =>
                {
                    getter(ref value);
                    value = (value - offset[0]) * scale[0];
                });
            }
            var vectorGetter = row.GetGetter<VBuffer<T>>(input);
            VBuffer<T> source = default;
            var values = new T[scale.Length];
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
            {
                vectorGetter(ref source);
                Check.State(source.Length == values.Length,
                    $"Column '{input.Name}' has {source.Length} slots in a row, not {values.Length}.");
                source.CopyTo(values);
                for (int i = 0; i < values.Length; i++) values[i] = (values[i] - offset[i]) * scale[i];
                SparseVector.Store(values, ref destination);
            });
        }
    }
}

namespace Microsoft.ML.Data
{
    internal static class SparseVector
    {
        /// <summary>Stores values as ML.NET's transformers do: sparse where fewer than half of them differ from zero.</summary>
        public static void Store<T>(ReadOnlySpan<T> values, ref VBuffer<T> destination) where T : struct, INumberBase<T>
        {
            int count = 0;
            foreach (var value in values)
                if (!T.IsZero(value)) count++;
            if (count > 0 && count >= values.Length / 2)
            {
                var dense = VBufferEditor.Create(ref destination, values.Length);
                for (int i = 0; i < values.Length; i++) dense.Values[i] = T.IsZero(values[i]) ? T.Zero : values[i]; // no negative zero
                destination = dense.Commit();
                return;
            }
            var sparse = VBufferEditor.Create(ref destination, values.Length, count);
            for (int i = 0, next = 0; i < values.Length; i++)
            {
                if (T.IsZero(values[i])) continue;
                sparse.Values[next] = values[i];
                sparse.Indices[next++] = i;
            }
            destination = sparse.Commit();
        }
    }
}
