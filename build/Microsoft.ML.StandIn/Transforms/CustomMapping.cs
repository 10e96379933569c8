using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML
{
    public static class CustomMappingCatalog
    {
        public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
            this TransformsCatalog catalog,
            Action<TSrc, TDst> mapAction,
            string contractName,
            SchemaDefinition inputSchemaDefinition = null,
            SchemaDefinition outputSchemaDefinition = null)
            where TSrc : class, new()
            where TDst : class, new() =>
            new(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
    }
}

namespace Microsoft.ML.Transforms
{
    /// <summary>Names the contract of a factory. The class has this name in ML.NET; one writes CustomMappingFactoryAttribute.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CustomMappingFactoryAttributeAttribute : ExtensionBaseAttribute
    {
        public CustomMappingFactoryAttributeAttribute(string contractName) : base(contractName) { }
    }

    internal interface ICustomMappingFactory
    {
        ITransformer CreateTransformer(string contractName);
    }

    public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
        where TSrc : class, new()
        where TDst : class, new()
    {
        public abstract Action<TSrc, TDst> GetMapping();

        ITransformer ICustomMappingFactory.CreateTransformer(string contractName) =>
            new CustomMappingTransformer<TSrc, TDst>(GetMapping(), contractName, null, null);
    }

    /// <summary>A saved mapping names its contract, and the assembly to find the contract's factory in.</summary>
    internal static class CustomMappingFormat
    {
        public static ITransformer Load(ModelLoadContext ctx)
        {
            string contractName = ctx.Reader.ReadString();
            ctx.Environment.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.Reader.ReadString()));
            return ctx.Environment.ComponentCatalog.CreateFactory(contractName) is ICustomMappingFactory factory
                ? factory.CreateTransformer(contractName)
                : throw new InvalidOperationException($"The class of the contract '{contractName}' is no CustomMappingFactory.");
        }
    }

    public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
        where TSrc : class, new()
        where TDst : class, new()
    {
        internal CustomMappingEstimator(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input, SchemaDefinition output)
            : base(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, input, output)) { }

        public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            foreach (var binding in MemberBinding.Of(typeof(TSrc), Transformer.Input, SchemaDefinition.Direction.Both))
            {
                var expected = SchemaShape.Column.Of(binding.Column.Name, binding.Column.Type);
                var found = inputSchema.Find(expected.Name);
                bool kindFits = expected.Kind switch
                {
                    SchemaShape.Column.VectorKind.VariableVector => found.Kind != SchemaShape.Column.VectorKind.Scalar,
                    _ => found.Kind == expected.Kind,
                };
                if (found.ItemType != expected.ItemType || found.IsKey != expected.IsKey || !kindFits)
                    throw Check.WrongType(nameof(inputSchema), expected.Name, expected.Describe(), found.Describe());
            }
            return inputSchema.With([.. SchemaShape.Create(MemberBinding.SchemaOf(Transformer.Added))]);
        }
    }

    /// <summary>Adds columns that a user's action computes: once a row, however many of them are read.</summary>
    public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
        where TSrc : class, new()
        where TDst : class, new()
    {
        private readonly Action<TSrc, TDst> _mapAction;
        private readonly string _contractName;

        internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input,
            SchemaDefinition output)
        {
            Check.NotNull(mapAction, nameof(mapAction));
            (_mapAction, _contractName, Input) = (mapAction, contractName, input);
            Added = MemberBinding.Of(typeof(TDst), output, SchemaDefinition.Direction.Write);
        }

        internal SchemaDefinition Input { get; }

        internal MemberBinding[] Added { get; }

        bool ITransformer.IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

        public IDataView Transform(IDataView input)
        {
            Check.NotNull(input, nameof(input));
            return new MappedDataView(input, Map(input.Schema));
        }

        IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

        void ICanSaveModel.Save(ModelSaveContext ctx)
        {
            Check.State(_contractName is not null, "A custom mapping without a contract name cannot be saved.");
            ctx.Begin(ModelFormat.CustomMapping);
            ctx.Writer.Write(_contractName);
            ctx.Writer.Write(_mapAction.Method.DeclaringType!.Assembly.FullName!);
        }

        private RowMapping Map(DataViewSchema inputSchema)
        {
            Check.NotNull(inputSchema, nameof(inputSchema));
            return RowMapping.Adding(inputSchema, new Mapper(this, inputSchema));
        }

        private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema schema) : RowMapper
        {
            private readonly ObjectWriter<TSrc> _source = new(schema, ignoreMissingColumns: false, parent.Input);

            public override DataViewSchema.DetachedColumn[] Added { get; } = [.. parent.Added.Select(binding => binding.Column)];

            public override IEnumerable<int> DependenciesOf(int added) => _source.Columns.Select(column => column.Index);

            public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
            {
                var source = new TSrc();
                var target = new TDst();
                var fill = _source.Bind(input);
                var row = new ObjectRow<TDst>(parent.Added);
                long served = -1;
                Action refresh = () =>
                {
                    if (served == input.Position) return;
                    fill(source);
                    parent._mapAction(source, target);
                    row.Set(target);
                    served = input.Position;
                };
                return [.. active.Select((isActive, i) => !isActive ? null
                    : (Delegate)Generic.Call(Refreshing<int>, Added[i].Type.RawType, row.RawGetters[i], refresh))];
            }

            private static ValueGetter<T> Refreshing<T>(Delegate getter, Action refresh)
            {
                var inner = (ValueGetter<T>)getter;
                return (ref T value) =>
                {
                    refresh();
                    inner(ref value);
                };
            }
        }
    }
}
