using ActiveAnomaly.Data;
using ActiveAnomaly.Tables.Views;
using Microsoft.ML;

namespace ActiveAnomaly.Tables;

/// <summary>
/// Some rows of a table, one after the other, that was read for a model (<see cref="TableReader.ReadBatchesAs"/>). Immutable, and so safe
/// to share between threads.
/// </summary>
public sealed class TableBatch
{
    private readonly long[] _lines;

    internal TableBatch(IReadOnlyList<TableColumn> columns, LabelSchema? label, PoolLabels labels, long[] lines)
    {
        Columns = columns;
        Label = label;
        Labels = labels;
        _lines = lines;
    }

    /// <summary>Gets the number of rows, at least 1.</summary>
    public int RowCount => _lines.Length;

    /// <summary>Gets the columns that become features; their counts of filled, clipped and unknown cells are of these rows.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Gets the label column, or null where there is none.</summary>
    public LabelSchema? Label { get; }

    /// <summary>Gets the labels of the rows; without a label column none has one.</summary>
    public PoolLabels Labels { get; }

    /// <summary>
    /// Gets the place of a row in the file: the line that it begins in, from 1 (the row, from 0, where there are no lines).
    /// </summary>
    /// <param name="rowIndex">The row of the batch, from 0.</param>
    /// <returns>The line.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public long LineOf(int rowIndex) => (uint)rowIndex < (uint)_lines.Length
        ? _lines[rowIndex]
        : throw new ArgumentOutOfRangeException(nameof(rowIndex), rowIndex, $"The rows of the batch are 0 to {_lines.Length - 1}.");

    /// <summary>Gives the rows to ML.NET, as <see cref="Table.ToDataView"/> does those of a table.</summary>
    /// <param name="labelColumnName">The name that the label column gets.</param>
    /// <returns>The rows in order; cursors may read it from several threads.</returns>
    /// <exception cref="ArgumentException">A feature's column has the label column's name.</exception>
    public IDataView ToDataView(string labelColumnName = Table.LabelColumnName) =>
        TableDataView.Of(Columns, Label, Labels, RowCount, labelColumnName);
}
