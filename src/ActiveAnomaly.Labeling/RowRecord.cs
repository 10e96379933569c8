using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>What people said of a row. Immutable.</summary>
public sealed record RowRecord
{
    /// <summary>Gets the row.</summary>
    public required int Row { get; init; }

    /// <summary>Gets a value indicating whether the row was asked about.</summary>
    public bool IsAsked { get; init; }

    /// <summary>Gets what is decided of the row, by the label policy or because it was known beforehand; null for nothing yet.</summary>
    public Answer? Decision { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Decision"/> was known before the session, and cannot change.</summary>
    public bool IsKnownBeforehand { get; init; }

    /// <summary>Gets the answers that stand, one an annotator, in the order in which they came.</summary>
    public IReadOnlyList<GivenAnswer> Answers { get; init; } = [];

    /// <summary>Gets the notes, one an annotator, in the order in which they were last written.</summary>
    public IReadOnlyList<RowNote> Notes { get; init; } = [];

    /// <summary>Gets a value indicating whether those who know (skips aside) say different things.</summary>
    public bool IsDisagreed => Answers.Where(answer => answer.Answer != Answer.Skip).Select(answer => answer.Answer).Distinct().Count() > 1;
}
