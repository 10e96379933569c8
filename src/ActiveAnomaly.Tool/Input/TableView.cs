using ActiveAnomaly.Tables;
using Microsoft.ML;
using Microsoft.ML.ActiveAnomaly;

namespace ActiveAnomaly.Tool.Input;

/// <summary>Gives tables to ML.NET, whatever their columns are called.</summary>
internal static class TableView
{
    /// <summary>
    /// Gives the name that the label column has in <see cref="ToView(Table)"/>: its own, unless the features are written to a column of
    /// that name.
    /// </summary>
    /// <returns>The name; null where there is no label column.</returns>
    public static string? LabelName(this Table table) => LabelName(table.Columns, table.Schema.Label);

    /// <summary>Gives a table to ML.NET.</summary>
    public static IDataView ToView(this Table table) => table.LabelName() is { } name ? table.ToDataView(name) : table.ToDataView();

    /// <summary>Gives a batch of a table's rows to ML.NET.</summary>
    public static IDataView ToView(this TableBatch batch) =>
        LabelName(batch.Columns, batch.Label) is { } name ? batch.ToDataView(name) : batch.ToDataView();

    private static string? LabelName(IReadOnlyList<TableColumn> columns, LabelSchema? label) => label is null ? null
        : ((string[])[label.Name, Table.LabelColumnName]).Concat(Enumerable.Range(2, int.MaxValue - 2).Select(number => $"Label{number}"))
            .First(name => name != DetectorTrainerOptions.DefaultFeatureColumnName && columns.All(column => column.Name != name));
}
