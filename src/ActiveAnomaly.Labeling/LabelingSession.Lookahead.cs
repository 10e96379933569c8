namespace ActiveAnomaly.Labeling;

/// <content>What comes next, before the answer is given.</content>
public sealed partial class LabelingSession
{
    /// <summary>
    /// Tells which row an annotator will be asked about next for each answer that he may give for the one before him, so that it can be
    /// shown the moment he answers. What he was told comes next indeed, even where training takes longer than questions wait
    /// (<see cref="LabelingOptions.Patience"/>), unless somebody else is asked about it before, or puts back another.
    /// </summary>
    /// <remarks>
    /// It trains and chooses once for each answer, beside everything else, and stops when anybody answers. What comes next stays open in
    /// a session that draws rows (<see cref="LabelingOptions.AuditShare"/>), for these would stand out; where training and choosing took
    /// longer than 250 milliseconds; and where one answer decides nothing.
    /// </remarks>
    /// <param name="annotator">Who.</param>
    /// <param name="row">The row before him, as <see cref="NextQuestionAsync"/> gave it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The rows; null those that are open.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The label policy keeps the annotator out.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<Lookahead> LookAheadAsync(string annotator, int row, CancellationToken cancellationToken = default)
    {
        LabelPolicies.RequireAccepted(_policy, annotator);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            AnswerIntake.RequireRow(_session, row);
        }

        return await _lookaheads.FindAsync(annotator, row, cancellationToken).ConfigureAwait(false);
    }
}
