using ActiveAnomaly.Detectors;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// A trained model as a chain of ML.NET's own transformers, which ML.NET saves and loads by itself: a constant key column,
/// a value map from that key to the model as text, and a mapping from features and text to the score. Helper columns have
/// fixed names, because schema definitions are not saved; copies lead from and to the user's names.
/// </summary>
internal static class ScoringPipeline
{
    internal const string KeyColumn = "__ActiveAnomaly.Key";
    internal const string StateColumn = "__ActiveAnomaly.State";
    internal const string FeaturesColumn = "__ActiveAnomaly.Features";
    internal const string ScoreColumn = "__ActiveAnomaly.Score";
    internal const string LabelColumn = "__ActiveAnomaly.PredictedLabel";
    internal const string ProbabilityColumn = "__ActiveAnomaly.Probability";
    private const string CheckColumn = "__ActiveAnomaly.Check";

    /// <summary>
    /// Makes the chain that a file holds: before the chain for the text of a model stands what refuses features of another type or number
    /// by the name of the user's column.
    /// </summary>
    public static ITransformer CreateSaved(
        MLContext mlContext, DetectorModel model, bool hasProbability, ScoringColumns columns, DataViewSchema inputSchema)
    {
        var check = FeatureCheck(mlContext, model.FeatureCount, columns.Feature);
        var checkedSchema = check.GetOutputSchema(inputSchema);
        var drop = mlContext.Transforms.DropColumns(CheckColumn).Fit(new EmptyDataView(checkedSchema));
        return new TransformerChain<ITransformer>(
            check, drop, Create(mlContext, ModelText.Encode(model), hasProbability, columns, drop.GetOutputSchema(checkedSchema)));
    }

    /// <summary>Makes the chain for the text of a model.</summary>
    public static ITransformer Create(
        MLContext mlContext, string state, bool hasProbability, ScoringColumns columns, DataViewSchema inputSchema)
    {
        var transforms = mlContext.Transforms;
        var keyed = transforms.CopyColumns(FeaturesColumn, columns.Feature)
            .Append(transforms.CustomMapping<NoColumns, ModelKey>(ModelKeyMapping.Map, ModelKeyMapping.Contract))
            .Append(transforms.Conversion.MapValue(StateColumn, [KeyValuePair.Create(ModelKeyMapping.Key, state)], KeyColumn));
        var view = new EmptyDataView(inputSchema);
        return hasProbability
            ? keyed
                .Append(transforms.CustomMapping<ScoringInput, CalibratedScoringOutput>(
                    new RowScorer().MapCalibrated, CalibratedScoreMapping.Contract))
                .Append(transforms.CopyColumns(columns.Score, ScoreColumn))
                .Append(transforms.CopyColumns(columns.PredictedLabel, LabelColumn))
                .Append(transforms.CopyColumns(columns.Probability, ProbabilityColumn))
                .Append(transforms.DropColumns(
                    FeaturesColumn, KeyColumn, StateColumn, ScoreColumn, LabelColumn, ProbabilityColumn))
                .Fit(view)
            : keyed
                .Append(transforms.CustomMapping<ScoringInput, ScoringOutput>(new RowScorer().Map, ScoreMapping.Contract))
                .Append(transforms.CopyColumns(columns.Score, ScoreColumn))
                .Append(transforms.CopyColumns(columns.PredictedLabel, LabelColumn))
                .Append(transforms.DropColumns(FeaturesColumn, KeyColumn, StateColumn, ScoreColumn, LabelColumn))
                .Fit(view);
    }

    /// <summary>The shape of the output: columns of any name and type come from a mapping that is never run.</summary>
    public static SchemaShape OutputShape(MLContext mlContext, SchemaShape input, bool hasProbability, ScoringColumns columns)
    {
        var definition = SchemaDefinition.Create(hasProbability ? typeof(CalibratedScoringOutput) : typeof(ScoringOutput));
        foreach (var column in definition)
        {
            column.ColumnName = column.MemberName switch
            {
                nameof(CalibratedScoringOutput.Score) => columns.Score,
                nameof(CalibratedScoringOutput.PredictedLabel) => columns.PredictedLabel,
                _ => columns.Probability,
            };
        }

        var transforms = mlContext.Transforms;
        return hasProbability
            ? transforms.CustomMapping<NoColumns, CalibratedScoringOutput>((_, _) => { }, null, null, definition).GetOutputSchema(input)
            : transforms.CustomMapping<NoColumns, ScoringOutput>((_, _) => { }, null, null, definition).GetOutputSchema(input);
    }

    /// <summary>Finds the models in a transformer, loaded or not, in the order of the chain.</summary>
    public static IEnumerable<DetectorModel> Models(MLContext mlContext, ITransformer transformer)
    {
        switch (transformer)
        {
            case DetectorTransformer detector:
                yield return detector.Model;
                break;
            case IEnumerable<ITransformer> chain:
                ITransformer? previous = null;
                foreach (var part in chain)
                {
                    if (previous is CustomMappingTransformer<NoColumns, ModelKey>)
                    {
                        yield return ReadState(mlContext, part);
                    }

                    foreach (var model in Models(mlContext, part))
                    {
                        yield return model;
                    }

                    previous = part;
                }

                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Makes a transformer of which only the check of its input matters. A loaded model consists of ML.NET's transformers alone, and a
    /// mapping of ours sees rows, not schemas. Of ML.NET's transformers with free column names this is the one that keeps the type it
    /// was fitted on, and says for another what was expected and what came: "Schema mismatch for input column 'Features': expected
    /// Vector&lt;Single, 33&gt;, got Vector&lt;Single, 5&gt;". The column that it adds is dropped, and never computed.
    /// </summary>
    private static ApproximatedKernelTransformer FeatureCheck(MLContext mlContext, int featureCount, string featureColumn)
    {
        var definition = SchemaDefinition.Create(typeof(CheckedRow));
        definition[0].ColumnName = featureColumn;
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
        var row = mlContext.Data.LoadFromEnumerable([new CheckedRow { Features = new float[featureCount] }], definition);
        var generator = new GaussianKernel();
        return mlContext.Transforms.ApproximatedKernelMap(CheckColumn, featureColumn, rank: 1, generator: generator, seed: 0).Fit(row);
    }

    /// <summary>Reads the model that a value map of a chain holds.</summary>
    public static DetectorModel ReadState(MLContext mlContext, ITransformer map)
    {
        var key = mlContext.Data.LoadFromEnumerable([new ModelKey { Key = ModelKeyMapping.Key }]);
        return ModelText.Model(map.Transform(key).GetColumn<ReadOnlyMemory<char>>(StateColumn).Single());
    }

    private sealed class CheckedRow
    {
        public float[] Features { get; set; } = [];
    }
}
