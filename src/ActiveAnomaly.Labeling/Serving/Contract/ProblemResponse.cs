namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>Why a request was not answered, as RFC 9457 has it.</summary>
internal sealed record ProblemResponse
{
    /// <summary>The kind of problem; about:blank where the status says it.</summary>
    public required string Type { get; init; }

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A sentence for a person: what was found, what is allowed, what to do.</summary>
    public required string Detail { get; init; }
}
