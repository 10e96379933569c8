using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// A trained detector as an ML.NET transformer: adds a Single score (higher is more anomalous), a Boolean predicted label, and, of a
/// calibrated model, the Single probability of being abnormal. Works in
/// chains and prediction engines, and is saved and loaded by mlContext.Model with the same bits. Immutable and thread safe.
/// </summary>
/// <remarks>
/// A row with a feature that is NaN, a missing value, scores NaN and is predicted normal: nothing is known of it. A row with an infinite
/// feature, such as ML.NET's scalers make of an extreme finite value, scores the largest finite number and is predicted abnormal; it is
/// finite because AnomalyDetection.Evaluate passes over scores that are not.
///
/// After loading, ML.NET gives a chain of its own transformers: <see cref="ActiveAnomalyCatalog.GetDetectorModel"/> finds the model
/// in it.
/// </remarks>
public class DetectorTransformer : ITransformer
{
    private readonly MLContext _mlContext;
    private readonly ScoringColumns _columns;
    private readonly DataViewSchema _inputSchema;
    private readonly ITransformer _inner;

    internal DetectorTransformer(MLContext mlContext, DetectorModel model, ScoringColumns columns, DataViewSchema inputSchema)
        : this(mlContext, model, calibration: null, columns, inputSchema)
    {
    }

    /// <summary>Creates a transformer of a calibration's model, or of the model itself where there is none.</summary>
    internal DetectorTransformer(
        MLContext mlContext, DetectorModel model, Calibration? calibration, ScoringColumns columns, DataViewSchema inputSchema)
    {
        model = calibration?.Model ?? model;
        Calibration = calibration;
        Model = model;
        _mlContext = mlContext;
        _columns = columns;
        _inputSchema = inputSchema;
        PoolReader.FeatureColumn(inputSchema, columns.Feature, model.FeatureCount);
        HasProbability = model.TryGet<IProbability>(out _);
        _inner = ScoringPipeline.Create(mlContext, ModelText.Reference(model), HasProbabilityColumn, columns, inputSchema);
    }

    /// <summary>Gets the trained model: options, seed, threshold, and what else its type tells.</summary>
    public DetectorModel Model { get; }

    /// <summary>Gets the name of the features column.</summary>
    public string FeatureColumnName => _columns.Feature;

    /// <summary>Gets the name of the score column.</summary>
    public string ScoreColumnName => _columns.Score;

    /// <summary>Gets the name of the predicted-label column.</summary>
    public string PredictedLabelColumnName => _columns.PredictedLabel;

    /// <summary>
    /// Gets the calibration of the model, which finds thresholds for other rates of false alarms, and says why there is no probability
    /// where there is none; null where the options ask for no calibration. It is not saved.
    /// </summary>
    public Calibration? Calibration { get; }

    /// <summary>
    /// Gets a value indicating whether the model gives a probability: it is a calibrated one (<see cref="IProbability"/>). Where the
    /// options ask for calibration and the labels were too few for it, there is none, and the probability column holds NaN.
    /// </summary>
    public bool HasProbability { get; }

    /// <summary>
    /// Gets the name of the probability column, which is added where <see cref="HasProbability"/> is true or the options ask for
    /// calibration.
    /// </summary>
    public string ProbabilityColumnName => _columns.Probability;

    private bool HasProbabilityColumn => HasProbability || Calibration is not null;

    /// <summary>Gets a value indicating whether rows map to rows one by one; always true.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>
    /// Adds the score and predicted-label columns, and that of the probability where the model gives one or was to give one.
    /// </summary>
    /// <param name="input">The rows; they are scored when they are read.</param>
    /// <returns>The rows with these columns.</returns>
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

    /// <summary>
    /// Saves a chain of built-in transformers that carries the model: the context has no member that a third party could use.
    /// </summary>
    /// <param name="ctx">The context that ML.NET hands in.</param>
    /// <exception cref="NotSupportedException">
    /// No codec for models of this type is registered: <see cref="global::ActiveAnomaly.Persistence.DetectorModelFormat.Register"/>.
    /// </exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        ScoringPipeline.CreateSaved(_mlContext, Model, HasProbabilityColumn, _columns, _inputSchema).Save(ctx);
}
