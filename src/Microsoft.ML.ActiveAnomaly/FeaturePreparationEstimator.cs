using System.Globalization;
using ActiveAnomaly.Data;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Makes features of columns: looks at the rows once, and then puts a chain of ML.NET's own transformers together, which ML.NET saves,
/// loads and exports by itself. Immutable and thread safe.
/// </summary>
internal sealed class FeaturePreparationEstimator : IEstimator<ITransformer>
{
    private readonly IHost _host;
    private readonly IReadOnlyList<PreparedColumn> _columns;
    private readonly FeaturePreparationOptions _options;
    private readonly FeaturePreparationSteps _steps;

    public FeaturePreparationEstimator(MLContext mlContext, IReadOnlyList<PreparedColumn> columns, FeaturePreparationOptions options)
    {
        _host = ((IHostEnvironment)mlContext).Register(nameof(FeaturePreparationEstimator));
        _columns = columns;
        _options = options;
        _steps = new FeaturePreparationSteps(mlContext, columns, options);
    }

    /// <summary>Looks at the rows, once, and makes the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="FeatureDataException">The rows cannot become features; the message says why.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DynamicCode.Require();
        foreach (var column in _columns)
        {
            var found = input.Schema.GetColumnOrNull(column.Name)
                ?? throw Missing(column, input.Schema.Where(other => !other.IsHidden).Select(other => other.Name));
            if (!column.IsLike(found.Type))
            {
                throw WrongType(column, found.Type.ToString()!);
            }
        }

        LostCells.Refuse(
            input,
            _columns.Select(column => column.Name).Append(_options.LabelColumnName).OfType<string>()
                .Select(input.Schema.GetColumnOrNull).OfType<DataViewSchema.Column>());
        using var channel = _host.Start("Fit");
        List<ITransformer> transformers = [];
        var schema = Add(transformers, _steps.Conversions(), input.Schema);
        var statistics = FeatureStatistics.Read(
            new TransformerChain<ITransformer>([.. transformers]).Transform(_steps.WithExact(input)), _columns, _options);
        schema = Add(transformers, _steps.Features(statistics), schema);
        Add(transformers, _steps.Restoration(), schema);
        Tell(channel, input.Schema, statistics);
        RoundingWarning.Write(channel, statistics.Roundings);
        return new TransformerChain<ITransformer>([.. transformers]);
    }

    /// <summary>Tells what columns the transformer will give.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (var column in _columns)
        {
            Check(inputSchema, column);
        }

        return _steps.Conversions().Concat(_steps.Features(null)).Concat(_steps.Restoration())
            .Aggregate(inputSchema, (shape, step) => step.Estimator.GetOutputSchema(shape));
    }

    private static DataViewSchema Add(List<ITransformer> transformers, IEnumerable<PreparationStep> steps, DataViewSchema schema)
    {
        foreach (var step in steps)
        {
            var transformer = step.Estimator.Fit(step.Data?.Invoke() ?? new EmptyDataView(schema));
            transformers.Add(transformer);
            schema = transformer.GetOutputSchema(schema);
        }

        return schema;
    }

    private static void Check(SchemaShape shape, PreparedColumn column)
    {
        var kind = column.Type is VectorDataViewType ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar;
        foreach (var other in shape)
        {
            if (other.Name == column.Name)
            {
                if (other.Kind != kind || other.IsKey != column.IsKey || other.ItemType.RawType != column.ItemType.RawType)
                {
                    throw WrongType(column, $"{other.Kind} of {(other.IsKey ? "keys of " : string.Empty)}{other.ItemType}");
                }

                return;
            }
        }

        throw Missing(column, shape.Select(other => other.Name));
    }

    /// <summary>Says what was understood of the columns.</summary>
    private void Tell(IChannel channel, DataViewSchema schema, FeatureStatistics statistics)
    {
        var missing = _options.Imputation == FeatureImputation.Median ? "replaced by medians" : "left so";
        var keys = _columns.Where(column => column.IsKey).Select(column => $"'{column.Name}' ({statistics.KeyCount(column)})");
        var texts = _columns.Where(column => column.IsText).Select(column => $"'{column.Name}' ({statistics.Categories(column).Length})");
        var leftOut = schema.Where(column => !column.IsHidden).Select(column => column.Name)
            .Except(_columns.Select(column => column.Name)).ToList();
        var incomplete = _columns.Where(column => column.IsNumber && statistics.MissingCount(column) > 0)
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"'{column.Name}' ({statistics.MissingCount(column)})")).ToList();
        List<string> parts =
        [
            Part("numbers ", _columns.Where(column => column.IsNumber).Select(column => $"'{column.Name}'")),
            Part("truth values ", _columns.Where(column => column.IsTruthValue).Select(column => $"'{column.Name}'")),
            Part("categories of ", texts.Concat(keys)),
            Part("left out ", leftOut.Select(name => $"'{name}'")),
            Part($"missing values, {missing}, in ", incomplete),
        ];
        channel.Info(
            MessageSensitivity.Schema,
            $"'{_options.OutputColumnName}' of {string.Join("; ", parts.Where(part => part.Length > 0))}; scaling {_options.Scaling}.");
    }

    private static string Part(string what, IEnumerable<string> columns) => columns.Any() ? what + Listing.Of(columns) : string.Empty;

    private static ArgumentOutOfRangeException Missing(PreparedColumn column, IEnumerable<string> others) => ColumnError(
        column.Name,
        $"There is no column '{column.Name}', which features are made of; the columns are {Listing.Quoted(others.Distinct())}. "
        + "Give data of the schema that PrepareFeatures was given.");

    private static ArgumentOutOfRangeException WrongType(PreparedColumn column, string found) => ColumnError(
        column.Name,
        $"The column '{column.Name}' is {found}; in the schema that PrepareFeatures was given it is {column.Type}. "
        + "Give data of that schema.");

    /// <summary>The error for a column of what callers call the input; its value is the column's name.</summary>
    private static ArgumentOutOfRangeException ColumnError(string input, string message) => new(nameof(input), input, message);
}
