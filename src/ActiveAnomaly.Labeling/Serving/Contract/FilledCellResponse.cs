namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A cell without a value, and what it was filled with before the model saw it.</summary>
internal sealed record FilledCellResponse
{
    /// <summary>The column, from 0.</summary>
    public required int Column { get; init; }

    /// <summary>The median or the most frequent category of the column, as a text.</summary>
    public required string Text { get; init; }
}
