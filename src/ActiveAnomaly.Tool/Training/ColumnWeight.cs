using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Tool.Training;

/// <summary>How much a column counts for a model.</summary>
/// <param name="Column">The column.</param>
/// <param name="Weight">What its differences are multiplied by; 1 where the labels say nothing.</param>
internal sealed record ColumnWeight(string Column, float Weight)
{
    /// <summary>
    /// Gives what the columns of a table weigh, the largest first; null where they count alike, or the model has no weights.
    /// </summary>
    public static ColumnWeight[]? Of(DetectorModel model, IReadOnlyList<TableColumn> columns)
    {
        if (!model.TryGet<GaussianProcessModel>(out var gaussian) || gaussian.FeatureWeights is not { } weights)
        {
            return null;
        }

        // Features follow the columns, and those of one column's categories weigh the same.
        var first = 0;
        var columnWeights = new List<ColumnWeight>();
        foreach (var column in columns)
        {
            columnWeights.Add(new ColumnWeight(column.Name, weights[first]));
            first += column.FeatureCount;
        }

        return [.. columnWeights.OrderByDescending(column => column.Weight)];
    }
}
