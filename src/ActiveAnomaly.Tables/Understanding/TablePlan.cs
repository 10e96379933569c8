namespace ActiveAnomaly.Tables.Understanding;

/// <summary>How the rows of a table are read: what each column is, and what becomes of cells without a value.</summary>
internal sealed record TablePlan
{
    public required IReadOnlyList<PlannedColumn> Columns { get; init; }

    public required char DecimalSeparator { get; init; }

    public required MissingCells Missing { get; init; }

    public required OutOfRangeCells OutOfRange { get; init; }

    public required IReadOnlyList<string> MissingTexts { get; init; }

    public required int MostCategories { get; init; }

    public required int? MostRows { get; init; }

    public int? LabelIndex { get; init; }

    public LabelSchema? Label { get; init; }

    /// <summary>Gets the columns that are left out, each with the reason.</summary>
    public required IReadOnlyList<(string Name, string Reason)> LeftOut { get; init; }

    public required IReadOnlyList<TableNote> Notes { get; init; }

    /// <summary>Gets a value indicating whether the spaces around a category are no part of it.</summary>
    public required bool TrimsCategories { get; init; }

    /// <summary>Gets the word for the place of a row.</summary>
    public required string PlaceWord { get; init; }

    /// <summary>Gets a value indicating whether the table is read for a model: none of its columns can be left out.</summary>
    public bool IsForModel => Columns.Any(column => column.Trained is not null);
}
