using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Tool.Input;

/// <summary>Gives tables to ML.NET, whatever their columns are called.</summary>
internal static class TableView
{
    /// <summary>
    /// Gives the name that the label column has in <see cref="ToView"/>: its own, unless the features are written to a column of that name.
    /// </summary>
    /// <returns>The name; null where there is no label column.</returns>
    public static string? LabelName(this Table table) => table.Schema.Label is not { } label ? null
        : ((string[])[label.Name, Table.LabelColumnName]).Concat(Enumerable.Range(2, int.MaxValue - 2).Select(number => $"Label{number}"))
            .First(name => name != DetectorTrainerOptions.DefaultFeatureColumnName && table.Columns.All(column => column.Name != name));

    /// <summary>Gives a table to ML.NET.</summary>
    public static IDataView ToView(this Table table) => table.LabelName() is { } name ? table.ToDataView(name) : table.ToDataView();
}
