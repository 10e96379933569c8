using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace ActiveAnomaly.Onnx.Pipelines;

/// <summary>A step of a pipeline that is no chain of others, with the columns before and behind it.</summary>
/// <param name="Transformer">The step.</param>
/// <param name="Input">The columns before it.</param>
/// <param name="Output">The columns behind it.</param>
/// <param name="Detector">What it reads and adds where it is a detector, else null.</param>
internal sealed record PipelineStep(ITransformer Transformer, DataViewSchema Input, DataViewSchema Output, DetectorStep? Detector)
{
    /// <summary>Whether it does nothing but leave columns out or put them in another order.</summary>
    public bool OnlySelects => Transformer is ColumnSelectingTransformer;

    /// <summary>What the step is called in messages: its type's name, behind that of the type that it is nested in.</summary>
    public string Name
    {
        get
        {
            var type = Transformer.GetType();
            var name = type.Name.Split('`')[0];
            return type.DeclaringType is { } outer ? $"{outer.Name}.{name}" : name;
        }
    }

    /// <summary>Takes a pipeline apart: chains, also chains in chains, into their steps.</summary>
    public static IReadOnlyList<PipelineStep> Of(MLContext mlContext, ITransformer transformer, DataViewSchema schema)
    {
        var steps = new List<PipelineStep>();
        foreach (var part in Parts(transformer))
        {
            var output = part.GetOutputSchema(schema);
            steps.Add(new PipelineStep(part, schema, output, DetectorOf(mlContext, part, steps)));
            schema = output;
        }

        return steps;
    }

    /// <summary>
    /// Tells whether a column that comes out is new: another may have had the same name before, which is then hidden and still there.
    /// </summary>
    public bool Adds(string column) => !OnlySelects && Count(Output, column) > Count(Input, column);

    /// <summary>Gives the columns that some of those behind the step are made of.</summary>
    public IEnumerable<string> Sources(IEnumerable<string> columns) => Transformer.GetRowToRowMapper(Input)
        .GetDependencies(columns.Select(name => Output[name])).Select(column => column.Name).Distinct();

    private static IEnumerable<ITransformer> Parts(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [transformer];

    private static int Count(DataViewSchema schema, string name) => schema.Count(column => column.Name == name);

    /// <summary>
    /// A detector is one step as Fit gives it. After loading it is a mapping, with a map before it that holds the model, and copies
    /// before and behind it that lead from and to the user's columns.
    /// </summary>
    private static DetectorStep? DetectorOf(MLContext mlContext, ITransformer part, List<PipelineStep> before) => part switch
    {
        DetectorTransformer fitted => new DetectorStep(
            fitted.Model,
            fitted.FeatureColumnName,
            new OnnxOutputNames
            {
                Score = fitted.ScoreColumnName,
                PredictedLabel = fitted.PredictedLabelColumnName,
                Probability = fitted.ProbabilityColumnName,
            }),
        CustomMappingTransformer<ScoringInput, ScoringOutput> or CustomMappingTransformer<ScoringInput, CalibratedScoringOutput> =>
            new DetectorStep(
                ScoringPipeline.ReadState(mlContext, before.Last(step => step.Transformer is ValueMappingTransformer).Transformer),
                ScoringPipeline.FeaturesColumn,
                new OnnxOutputNames
                {
                    Score = ScoringPipeline.ScoreColumn,
                    PredictedLabel = ScoringPipeline.LabelColumn,
                    Probability = ScoringPipeline.ProbabilityColumn,
                }),
        _ => null,
    };
}
