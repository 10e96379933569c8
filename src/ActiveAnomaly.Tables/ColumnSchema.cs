namespace ActiveAnomaly.Tables;

/// <summary>What was understood of a column of the training table, and holds for every table that is read for its model.</summary>
public sealed record ColumnSchema
{
    /// <summary>Gets the column's name, trimmed.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what its cells are.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>
    /// Gets the number that a missing cell gets: the median of the training table's cells. Days for dates; null for categories.
    /// </summary>
    public double? FillNumber { get; init; }

    /// <summary>Gets the category that a missing cell gets: the training table's most frequent; null for other columns.</summary>
    public string? FillCategory { get; init; }

    /// <summary>Gets the categories, in ordinal order; none for other columns.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Gets the smallest number of the training table, to which smaller ones than single precision holds are clipped.</summary>
    public double? Smallest { get; init; }

    /// <summary>Gets the largest number of the training table, to which larger ones than single precision holds are clipped.</summary>
    public double? Largest { get; init; }

    /// <summary>Gets the date from which days are counted; null for other columns.</summary>
    public DateTime? FirstDate { get; init; }

    /// <summary>Gets the format of the dates in .NET's letters, or null for ISO 8601.</summary>
    public string? DateFormat { get; init; }
}
