using System.Globalization;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// What one pass over all rows finds: what the cells of each column look like that is gone through, and the label values.
/// </summary>
internal sealed class TableProfile
{
    private readonly long[] _unsteady;
    private readonly double[] _previous;

    private TableProfile(TableLayout layout, int? labelColumn)
    {
        LabelColumn = labelColumn;
        Columns = [.. layout.ColumnNames.Select(name => new ColumnProfile(name))];
        _unsteady = new long[Columns.Length];
        _previous = new double[Columns.Length];
    }

    public ColumnProfile[] Columns { get; }

    /// <summary>Gets the index of the label column, or null where there is none.</summary>
    public int? LabelColumn { get; }

    public LabelProfile Labels { get; } = new();

    public long RowCount { get; private set; }

    /// <summary>Goes through all rows.</summary>
    /// <param name="layout">The table.</param>
    /// <param name="cellsOf">Gives what reads the cells of a column; null for one that nothing is asked of.</param>
    /// <param name="labelColumn">The index of the label column, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static TableProfile Of(
        TableLayout layout, Func<int, CellReader?> cellsOf, int? labelColumn, CancellationToken cancellationToken)
    {
        var profile = new TableProfile(layout, labelColumn);
        (int Column, CellReader Cells)[] read =
        [
            .. from column in Enumerable.Range(0, profile.Columns.Length)
               where column != labelColumn
               let cells = cellsOf(column)
               where cells is not null
               select (column, cells),
        ];
        using var rows = layout.Open(cancellationToken);
        while (rows.MoveNext())
        {
            foreach (var (column, cells) in read)
            {
                var cell = rows.Field(column);
                var kind = cells.Classify(cell);
                profile.Add(column, kind, cell, rows, cells.IsNumberAndDate(kind, cell));
            }

            if (labelColumn is { } label)
            {
                profile.Labels.Add(rows.Field(label), rows.Line);
            }
        }

        profile.RowCount = rows.Index + 1;
        return profile;
    }

    /// <summary>
    /// Tells whether every cell of a column is a whole number, one more than the one above it: a row number. Numbers that double precision
    /// may not tell from the next are none.
    /// </summary>
    public bool Counts(int column) => RowCount > 2 && _unsteady[column] == 0;

    private void Add(int column, CellKind kind, Cell cell, RowCursor rows, bool isDateToo)
    {
        Columns[column].Add(kind, cell, rows.Line, isDateToo);
        if (_unsteady[column] == 0)
        {
            var number = cell.IsNumber ? cell.Number
                : kind == CellKind.WholeNumber
                    && long.TryParse(cell.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole
                : double.NaN;
            var isSteady = Math.Abs(number) < LargeWholes.Smallest && (rows.Index == 0 || number == _previous[column] + 1);
            _unsteady[column] += isSteady ? 0 : 1;
            _previous[column] = number;
        }
    }
}
