namespace ActiveAnomaly.Tables;

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers: one feature.</summary>
    Number,

    /// <summary>True or false: one feature, 1 or 0.</summary>
    Boolean,

    /// <summary>Dates: one feature, the days since the earliest date of the training table.</summary>
    Date,

    /// <summary>Texts: one feature a category, 1 in the rows of that category and 0 in the others.</summary>
    Category,
}
