namespace ActiveAnomaly.Tool.Labeling;

/// <summary>What export is asked to do; files that are null are not written.</summary>
internal sealed record ExportOptions
{
    public required string Store { get; init; }

    public string? Session { get; init; }

    public string? Data { get; init; }

    public string? Labels { get; init; }

    public string? Scores { get; init; }

    public string? Model { get; init; }

    /// <summary>Gets a value indicating whether model and scores say how probable it is that a row is abnormal.</summary>
    public bool Probability { get; init; }

    public string? Report { get; init; }

    /// <summary>Gets a value indicating whether the report alone is wanted, by the command of that name.</summary>
    public bool IsReport { get; init; }

    public string? Backup { get; init; }
}
