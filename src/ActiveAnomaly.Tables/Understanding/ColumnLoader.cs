using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Collects the cells of a column, row by row.</summary>
internal abstract class ColumnLoader(PlannedColumn plan)
{
    protected PlannedColumn Plan { get; } = plan;

    public static ColumnLoader Of(PlannedColumn column, TablePlan plan, CellReader cells, int rowCount) =>
        column.Kind == ColumnKind.Category
            ? new CategoryLoader(column, plan, cells, rowCount)
            : new NumberLoader(column, plan, cells, rowCount);

    /// <summary>Adds the next row's cell.</summary>
    /// <returns>Whether it has a value.</returns>
    public abstract bool Add(Cell cell, long line);

    /// <summary>Takes back the cell added last: its row is left out.</summary>
    public abstract void RemoveLast();

    /// <summary>Says why the cells cannot become features; null where they can.</summary>
    public virtual TableException? Refusal() => null;

    /// <summary>Fills what is missing. There is no refusal.</summary>
    /// <param name="lines">The line of each row.</param>
    /// <param name="notes">Receives what the user may not have meant.</param>
    /// <returns>The column; null where no row has a value in it.</returns>
    public abstract TableColumn? Finish(IReadOnlyList<long> lines, List<TableNote> notes);
}
