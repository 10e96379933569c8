using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>What a session checks and takes down when it is told which rows to ask about.</summary>
internal static class SessionQuestions
{
    /// <summary>Throws unless the rows can be asked about.</summary>
    public static void RequireAskable(SessionFold fold, IReadOnlyList<int> rows, int scoredCount, QueryPurpose purpose)
    {
        if (!Enum.IsDefined(purpose))
        {
            throw new ArgumentException(
                $"The purpose is {(int)purpose}; the values of {nameof(QueryPurpose)} are allowed.", nameof(purpose));
        }

        if (rows.Count == 0)
        {
            throw new ArgumentException("There is no row to ask about; give at least one.", nameof(rows));
        }

        var seen = new HashSet<int>();
        foreach (var row in rows)
        {
            var why = row < 0 || row >= scoredCount ? $"is not one of the {scoredCount} rows that the last model has scores of"
                : !seen.Add(row) ? "is there twice"
                : fold.WasAsked(row) ? "was asked about before"
                : fold.Decision(row) is not null || fold.KnownLabel(row) != RowLabel.Unlabeled ? "is labelled already"
                : null;
            if (why is not null)
            {
                throw new ArgumentException($"Row {row} {why}; give rows without a label that were never asked about.", nameof(rows));
            }
        }
    }

    /// <summary>Gives the event of a question.</summary>
    public static RowsQueried Event(
        SessionFold fold,
        SessionStage stage,
        IReadOnlyList<int> rows,
        QueryPurpose purpose,
        QueryStrategy strategy,
        DateTimeOffset time) => new()
        {
            Sequence = fold.Log.Count,
            Time = time,
            Stage = stage.Stage,
            Rows = [.. rows],
            BoundaryQuantile = purpose == QueryPurpose.Strategy ? Quantile(strategy, fold.Outcomes) : null,
            Purpose = purpose,
            Ranks = purpose == QueryPurpose.Audit ? Ranks(stage.Scores.Span, rows) : null,
        };

    /// <summary>Gets the quantile at which a strategy asks.</summary>
    /// <exception cref="InvalidOperationException">It is none: the log keeps it, and JSON has no NaN.</exception>
    private static double? Quantile(QueryStrategy strategy, IReadOnlyList<QueryOutcome> outcomes)
    {
        var quantile = strategy.BoundaryQuantile(outcomes);
        return quantile is null or (>= 0 and <= 1)
            ? quantile
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"The {strategy.Name} strategy asks at the quantile {quantile}; it must be in [0, 1], or null where there is none. ")
                + "Correct its BoundaryQuantile.");
    }

    /// <summary>Gives the ranks of rows by their scores, 1 for the highest; of equal scores the first row has the higher rank.</summary>
    public static int[] Ranks(ReadOnlySpan<float> scores, IReadOnlyList<int> rows)
    {
        var (asked, places) = (new (float NegativeScore, int Row)[rows.Count], new int[rows.Count]);
        for (var i = 0; i < asked.Length; i++)
        {
            (asked[i], places[i]) = ((-scores[rows[i]], rows[i]), i);
        }

        Array.Sort(asked, places);

        // How many rows of the pool come before the first row asked about, between it and the second, and so on.
        var between = new int[asked.Length + 1];
        for (var row = 0; row < scores.Length; row++)
        {
            var place = Array.BinarySearch(asked, (-scores[row], row));
            between[place < 0 ? ~place : place + 1]++;
        }

        var (ranks, before) = (new int[asked.Length], 0);
        for (var i = 0; i < asked.Length; i++)
        {
            before += between[i];
            ranks[places[i]] = before + 1;
        }

        return ranks;
    }
}
