namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>A column as it stands in the file.</summary>
internal sealed record ColumnResponse
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its place, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What its cells are: number, boolean, date, category or text.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the detector sees it.</summary>
    public required bool IsFeature { get; init; }

    /// <summary>Whether it names the rows.</summary>
    public required bool IsId { get; init; }

    /// <summary>Whether it says what the rows are.</summary>
    public required bool IsLabel { get; init; }

    /// <summary>Its values; null where they are not counted.</summary>
    public required DistributionResponse? Distribution { get; init; }
}
