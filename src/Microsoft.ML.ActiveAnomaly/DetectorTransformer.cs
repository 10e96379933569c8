using ActiveAnomaly.Detectors;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// A trained detector as an ML.NET transformer: adds a Single score (higher is more anomalous; NaN where a feature is NaN
/// or infinite) and a Boolean predicted label. Works in chains and prediction engines, and is saved and loaded by
/// mlContext.Model with the same bits. Immutable and thread safe.
/// </summary>
/// <remarks>After loading, ML.NET gives a chain of its own transformers: <see cref="ActiveAnomalyCatalog.GetDetectorModel"/> finds the model in it.</remarks>
public class DetectorTransformer : ITransformer
{
    private readonly ITransformer _inner;

    internal DetectorTransformer(
        MLContext mlContext, DetectorModel model, string featureColumnName, string scoreColumnName, string predictedLabelColumnName, IDataView data)
    {
        Model = model;
        FeatureColumnName = featureColumnName;
        ScoreColumnName = scoreColumnName;
        PredictedLabelColumnName = predictedLabelColumnName;
        PoolReader.FeatureColumn(data.Schema, FeatureColumnName, model.FeatureCount);
        _inner = ScoringPipeline.Create(
            mlContext, model, FeatureColumnName, ScoreColumnName, PredictedLabelColumnName, data);
    }

    /// <summary>Gets the trained model: options, seed, weights, centre and threshold.</summary>
    public DetectorModel Model { get; }

    /// <summary>Gets the name of the features column.</summary>
    public string FeatureColumnName { get; }

    /// <summary>Gets the name of the score column.</summary>
    public string ScoreColumnName { get; }

    /// <summary>Gets the name of the predicted-label column.</summary>
    public string PredictedLabelColumnName { get; }

    /// <summary>Gets a value indicating whether rows map to rows one by one; always true.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Adds the score and predicted-label columns.</summary>
    /// <param name="input">The rows; they are scored when they are read.</param>
    /// <returns>The rows with both columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        PoolReader.FeatureColumn(input.Schema, FeatureColumnName, Model.FeatureCount);
        return _inner.Transform(input);
    }

    /// <summary>Tells what <see cref="Transform"/> gives.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <returns>The output's schema.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PoolReader.FeatureColumn(inputSchema, FeatureColumnName, Model.FeatureCount);
        return _inner.GetOutputSchema(inputSchema);
    }

    /// <summary>Gives the mapping of single rows that prediction engines use.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PoolReader.FeatureColumn(inputSchema, FeatureColumnName, Model.FeatureCount);
        return _inner.GetRowToRowMapper(inputSchema);
    }

    /// <summary>Saves the chain of built-in transformers that carries the model: the context has no member that a third party could use.</summary>
    /// <param name="ctx">The context that ML.NET hands in.</param>
    void ICanSaveModel.Save(ModelSaveContext ctx) => _inner.Save(ctx);
}
