namespace ActiveAnomaly.Labeling.Serving.Contract;

/// <summary>The rows of the highest scores that nobody decided, similar ones together.</summary>
internal sealed record ReviewResponse
{
    /// <summary>The groups.</summary>
    public required IReadOnlyList<ReviewGroupResponse> Groups { get; init; }
}
