namespace ActiveAnomaly.Tables;

/// <summary>What becomes of columns of dates.</summary>
public enum DateCells
{
    /// <summary>Reading stops and asks.</summary>
    Stop,

    /// <summary>Each date becomes a number: the days since the earliest date of its column, with a fraction for the time of day.</summary>
    Days,

    /// <summary>Each date is a text like any other: a category.</summary>
    Category,
}
