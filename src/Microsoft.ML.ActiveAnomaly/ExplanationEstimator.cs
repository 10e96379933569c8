using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Explanations;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Makes a transformer that explains a trained model's scores: what it learns is which rows of the data are ordinary, so that others are
/// compared with them (<see cref="Background"/>). Immutable and thread safe. Two fits on the same data give the same bits.
/// </summary>
public sealed class ExplanationEstimator : IEstimator<ExplanationTransformer>
{
    private readonly MLContext _mlContext;
    private readonly IHost _host;
    private readonly ExplanationOptions _options;
    private readonly ExplanationColumns _columns;

    internal ExplanationEstimator(MLContext mlContext, DetectorModel model, ExplanationOptions options)
    {
        _mlContext = mlContext;
        _host = ((IHostEnvironment)mlContext).Register(nameof(ExplanationEstimator));
        _options = options;
        _columns = new ExplanationColumns(options.FeatureColumnName, options.ContributionsColumnName);
        Model = model;
    }

    /// <summary>Gets the model whose scores are explained.</summary>
    public DetectorModel Model { get; }

    /// <summary>Chooses what rows are compared with.</summary>
    /// <param name="input">Rows such as the model was trained on; their features are read once.</param>
    /// <returns>A transformer that adds the contributions column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    /// <exception cref="FeatureDataException">A feature is NaN or infinite; the message names row and column.</exception>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="NotSupportedException">The program has making code turned off, which ML.NET needs.</exception>
    public ExplanationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DynamicCode.Require();
        using var channel = _host.Start("Fit");
        PoolReader.FeatureColumn(input.Schema, _columns.Feature, Model.FeatureCount);
        var (pool, _) = PoolReader.Read(input, _columns.Feature, labelColumnName: null, _options.CancellationToken);
        var background = Background.Ordinary(Model, pool, _options.BackgroundRowCount, _options.CancellationToken);
        var explainer = new Explainer(Model, background, _options.Explainer);
        channel.Info(
            MessageSensitivity.None,
            $"{Model.Name}: rows are compared with {background.RowCount} ordinary ones of {pool.RowCount}, whose mean score is "
            + $"{explainer.BaseValue}; contributions are {(explainer.IsOwn ? "computed by the model" : "sampled")}.");
        return new ExplanationTransformer(_mlContext, explainer, _columns, input.Schema);
    }

    /// <summary>Tells what columns the transformer will give.</summary>
    /// <param name="inputSchema">The shape of the input.</param>
    /// <returns>The input's columns, and a vector of Single.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PoolReader.CheckFeatures(inputSchema, _columns.Feature);
        return ExplanationPipeline.OutputShape(
            _mlContext, inputSchema, _columns, new FeatureMatrixShape(Model.FeatureCount, FeatureNames: null));
    }
}
