namespace ActiveAnomaly.Detectors.Ensembles;

/// <summary>How the scores of an ensemble's members become one.</summary>
public enum EnsembleCombination
{
    /// <summary>
    /// The mean of the members' scores, each with the training rows' mean taken off and divided by their standard deviation.
    /// </summary>
    ZAverage = 0,

    /// <summary>The mean of the ranks that the members' scores have among those of the training rows, between 0 and 1.</summary>
    RankAverage = 1,
}

/// <summary>The options of an ensemble: members of one method that differ in their seed.</summary>
public sealed record EnsembleOptions
{
    /// <summary>Gets the number of members, k, at least 2.</summary>
    public int MemberCount { get; init; } = DefaultMemberCount;

    /// <summary>Gets how the members' scores become one.</summary>
    public EnsembleCombination Combination { get; init; } = EnsembleCombination.ZAverage;

    /// <summary>Gets the number of members trained at a time, at least 1; null for one a processor. Results do not depend on it.</summary>
    public int? JobCount { get; init; }

    /// <summary>Gets who trains the members; null, the default, for this process. Results do not depend on it.</summary>
    public IMemberTrainer? MemberTrainer { get; init; }

    /// <summary>The default number of members.</summary>
    public const int DefaultMemberCount = 5;

    /// <summary>Checks every rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        if (MemberCount < 2)
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(MemberCount),
                MemberCount,
                $"MemberCount is {MemberCount}; an ensemble needs at least 2 members.");
        }

        if (!Enum.IsDefined(Combination))
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(Combination),
                Combination,
                "Combination must be a value of EnsembleCombination.");
        }

        if (JobCount is < 1)
        {
            throw new ArgumentOutOfRangeException(
                "options." + nameof(JobCount),
                JobCount,
                $"JobCount is {JobCount}; it must be at least 1, or null for one a processor.");
        }
    }
}
