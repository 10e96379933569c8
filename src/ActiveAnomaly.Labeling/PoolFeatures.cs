using ActiveAnomaly.Data;
using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;
using Microsoft.ML.Data;

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
        return new PoolFeatures(mlContext, data, preparation, Read(preparation.Transform(data), table.RowCount, cancellationToken));
    }

    private static FeatureMatrix Read(IDataView prepared, int rowCount, CancellationToken cancellationToken)
    {
        var column = prepared.Schema[DetectorTrainerOptions.DefaultFeatureColumnName];
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        var builder = new FeatureMatrixBuilder(names.Length, rowCount, [.. names.DenseValues().Select(name => name.ToString())]);
        using var cursor = prepared.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var features = default(VBuffer<float>);
        var dense = new float[names.Length];
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getter(ref features);
            features.CopyTo(dense);
            builder.Add(dense);
        }

        return builder.ToMatrix();
    }
}
