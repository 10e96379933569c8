using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <content>Answers for several rows.</content>
public sealed partial class LabelingSession
{
    /// <summary>Takes one answer for several rows, one after the other.</summary>
    /// <param name="annotator">Who answers.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="answer">What he says of each.</param>
    /// <param name="onlyOpen">
    /// Whether a row that is decided otherwise than by this same answer of his is refused: what he saw of it may be out of date.
    /// </param>
    /// <returns>How many have it, and which were refused.</returns>
    /// <exception cref="ArgumentException">The label policy keeps the annotator out.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep one; those before it are kept.</exception>
    public BulkReceipt AnswerAll(string annotator, IReadOnlyList<int> rows, Answer answer, bool onlyOpen = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        LabelPolicies.RequireAccepted(_policy, annotator);
        return ForAll(rows, row =>
        {
            if (onlyOpen)
            {
                Settle();
                AnswerIntake.RequireOpen(_records, annotator, row, answer);
            }

            Take(annotator, row, answer);
        });
    }

    /// <summary>Takes an annotator's answers for several rows back, one after the other. The last row is before him again.</summary>
    /// <param name="annotator">Whose answers.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>How many were taken back, and of which rows there was no answer of his.</returns>
    /// <exception cref="ArgumentException">The label policy keeps the annotator out.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep one; those before it are taken back.</exception>
    public BulkReceipt WithdrawAll(string annotator, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        LabelPolicies.RequireAccepted(_policy, annotator);
        return ForAll(rows, row =>
        {
            Settle();
            _desk.ShowAgain(annotator, AnswerIntake.TakeBack(_session, _records, annotator, row, answerSequence: null));
            Changed();
        });
    }

    private BulkReceipt ForAll(IReadOnlyList<int> rows, Action<int> change)
    {
        var refused = new List<RefusedAnswer>();
        foreach (var row in rows.Distinct())
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                try
                {
                    change(row);
                }
                catch (Exception exception) when (exception is ArgumentException
                    or (InvalidOperationException and not ObjectDisposedException))
                {
                    refused.Add(new RefusedAnswer(row, exception.Message));
                }
            }
        }

        lock (_gate)
        {
            return new BulkReceipt(_session.Log.Count - 1, rows.Distinct().Count() - refused.Count, refused);
        }
    }
}
