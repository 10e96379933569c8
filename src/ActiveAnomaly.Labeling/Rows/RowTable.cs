using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>
/// A pool's rows as a table to look through: searched, filtered, sorted. The last searches and orders are kept, so that leafing through
/// costs little. Thread safe.
/// </summary>
public sealed class RowTable
{
    private const int KeptOrderCount = 8;
    private const int KeptSearchCount = 4;

    private readonly LabelingPool _pool;
    private readonly int[] _searchedColumns;
    private readonly RecentValues<(RowSort Sort, bool Descending, ModelState? Model), int[]> _orders = new(KeptOrderCount);
    private readonly RecentValues<string, bool[]> _searches = new(KeptSearchCount);

    /// <summary>Creates the table.</summary>
    /// <param name="pool">The pool.</param>
    public RowTable(LabelingPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _pool = pool;
        _searchedColumns = [.. pool.Columns.Where(column => !column.IsHidden).Select(column => column.Index)];
    }

    /// <summary>Finds rows.</summary>
    /// <param name="query">Which, and in which order.</param>
    /// <param name="marks">What the session says of the rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Some of the rows, and how many there are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is out of its range, or there is no such filter or column, or the column is hidden.
    /// </exception>
    /// <exception cref="ArgumentException">The marks are of another number of rows.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RowPage Find(RowQuery query, RowMarks marks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(marks);
        query.Validate();
        RequireColumn(query);
        if (marks.RowCount != _pool.RowCount)
        {
            throw new ArgumentException(
                $"The session has {marks.RowCount} rows, '{_pool.Name}' has {_pool.RowCount}. Give the marks of the pool's session.",
                nameof(marks));
        }

        var isFound = string.IsNullOrWhiteSpace(query.Search)
            ? null
            : _searches.Get(query.Search.Trim(), text => Found(text, cancellationToken));
        var order = _orders.Get(
            (query.Sort, query.Descending, query.Sort == RowSort.Score ? marks.Model : null),
            key => RowOrder.Of(_pool, key.Sort, key.Descending, key.Model, cancellationToken));
        var (total, page) = (0, new List<int>(query.Count));
        foreach (var row in order)
        {
            if ((isFound is null || isFound[row]) && IsWanted(query.Filter, marks, row))
            {
                if (total >= query.Offset && page.Count < query.Count)
                {
                    page.Add(row);
                }

                total++;
            }
        }

        return new RowPage(total, page);
    }

    private static bool IsWanted(RowFilter filter, RowMarks marks, int row) => filter switch
    {
        RowFilter.All => true,
        RowFilter.Unlabeled => marks.DecisionOf(row) is null,
        RowFilter.Normal => marks.DecisionOf(row) == Answer.Normal,
        RowFilter.Abnormal => marks.DecisionOf(row) == Answer.Abnormal,
        RowFilter.Skipped => marks.DecisionOf(row) == Answer.Skip,
        RowFilter.Flagged => marks.IsFlagged(row),
        RowFilter.Disagreed => marks.IsDisagreed(row),
        _ => marks.IsNoted(row),
    };

    private bool[] Found(string text, CancellationToken cancellationToken)
    {
        var isFound = new bool[_pool.RowCount];
        foreach (var row in _pool.Cells.Find(text, _searchedColumns, cancellationToken))
        {
            isFound[row] = true;
        }

        return isFound;
    }

    private void RequireColumn(RowQuery query)
    {
        if (query.Sort.Column is { } column && (column >= _pool.Columns.Count || _pool.Columns[column].IsHidden))
        {
            throw new ArgumentOutOfRangeException(
                nameof(query),
                column,
                column < _pool.Columns.Count
                    ? $"The column '{_pool.Columns[column].Name}' is hidden; sort by another."
                    : $"There is no column {column}; those of '{_pool.Name}' are 0 to {_pool.Columns.Count - 1}.");
        }
    }
}
