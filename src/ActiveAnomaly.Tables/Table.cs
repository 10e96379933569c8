using ActiveAnomaly.Data;
using ActiveAnomaly.Tables.Understanding;
using ActiveAnomaly.Tables.Views;
using Microsoft.ML;

namespace ActiveAnomaly.Tables;

/// <summary>
/// A table that was read: its rows, columns and labels, and what was understood of it. Immutable, and so safe to share between threads.
/// </summary>
public sealed class Table
{
    /// <summary>The name that the label column gets in <see cref="ToDataView"/> by default, as ML.NET has it.</summary>
    public const string LabelColumnName = "Label";

    private readonly IReadOnlyList<string> _description;

    internal Table(
        TableLayout layout,
        TableProfile profile,
        TablePlan plan,
        TableColumn[] columns,
        long[] lines,
        ulong[] rowHashes,
        TableOrigin origin,
        PoolLabels labels,
        int droppedRowCount,
        List<TableNote> notes)
    {
        Name = layout.Source.Name;
        PlaceWord = layout.Source.PlaceWord;
        Columns = columns;
        Labels = labels;
        DroppedRowCount = droppedRowCount;
        Lines = lines;
        RowHashes = rowHashes;
        Origin = origin;
        Schema = new TableSchema
        {
            Dialect = layout.Source.Dialect with { HasHeader = layout.HasHeader, DecimalSeparator = plan.DecimalSeparator },
            Columns = [.. columns.Select(column => column.Schema)],
            Label = plan.Label,
            IgnoredColumns = [.. plan.LeftOut.Select(column => column.Name)],
            Missing = plan.Missing,
            OutOfRange = plan.OutOfRange,
            MissingTexts = plan.MissingTexts,
        };
        LabelNotes.Add(this, plan.IsForModel, notes);
        Notes = notes;
        _description = TableDescription.Of(this, layout, profile, plan);
    }

    private Table(Table all, TableColumn[] columns, long[] lines, ulong[] rowHashes, PoolLabels labels)
    {
        Name = all.Name;
        PlaceWord = all.PlaceWord;
        Schema = all.Schema;
        Notes = all.Notes;
        DroppedRowCount = all.DroppedRowCount;
        Columns = columns;
        Labels = labels;
        Lines = lines;
        RowHashes = rowHashes;
        Origin = all.Origin;
        _description = all._description;
    }

    /// <summary>Gets the name of the table for messages: a file's name.</summary>
    public string Name { get; }

    /// <summary>Gets what was understood, to be kept with a model (<see cref="ModelFile"/>).</summary>
    public TableSchema Schema { get; }

    /// <summary>Gets the number of rows, n.</summary>
    public int RowCount => Lines.Length;

    /// <summary>Gets the columns that become features.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Gets the labels of the rows; without a label column none has one.</summary>
    public PoolLabels Labels { get; }

    /// <summary>Gets the number of rows that were left out because a cell had no value.</summary>
    public int DroppedRowCount { get; }

    /// <summary>Gets what the owner of the table may not have meant.</summary>
    public IReadOnlyList<TableNote> Notes { get; }

    /// <summary>Gets the number of features that the columns become.</summary>
    public int FeatureCount => Columns.Sum(column => column.FeatureCount);

    /// <summary>Gets the word for the place of a row: "line", or "row" where there are no lines.</summary>
    public string PlaceWord { get; }

    /// <summary>Gets the line of each row [n].</summary>
    internal long[] Lines { get; }

    /// <summary>Gets the hash of the cells of each row, with those of columns that are left out [n].</summary>
    internal ulong[] RowHashes { get; }

    /// <summary>Gets what the source was when the rows were read.</summary>
    internal TableOrigin Origin { get; }

    /// <summary>
    /// Gets the place of a row in the file: the line that it begins in, from 1 (the row, from 0, where there are no lines).
    /// </summary>
    /// <param name="rowIndex">The row, from 0.</param>
    /// <returns>The line.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public long LineOf(int rowIndex) => (uint)rowIndex < (uint)Lines.Length
        ? Lines[rowIndex]
        : throw new ArgumentOutOfRangeException(nameof(rowIndex), rowIndex, $"The rows of '{Name}' are 0 to {Lines.Length - 1}.");

    /// <summary>
    /// Says what was understood, a line each: how the table is written, rows, features, labels, what was filled or left out. Of a table of
    /// some of the rows (<see cref="Select"/>), it says what was understood of all.
    /// </summary>
    /// <returns>The lines; notes come last, warnings begin with "Warning:".</returns>
    public IReadOnlyList<string> Describe() => _description;

    /// <summary>Takes some of the rows. What was understood of all, notes and counts of filled cells among it, stays.</summary>
    /// <param name="rowIndices">The rows wanted, in order; a row may come more than once.</param>
    /// <returns>A table of these rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Select(ReadOnlySpan<int> rowIndices)
    {
        var lines = new long[rowIndices.Length];
        var hashes = new ulong[rowIndices.Length];
        var labels = new RowLabel[rowIndices.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = LineOf(rowIndices[i]);
            hashes[i] = RowHashes[rowIndices[i]];
            labels[i] = Labels[rowIndices[i]];
        }

        var columns = new TableColumn[Columns.Count];
        for (var k = 0; k < columns.Length; k++)
        {
            columns[k] = Columns[k].Select(rowIndices);
        }

        return new Table(this, columns, lines, hashes, PoolLabels.Copy(labels));
    }

    /// <summary>
    /// Gives the table to ML.NET: every column by its name, numbers, truth values and dates as Single, categories as text (empty where the
    /// training table had no such category), and, where there is a label column, a column of labels as Single: 1 abnormal, 0 normal, NaN
    /// unlabelled. Nothing is missing in it.
    /// </summary>
    /// <param name="labelColumnName">The name that the label column gets.</param>
    /// <returns>The rows in order; cursors may read it from several threads.</returns>
    /// <exception cref="ArgumentException">A feature's column has the label column's name.</exception>
    public IDataView ToDataView(string labelColumnName = LabelColumnName) =>
        TableDataView.Of(Columns, Schema.Label, Labels, RowCount, labelColumnName);
}
