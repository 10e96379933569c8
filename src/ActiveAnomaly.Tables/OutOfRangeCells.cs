namespace ActiveAnomaly.Tables;

/// <summary>
/// What becomes of cells that single precision cannot hold: infinities, magnitudes above 3.4e38, and magnitudes below 1.2e-38 that are
/// not 0.
/// </summary>
public enum OutOfRangeCells
{
    /// <summary>Reading stops, and lists the first five with line, column and text.</summary>
    Stop,

    /// <summary>
    /// The largest become the largest number of their column that can be held, the smallest the smallest, and tiny ones 0.
    /// </summary>
    Clip,

    /// <summary>They count as missing.</summary>
    Missing,
}
