namespace ActiveAnomaly.Tables;

/// <summary>
/// What becomes of cells without a value, and of cells of a column of numbers that hold no number. In a table for a model, truth values and
/// dates written otherwise than in training are neither: they stop reading.
/// </summary>
public enum MissingCells
{
    /// <summary>Reading stops, and lists the first five with line, column and text.</summary>
    Stop,

    /// <summary>They get the median of their column's numbers; in a column of categories the most frequent category.</summary>
    Median,

    /// <summary>Their rows are left out.</summary>
    DropRow,
}
