namespace ActiveAnomaly.Tables;

/// <summary>What was understood of the label column.</summary>
public sealed record LabelSchema
{
    /// <summary>Gets the column's name, trimmed.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the values that mean normal, "*" for all that are not named among them where that was said.</summary>
    public required IReadOnlyList<string> NormalValues { get; init; }

    /// <summary>Gets the values that mean abnormal, "*" for all that are not named among them where that was said.</summary>
    public required IReadOnlyList<string> AbnormalValues { get; init; }

    /// <summary>Gets the values beside an empty cell that mean that a row has no label.</summary>
    public IReadOnlyList<string> UnlabeledValues { get; init; } = [];
}
