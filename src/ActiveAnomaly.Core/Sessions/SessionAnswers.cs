using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>What people say of rows, as a session takes it: checked, and made an event. Not thread safe.</summary>
internal sealed class SessionAnswers(SessionFold fold, SessionHistory history, SessionOptions options, Action<SessionEvent> add)
{
    /// <summary>Gives the answer that a label is.</summary>
    public static Answer Of(int rowIndex, RowLabel label) => label switch
    {
        RowLabel.Normal => Answer.Normal,
        RowLabel.Abnormal => Answer.Abnormal,
        _ => throw new ArgumentException(
            $"The answer for row {rowIndex} is {label}; Normal and Abnormal are allowed. Call Skip for a row that nobody knows.",
            nameof(label)),
    };

    /// <summary>Takes a label of any row.</summary>
    public void Label(int rowIndex, RowLabel label, string? givenAnnotator, DateTimeOffset? saidAt = null)
    {
        var answer = Of(rowIndex, label);
        RequireRow(rowIndex);
        if (fold.WasAsked(rowIndex))
        {
            Record(rowIndex, answer, givenAnnotator, saidAt);
            return;
        }

        var known = fold.KnownLabel(rowIndex);
        if (known != RowLabel.Unlabeled && known != label)
        {
            throw new ArgumentException(
                $"Row {rowIndex} was known to be {known} when the session was created and is {label} now. "
                + "What is known beforehand is never changed: create a new session.",
                nameof(label));
        }

        var annotator = options.LabelPolicy.RequireAccepted(givenAnnotator);
        if (known == RowLabel.Unlabeled && !WasSaid(rowIndex, answer, annotator))
        {
            add(new RowLabeled
            {
                Sequence = fold.Log.Count,
                Time = options.Clock.GetUtcNow(),
                Row = rowIndex,
                Answer = answer,
                Annotator = annotator,
                SaidAt = saidAt?.ToUniversalTime(),
            });
        }
    }

    /// <summary>Takes an answer or a skip of a row that was asked about.</summary>
    public void Record(int rowIndex, Answer answer, string? givenAnnotator, DateTimeOffset? saidAt = null)
    {
        if (!Enum.IsDefined(answer))
        {
            throw new ArgumentException(
                $"The answer for row {rowIndex} is {(int)answer}; Normal, Abnormal and Skip are allowed.",
                nameof(answer));
        }

        var annotator = options.LabelPolicy.RequireAccepted(givenAnnotator);
        if (fold.QueryCount == 0)
        {
            throw new InvalidOperationException("No row has been asked about yet. Call Query first.");
        }

        RequireRow(rowIndex);
        if (!fold.WasAsked(rowIndex))
        {
            throw new ArgumentException(
                $"Row {rowIndex} was not asked about; {Waiting()} "
                + "Labels known beforehand go to the constructor, and what becomes known of other rows to Label.",
                nameof(rowIndex));
        }

        if (WasSaid(rowIndex, answer, annotator))
        {
            return;
        }

        add(new RowAnswered
        {
            Sequence = fold.Log.Count,
            Time = options.Clock.GetUtcNow(),
            Row = rowIndex,
            Answer = answer,
            Annotator = annotator,
            SaidAt = saidAt?.ToUniversalTime(),
        });
        history.HasChanged(fold.StageThatAsked(rowIndex));
    }

    /// <summary>Takes an answer, a skip or a label back.</summary>
    public void Withdraw(int rowIndex, string? givenAnnotator)
    {
        var annotator = options.LabelPolicy.RequireAccepted(givenAnnotator);
        if (fold.AnswerOf(rowIndex, annotator) is null)
        {
            throw new ArgumentException(
                $"{annotator} has not answered for row {rowIndex}; there is nothing to withdraw.",
                nameof(rowIndex));
        }

        add(new AnswerWithdrawn
        {
            Sequence = fold.Log.Count,
            Time = options.Clock.GetUtcNow(),
            Row = rowIndex,
            Annotator = annotator,
        });
        if (fold.WasAsked(rowIndex))
        {
            history.HasChanged(fold.StageThatAsked(rowIndex));
        }
    }

    /// <summary>Takes a note.</summary>
    public void Note(
        int rowIndex, string text, IReadOnlyList<string>? tags, string? givenAnnotator, DateTimeOffset? saidAt = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        RequireRow(rowIndex);
        if (tags?.Any(string.IsNullOrWhiteSpace) is true)
        {
            throw new ArgumentException($"A tag of row {rowIndex} is empty; leave it out.", nameof(tags));
        }

        add(new RowNoted
        {
            Sequence = fold.Log.Count,
            Time = options.Clock.GetUtcNow(),
            Row = rowIndex,
            Annotator = options.LabelPolicy.RequireAccepted(givenAnnotator),
            Text = text,
            Tags = [.. tags ?? []],
            SaidAt = saidAt?.ToUniversalTime(),
        });
    }

    /// <summary>Throws unless there is such a row.</summary>
    public void RequireRow(int rowIndex)
    {
        if ((uint)rowIndex >= (uint)fold.RowCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rowIndex), rowIndex, $"There is no row {rowIndex}; the pool's rows are 0 to {fold.RowCount - 1}.");
        }
    }

    /// <summary>Says which rows wait for an answer, and what to do where none does.</summary>
    private string Waiting() => fold.Pending.Count switch
    {
        0 => "no row waits for an answer. Train and then Query ask about the next ones.",
        1 => $"row {fold.Pending.First()} waits for an answer.",
        _ => $"rows {string.Join(", ", fold.Pending)} wait for an answer.",
    };

    /// <summary>Tells whether an annotator said just that of a row before; throws when he said something else.</summary>
    private bool WasSaid(int rowIndex, Answer answer, string annotator)
    {
        var earlier = fold.AnswerOf(rowIndex, annotator);
        return earlier is null || earlier == answer
            ? earlier is not null
            : throw new ArgumentException(
                $"Row {rowIndex} was answered {earlier} before and is {answer} now. Withdraw the earlier answer first.",
                nameof(answer));
    }
}
