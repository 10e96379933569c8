using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Makes events of what an annotator says of a row, whether it was asked about or not. Not thread safe.</summary>
internal static class AnswerIntake
{
    /// <summary>
    /// Takes an answer; another one of the same annotator is taken back first. <paramref name="asks"/> has the row asked about before.
    /// </summary>
    public static void Take(
        ActiveLearningSession session,
        SessionRecords records,
        string annotator,
        int row,
        Answer answer,
        DateTimeOffset? saidAt = null,
        bool asks = false)
    {
        RequireRow(session, row);
        if (!Enum.IsDefined(answer))
        {
            throw new ArgumentException($"The answer for row {row} is {(int)answer}; Normal, Abnormal and Skip are allowed.",
                nameof(answer));
        }

        var record = records.RecordOf(row);
        if (record.IsKnownBeforehand)
        {
            RequireKnown(record, answer);
            return;
        }

        var earlier = records.AnswerOf(row, annotator);
        if (earlier == answer)
        {
            return;
        }

        if (answer == Answer.Skip && !record.IsAsked)
        {
            RequireSkippable(session, record);
        }

        if (earlier is not null)
        {
            session.Withdraw(row, annotator);
        }

        if (!record.IsAsked && (answer == Answer.Skip || (asks && session.Model is not null && record.Answers.Count == 0)))
        {
            session.Ask([row], QueryPurpose.Request);
        }

        if (answer == Answer.Skip)
        {
            session.Skip(row, annotator, saidAt);
            return;
        }

        session.Label(row, answer == Answer.Abnormal ? RowLabel.Abnormal : RowLabel.Normal, annotator, saidAt);
    }

    /// <summary>Takes an answer back.</summary>
    /// <param name="session">The session.</param>
    /// <param name="records">What people said.</param>
    /// <param name="annotator">Whose answer.</param>
    /// <param name="row">The row; null for that of his last answer that stands.</param>
    /// <param name="answerSequence">The event that the answer must be; null for any.</param>
    /// <returns>The row.</returns>
    public static int TakeBack(
        ActiveLearningSession session, SessionRecords records, string annotator, int? row, long? answerSequence)
    {
        var last = records.LastOf(annotator)
            ?? throw new InvalidOperationException($"{annotator} has no answer that stands; there is nothing to take back.");
        var taken = row ?? last.Row;
        var sequence = records.SequenceOf(taken, annotator)
            ?? throw new InvalidOperationException($"{annotator} has not answered for row {taken}; there is nothing to take back.");
        if (answerSequence is { } meant && meant != sequence)
        {
            var found = row is null ? $"{annotator}'s last answer that stands, for row {taken}," : $"{annotator}'s answer for row {taken}";
            throw new InvalidOperationException(
                $"{found} is event {sequence}, and not event {meant}; nothing was taken back. Event {meant} may have been taken back "
                + $"before. To take back this answer, name event {sequence}.");
        }

        session.Withdraw(taken, annotator);
        return taken;
    }

    /// <summary>Throws where a row is decided, but for an annotator's own answer that is the same.</summary>
    public static void RequireOpen(SessionRecords records, string annotator, int row, Answer answer)
    {
        var record = records.RecordOf(row);
        if (record.Decision is not null && !record.IsKnownBeforehand && records.AnswerOf(row, annotator) != answer)
        {
            var said = string.Join(", ", record.Answers.Select(given => $"{given.Annotator} says {given.Answer}"));
            throw new InvalidOperationException($"Row {row} is decided by now: {said}.");
        }
    }

    /// <summary>Throws unless there is such a row.</summary>
    public static void RequireRow(ActiveLearningSession session, int row)
    {
        if (row < 0 || row >= session.Pool.RowCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), row, $"There is no row {row}; the pool's rows are 0 to {session.Pool.RowCount - 1}.");
        }
    }

    private static void RequireKnown(RowRecord record, Answer answer)
    {
        if (answer != record.Decision)
        {
            throw new ArgumentException(
                $"Row {record.Row} was known to be {record.Decision} when the session was created, and is {answer} now. What is known "
                + "beforehand never changes: create a new session without that label.",
                nameof(answer));
        }
    }

    /// <summary>
    /// A skip is an answer to a question; a row that nobody asked about becomes one, which needs a model and a row without label.
    /// </summary>
    private static void RequireSkippable(ActiveLearningSession session, RowRecord record)
    {
        if (session.Model is null)
        {
            throw new InvalidOperationException(
                $"Row {record.Row} was not asked about, and there is no model yet to ask with; it cannot be skipped before the first.");
        }

        if (record.Answers.Count > 0)
        {
            throw new InvalidOperationException(
                $"Row {record.Row} was labelled without being asked about; take the label back instead of skipping it.");
        }
    }
}
