using ActiveAnomaly.Explanations;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// An explainer as an ML.NET transformer: adds a vector of Single, what each feature adds to a row's score, in the features' order and with
/// their names. Works in chains, behind the model or without it, and in prediction engines, and is saved and loaded by mlContext.Model with
/// the same bits; the model is saved with it. Immutable and thread safe.
/// </summary>
/// <remarks>
/// <para>
/// The contributions sum to the row's score less <see cref="Explainer.BaseValue"/>. All are NaN where a feature is NaN; infinite features
/// share the largest finite number among themselves.
/// </para>
/// <para>
/// After loading, ML.NET gives a chain of its own transformers: <see cref="ActiveAnomalyCatalog.GetExplainers"/> finds the explainer in it.
/// ML.NET saves neither names nor size of a vector that a custom mapping makes: the loaded column is a vector of unknown size without slot
/// names. The names are those of the features, and in the explainer (its background's feature names).
/// </para>
/// </remarks>
public sealed class ExplanationTransformer : ITransformer
{
    private readonly MLContext _mlContext;
    private readonly ExplanationColumns _columns;
    private readonly DataViewSchema _inputSchema;
    private readonly FeatureMatrixShape _shape;
    private readonly ITransformer _inner;

    internal ExplanationTransformer(MLContext mlContext, Explainer explainer, ExplanationColumns columns, DataViewSchema inputSchema)
    {
        Explainer = explainer;
        _mlContext = mlContext;
        _columns = columns;
        _inputSchema = inputSchema;
        var features = PoolReader.FeatureColumn(inputSchema, columns.Feature, explainer.Model.FeatureCount);
        _shape = new FeatureMatrixShape(
            explainer.Model.FeatureCount, explainer.BackgroundRows.FeatureNames ?? PoolReader.FeatureNames(features));
        _inner = ExplanationPipeline.Create(mlContext, ExplainerText.Reference(explainer), columns, inputSchema, _shape);
    }

    /// <summary>Gets the explainer: the model, what rows are compared with, and how.</summary>
    public Explainer Explainer { get; }

    /// <summary>Gets the name of the features column.</summary>
    public string FeatureColumnName => _columns.Feature;

    /// <summary>Gets the name of the contributions column.</summary>
    public string ContributionsColumnName => _columns.Contributions;

    /// <summary>Gets a value indicating whether rows map to rows one by one; always true.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Adds the contributions column.</summary>
    /// <param name="input">The rows; they are explained when they are read.</param>
    /// <returns>The rows with the column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Require(input.Schema);
        return _inner.Transform(input);
    }

    /// <summary>Tells what <see cref="Transform"/> gives.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <returns>The output's schema.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Require(inputSchema);
        return _inner.GetOutputSchema(inputSchema);
    }

    /// <summary>Gives the mapping of single rows that prediction engines use.</summary>
    /// <param name="inputSchema">The input's schema.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The features column is missing, of a wrong type or of another size.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Require(inputSchema);
        return _inner.GetRowToRowMapper(inputSchema);
    }

    /// <summary>
    /// Saves a chain of built-in transformers that carries the explainer: the context has no member that a third party could use.
    /// </summary>
    /// <param name="ctx">The context that ML.NET hands in.</param>
    /// <exception cref="NotSupportedException">
    /// No codec for models of this type is registered: <see cref="global::ActiveAnomaly.Persistence.DetectorModelFormat.Register"/>.
    /// </exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        ExplanationPipeline.Create(_mlContext, ExplainerText.Encode(Explainer), _columns, _inputSchema, _shape).Save(ctx);

    private void Require(DataViewSchema schema) =>
        PoolReader.FeatureColumn(schema, FeatureColumnName, Explainer.Model.FeatureCount);
}
