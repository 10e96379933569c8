namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>What an item of <see cref="MemberWork"/> holds: one of both.</summary>
internal sealed record MemberContent
{
    /// <summary>Gets a member to be trained.</summary>
    public MemberOrder? Member { get; init; }

    /// <summary>Gets rows of a set-up to be computed.</summary>
    public SetUpOrder? SetUp { get; init; }
}
