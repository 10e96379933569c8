using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Labeling;

/// <summary>The features of a table's rows, and the transformer that makes them.</summary>
/// <param name="MLContext">Where the transformer belongs.</param>
/// <param name="Data">The rows as ML.NET has them.</param>
/// <param name="Preparation">What makes features of them.</param>
/// <param name="Matrix">The features [n x d], named.</param>
internal sealed record PoolFeatures(MLContext MLContext, IDataView Data, ITransformer Preparation, FeatureMatrix Matrix)
{
    /// <summary>Makes the features of a table's rows.</summary>
    public static PoolFeatures Of(Table table, FeatureScaling scaling, CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(seed: 0);
        var label = table.Schema.Label?.Name;
        var data = table.ToDataView(label ?? Table.LabelColumnName);

        // The table's reader has seen to it that no column has too many categories.
        var preparation = mlContext.ActiveAnomaly().PrepareFeatures(
            data.Schema,
            new FeaturePreparationOptions { LabelColumnName = label, MostCategories = int.MaxValue, Scaling = scaling }).Fit(data);
        var (matrix, _) = PoolReader.Read(
            preparation.Transform(data), DetectorTrainerOptions.DefaultFeatureColumnName, labelColumnName: null, cancellationToken);
        return new PoolFeatures(mlContext, data, preparation, matrix);
    }
}
