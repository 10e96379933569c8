using ActiveAnomaly.Explanations;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// An explainer as a chain of ML.NET's own transformers, which ML.NET saves and loads by itself; as <see cref="ScoringPipeline"/> does it
/// for models.
/// </summary>
internal static class ExplanationPipeline
{
    internal const string KeyColumn = "__ActiveAnomaly.ExplainerKey";
    internal const string StateColumn = "__ActiveAnomaly.ExplainerState";
    internal const string FeaturesColumn = "__ActiveAnomaly.ExplainedFeatures";
    internal const string ContributionsColumn = "__ActiveAnomaly.Contributions";

    private const string SlotNames = "SlotNames";

    /// <summary>Makes the chain for the text of an explainer.</summary>
    /// <param name="mlContext">Where it belongs.</param>
    /// <param name="state">The text.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="inputSchema">The schema.</param>
    /// <param name="rows">What the explainer's features are: their number and names.</param>
    public static ITransformer Create(
        MLContext mlContext, string state, ExplanationColumns columns, DataViewSchema inputSchema, FeatureMatrixShape rows)
    {
        var transforms = mlContext.Transforms;
        return transforms.CopyColumns(FeaturesColumn, columns.Feature)
            .Append(transforms.CustomMapping<NoColumns, ExplainerKey>(ExplainerKeyMapping.Map, ExplainerKeyMapping.Contract))
            .Append(transforms.Conversion.MapValue(StateColumn, [KeyValuePair.Create(ExplainerKeyMapping.Key, state)], KeyColumn))
            .Append(transforms.CustomMapping<ExplanationInput, ExplanationOutput>(
                new RowExplainer().Map, ExplanationMapping.Contract, null, Output(ContributionsColumn, rows)))
            .Append(transforms.CopyColumns(columns.Contributions, ContributionsColumn))
            .Append(transforms.DropColumns(FeaturesColumn, KeyColumn, StateColumn, ContributionsColumn))
            .Fit(new EmptyDataView(inputSchema));
    }

    /// <summary>The shape of the output.</summary>
    public static SchemaShape OutputShape(MLContext mlContext, SchemaShape input, ExplanationColumns columns, FeatureMatrixShape rows) =>
        mlContext.Transforms
            .CustomMapping<NoColumns, ExplanationOutput>((_, _) => { }, null, null, Output(columns.Contributions, rows))
            .GetOutputSchema(input);

    /// <summary>Finds the explainers in a transformer, loaded or not, in the order of the chain.</summary>
    public static IEnumerable<Explainer> Explainers(MLContext mlContext, ITransformer transformer)
    {
        switch (transformer)
        {
            case ExplanationTransformer explaining:
                yield return explaining.Explainer;
                break;
            case IEnumerable<ITransformer> chain:
                ITransformer? previous = null;
                foreach (var part in chain)
                {
                    if (previous is CustomMappingTransformer<NoColumns, ExplainerKey>)
                    {
                        var key = mlContext.Data.LoadFromEnumerable([new ExplainerKey { Key = ExplainerKeyMapping.Key }]);
                        yield return ExplainerText.Explainer(part.Transform(key).GetColumn<ReadOnlyMemory<char>>(StateColumn).Single());
                    }

                    foreach (var explainer in Explainers(mlContext, part))
                    {
                        yield return explainer;
                    }

                    previous = part;
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The output column: a vector of known size, with the features' names where they have some.</summary>
    private static SchemaDefinition Output(string name, FeatureMatrixShape rows)
    {
        var definition = SchemaDefinition.Create(typeof(ExplanationOutput));
        var column = definition.Single();
        column.ColumnName = name;
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.FeatureCount);
        if (rows.FeatureNames is { } names)
        {
            column.AddAnnotation(
                SlotNames,
                new VBuffer<ReadOnlyMemory<char>>(rows.FeatureCount, [.. names.Select(feature => feature.AsMemory())]),
                new VectorDataViewType(TextDataViewType.Instance, rows.FeatureCount));
        }

        return definition;
    }
}
