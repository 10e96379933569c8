using System.Collections;
using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Understanding;

namespace ActiveAnomaly.Tables;

/// <summary>
/// The rows of a table that is read for a model, batch by batch (<see cref="TableReader.ReadBatchesAs"/>). Each enumeration goes through
/// the file once more and holds one batch at a time; several may run at once.
/// </summary>
public sealed class TableBatches : IEnumerable<TableBatch>
{
    private readonly TableLayout _layout;
    private readonly TablePlan _plan;
    private readonly int _batchSize;
    private readonly CancellationToken _cancellationToken;

    internal TableBatches(TableLayout layout, long recordCount, TablePlan plan, int batchSize, CancellationToken cancellationToken)
    {
        _layout = layout;
        _plan = plan;
        _batchSize = batchSize;
        _cancellationToken = cancellationToken;
        RecordCount = recordCount;
        Notes = [.. layout.Source.Notes, .. layout.Notes, .. plan.Notes];
    }

    /// <summary>Gets the name of the table for messages: the file's.</summary>
    public string Name => _layout.Source.Name;

    /// <summary>Gets the word for the place of a row: "line", or "row" where there are no lines.</summary>
    public string PlaceWord => _layout.Source.PlaceWord;

    /// <summary>Gets the number of rows of the file.</summary>
    public long RecordCount { get; }

    /// <summary>
    /// Gets the number of rows that are taken: all, or the most that are wanted. Where rows with missing cells are dropped, the batches
    /// together have fewer.
    /// </summary>
    public long TakenCount => Math.Min(RecordCount, _plan.MostRows ?? long.MaxValue);

    /// <summary>
    /// Gets what the owner of the table may not have meant, texts in columns of numbers among it. Cells that are filled, clipped or of an
    /// unknown category are counted by the batches.
    /// </summary>
    public IReadOnlyList<TableNote> Notes { get; }

    /// <summary>Reads the rows; none where the file has none.</summary>
    /// <returns>The batches, in order.</returns>
    /// <exception cref="TableException">
    /// Thrown on the way: a label means nothing that is known, every row has a missing cell and is dropped, or the file is not what it was.
    /// </exception>
    /// <exception cref="OperationCanceledException">Thrown on the way: reading was cancelled.</exception>
    public IEnumerator<TableBatch> GetEnumerator()
    {
        var meanings = new Dictionary<string, RowLabel>(StringComparer.Ordinal);
        Func<RowCursor, RowLabel> labelOf = _plan.LabelIndex is { } label
            ? row => TableLoader.Label(row, label, _layout, _plan.Label!, meanings)
            : _ => RowLabel.Unlabeled;
        var (batch, taken) = (new Collected(_plan, _batchSize), 0L);
        using var rows = _layout.Open(_cancellationToken);
        while (rows.MoveNext())
        {
            if (rows.Index >= RecordCount)
            {
                throw TableLoader.Changed(_layout);
            }

            if (TableLoader.IsTaken(rows.Index, RecordCount, _plan.MostRows) && batch.Add(rows, labelOf, _layout))
            {
                taken++;
                if (batch.Count == _batchSize)
                {
                    yield return batch.ToBatch();
                    batch = new Collected(_plan, _batchSize);
                }
            }
        }

        if (rows.Index + 1 != RecordCount || !_layout.Source.IsUnchanged)
        {
            throw TableLoader.Changed(_layout);
        }

        if (taken == 0 && RecordCount > 0)
        {
            throw TableLoader.NothingLeft(_layout, _plan, TakenCount);
        }

        if (batch.Count > 0)
        {
            yield return batch.ToBatch();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The rows of the batch to come.</summary>
    private sealed class Collected(TablePlan plan, int batchSize)
    {
        private readonly ColumnLoader[] _columns =
        [
            .. plan.Columns.Select(
                column => ColumnLoader.Of(column, plan, new CellReader(plan.MissingTexts, column.DateFormat), batchSize)),
        ];

        private readonly List<RowLabel> _labels = new(batchSize);
        private readonly List<long> _lines = new(batchSize);

        public int Count => _lines.Count;

        /// <summary>Adds the current row, unless a cell of it is missing and such rows are dropped.</summary>
        public bool Add(RowCursor rows, Func<RowCursor, RowLabel> labelOf, TableLayout layout)
        {
            var isComplete = true;
            for (var k = 0; k < _columns.Length; k++)
            {
                isComplete &= _columns[k].Add(rows.Field(plan.Columns[k].Index), rows.Line);
            }

            if (!isComplete && plan.Missing == MissingCells.Stop)
            {
                // The first pass over the rows would have found it.
                throw TableLoader.Changed(layout);
            }

            if (!isComplete && plan.Missing == MissingCells.DropRow)
            {
                Array.ForEach(_columns, column => column.RemoveLast());
                return false;
            }

            _labels.Add(labelOf(rows));
            _lines.Add(rows.Line);
            return true;
        }

        /// <summary>Makes the batch. A column of a model's is never without a value: it is filled as in training.</summary>
        public TableBatch ToBatch()
        {
            var notes = new List<TableNote>();
            return new TableBatch(
                [.. _columns.Select(column => column.Finish(_lines, notes)!)],
                plan.Label,
                PoolLabels.Copy(CollectionsMarshal.AsSpan(_labels)),
                [.. _lines]);
        }
    }
}
