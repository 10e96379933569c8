namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Somebody who answers.</summary>
internal sealed record AnnotatorResponse
{
    /// <summary>Who.</summary>
    public required string Name { get; init; }

    /// <summary>The number of answers that stand.</summary>
    public required int Answers { get; init; }

    /// <summary>The row on screen, or null.</summary>
    public required int? Row { get; init; }
}
