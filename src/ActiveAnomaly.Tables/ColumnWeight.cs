using System.Globalization;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;

namespace ActiveAnomaly.Tables;

/// <summary>How much a column of a table counts for a model, as far as the answers say. Immutable.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Weight">What differences in it are multiplied by, at least 0; 1 where the answers say nothing.</param>
/// <param name="TimesMean">How many times the mean of all columns' weights that is.</param>
public sealed record ColumnWeight(string Column, float Weight, float TimesMean)
{
    /// <summary>
    /// Gives what the columns of a table weigh (<see cref="GaussianProcessModel.FeatureWeights"/>), the largest first.
    /// </summary>
    /// <param name="model">The model, of the features of the columns.</param>
    /// <param name="columns">The table's columns.</param>
    /// <returns>The weights; null where the columns count alike, or the model has no weights.</returns>
    /// <exception cref="ArgumentException">The columns have not the model's number of features.</exception>
    public static IReadOnlyList<ColumnWeight>? Of(DetectorModel model, IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(columns);
        if (!model.TryGet<GaussianProcessModel>(out var gaussian) || gaussian.FeatureWeights is not { } weights)
        {
            return null;
        }

        var featureCount = columns.Sum(column => column.FeatureCount);
        if (featureCount != weights.Count)
        {
            throw new ArgumentException(
                $"The columns become {featureCount} features, and the model has {weights.Count}; give the columns of its table.",
                nameof(columns));
        }

        // Features follow the columns, and those of one column's categories weigh the same.
        var first = 0;
        var columnWeights = new List<(string Column, float Weight)>();
        foreach (var column in columns)
        {
            columnWeights.Add((column.Name, weights[first]));
            first += column.FeatureCount;
        }

        var mean = columnWeights.Average(column => column.Weight);
        return
        [
            .. columnWeights.OrderByDescending(column => column.Weight)
                .Select(column => new ColumnWeight(column.Column, column.Weight, mean > 0 ? column.Weight / mean : 1)),
        ];
    }

    /// <summary>Gives name and multiple of the mean, such as "amount (3.1 x)".</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{Column} ({TimesMean.ToString(TimesMean < 100 ? "G2" : "F0", CultureInfo.InvariantCulture)} x)";
}
