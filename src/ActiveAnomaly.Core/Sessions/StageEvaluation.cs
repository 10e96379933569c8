using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// How well a stage's scores rank anomalies, over all rows (the paper's protocol) and over the rows never asked about (the
/// honest one).
/// </summary>
/// <param name="RocAuc">The area under the ROC curve over all rows; NaN when they are all of one kind.</param>
/// <param name="AveragePrecision">Average precision over all rows; NaN when none is abnormal.</param>
/// <param name="UnaskedRocAuc">
/// The area under the ROC curve over the rows that the session had not asked about when the model was trained, nor about a row of the
/// same features; rows labelled before it began count among them.
/// </param>
/// <param name="UnaskedAveragePrecision">Average precision over these rows.</param>
public readonly record struct StageEvaluation(double RocAuc, double AveragePrecision, double UnaskedRocAuc, double UnaskedAveragePrecision)
{
    /// <summary>Evaluates a stage of a session, also of one that was resumed or that keeps few stages.</summary>
    /// <param name="session">The session: its log says what was asked, and its pool which rows have equal features.</param>
    /// <param name="stage">Which stage, by <see cref="SessionStage.Stage"/>: one of <see cref="ActiveLearningSession.History"/>.</param>
    /// <param name="isAbnormal">The truth, one value a row that the stage scores.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentException">There is not one truth a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The session has not, or no longer, the scores of this stage.</exception>
    public static StageEvaluation Of(ActiveLearningSession session, int stage, ReadOnlySpan<bool> isAbnormal)
    {
        ArgumentNullException.ThrowIfNull(session);
        var history = session.History;
        var there = history.Count == 0 ? "no stage" : $"the stages {history[0].Stage} to {history[^1].Stage}";
        var scored = history.FirstOrDefault(kept => kept.Stage == stage)
            ?? throw new ArgumentOutOfRangeException(
                nameof(stage),
                stage,
                $"The session has the scores of {there}, and not of stage {stage}. {nameof(SessionOptions.KeptStageCount)} says how "
                + "many are kept, and a resumed session begins with its last.");
        return Of(scored, AskedBefore(session, stage), isAbnormal, session.Pool);
    }

    /// <summary>Evaluates one stage of a session whose stages are all there.</summary>
    /// <param name="history">The session's stages, from stage 0 on.</param>
    /// <param name="stage">Which of them, from 0.</param>
    /// <param name="isAbnormal">The truth, one value a row of the pool.</param>
    /// <param name="pool">The pool, to tell which rows have equal features; null where none have.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentException">
    /// There is not one truth a row, the pool has fewer rows than are scored, or the history does not begin with stage 0: what was asked
    /// before it is not known.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    public static StageEvaluation Of(
        IReadOnlyList<SessionStage> history, int stage, ReadOnlySpan<bool> isAbnormal, FeatureMatrix? pool = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, history.Count);
        if (history[0].Stage != 0)
        {
            throw new ArgumentException(
                $"The history begins with stage {history[0].Stage}, and does not tell which rows were asked about before: the session was "
                + "resumed, or keeps few stages. Give the session in its place, or keep all stages "
                + $"({nameof(SessionOptions.KeptStageCount)}).",
                nameof(history));
        }

        if (pool is not null && pool.RowCount < history[stage].Scores.Length)
        {
            throw new ArgumentException(
                $"The pool has {pool.RowCount} rows and the stage scores {history[stage].Scores.Length}; give the session's pool.",
                nameof(pool));
        }

        return Of(history[stage], history.Take(stage).SelectMany(past => past.QueriedRows), isAbnormal, pool);
    }

    /// <summary>Gets the rows asked about with the models of the stages before one.</summary>
    private static IEnumerable<int> AskedBefore(ActiveLearningSession session, int stage) =>
        session.Log.OfType<RowsQueried>().Where(query => query.Stage < stage).SelectMany(query => query.Rows);

    private static StageEvaluation Of(SessionStage stage, IEnumerable<int> askedRows, ReadOnlySpan<bool> isAbnormal, FeatureMatrix? pool)
    {
        var twins = pool is null ? [] : pool.FirstTwins();
        var asked = new HashSet<int>();
        foreach (var row in askedRows)
        {
            asked.Add(pool is null ? row : twins[row]);
        }

        var scores = stage.Scores.Span;
        var unaskedScores = new List<float>(scores.Length);
        var unaskedTruth = new List<bool>(scores.Length);
        for (var row = 0; row < scores.Length && row < isAbnormal.Length; row++)
        {
            if (!asked.Contains(pool is null ? row : twins[row]))
            {
                unaskedScores.Add(scores[row]);
                unaskedTruth.Add(isAbnormal[row]);
            }
        }

        var (someScores, someTruth) = (unaskedScores.ToArray(), unaskedTruth.ToArray());
        return new StageEvaluation(
            Ranking.RocAuc(scores, isAbnormal),
            Ranking.AveragePrecision(scores, isAbnormal),
            Ranking.RocAuc(someScores, someTruth),
            Ranking.AveragePrecision(someScores, someTruth));
    }
}
