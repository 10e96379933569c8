using System.Text.Json.Serialization;

namespace ActiveAnomaly.Detectors.Combined;

/// <summary>How much each member of a combination counts.</summary>
public enum CombinationWeights
{
    /// <summary>All the same.</summary>
    Equal = 0,

    /// <summary>
    /// By the answers: the weights, none negative, with which the members' ranks explain these best, held near equal ones. Equal while
    /// the answers are all of one kind. Only for members that do not learn from labels themselves: of one that does, the rows that it
    /// was taught say nothing about the others.
    /// </summary>
    Learnt = 1,
}

/// <summary>The options of a <see cref="CombinedDetector"/>.</summary>
public sealed record CombinedOptions : DetectorOptions
{
    /// <summary>Gets how much each member counts.</summary>
    public CombinationWeights Weights { get; init; } = CombinationWeights.Equal;

    /// <summary>Gets the number of members trained at a time, at least 1; null for one a processor. Results do not depend on it.</summary>
    public int? JobCount { get; init; }

    /// <summary>Gets who trains the members; null, the default, for this process. Results do not depend on it.</summary>
    [JsonIgnore]
    public IMemberTrainer? MemberTrainer { get; init; }

    /// <summary>Gets the members, as a session's log and a model record them.</summary>
    [JsonInclude]
    internal IReadOnlyList<string> Members { get; init; } = [];

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(Enum.IsDefined(Weights), nameof(Weights), Weights, "a value of CombinationWeights");
        Require(JobCount is null or >= 1, nameof(JobCount), JobCount, "at least 1, or null for one a processor");
    }
}
