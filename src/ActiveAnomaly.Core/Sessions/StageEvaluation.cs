using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;

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
    /// <summary>Evaluates one stage of a session.</summary>
    /// <param name="history">The session's stages.</param>
    /// <param name="stage">Which of them, from 0.</param>
    /// <param name="isAbnormal">The truth, one value a row of the pool.</param>
    /// <param name="pool">The pool, to tell which rows have equal features; null where none have.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentException">There is not one truth a row, or the pool has fewer rows than are scored.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    public static StageEvaluation Of(
        IReadOnlyList<SessionStage> history, int stage, ReadOnlySpan<bool> isAbnormal, FeatureMatrix? pool = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, history.Count);
        if (pool is not null && pool.RowCount < history[stage].Scores.Length)
        {
            throw new ArgumentException(
                $"The pool has {pool.RowCount} rows and the stage scores {history[stage].Scores.Length}; give the session's pool.",
                nameof(pool));
        }

        var twins = pool is null ? [] : pool.FirstTwins();
        var asked = new HashSet<int>();
        foreach (var row in history.Take(stage).SelectMany(past => past.QueriedRows))
        {
            asked.Add(pool is null ? row : twins[row]);
        }

        var scores = history[stage].Scores.Span;
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
