using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>One stage of a session: the model, and the query that was made with it. Immutable.</summary>
public sealed record SessionStage
{
    /// <summary>Gets the stage, from 0.</summary>
    public required int Stage { get; init; }

    /// <summary>Gets the model.</summary>
    public required DetectorModel Model { get; init; }

    /// <summary>Gets the model's scores of all rows of the pool [n].</summary>
    public required ReadOnlyMemory<float> Scores { get; init; }

    /// <summary>
    /// Gets the scores that the query is made by [n]: <see cref="Scores"/>, unless the method queries by something else (a
    /// UAI head).
    /// </summary>
    public required ReadOnlyMemory<float> QueryScores { get; init; }

    /// <summary>Gets the number of rows labelled normal that the model was trained with.</summary>
    public required int NormalCount { get; init; }

    /// <summary>Gets the number of rows labelled abnormal that the model was trained with.</summary>
    public required int AbnormalCount { get; init; }

    /// <summary>Gets the unlabelled rows that the model's training took for anomalies (Eq. 8).</summary>
    public required IReadOnlyList<int> PseudoAbnormalRows { get; init; }

    /// <summary>Gets how long training and scoring took.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>Gets the rows asked about with this stage's model, in the order of choice; empty before the query.</summary>
    public IReadOnlyList<int> QueriedRows { get; init; } = [];

    /// <summary>Gets the answers, in the order of <see cref="QueriedRows"/>; null for rows that wait for one.</summary>
    public IReadOnlyList<Answer?> Answers { get; init; } = [];

    /// <summary>
    /// Gets the quantile of the scores at which the query was made, q, or null when the strategy has none or has not asked.
    /// </summary>
    public double? BoundaryQuantile { get; init; }

    /// <summary>Gets what came of the query so far.</summary>
    public QueryOutcome Outcome => new(
        Answers.Count(answer => answer == Answer.Normal),
        Answers.Count(answer => answer == Answer.Abnormal),
        Answers.Count(answer => answer == Answer.Skip))
    {
        Labels = [.. Answers.Select(answer => answer.ToLabel())],
    };
}
