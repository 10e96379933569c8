using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <content>Taking what was said elsewhere, with when that was.</content>
public sealed partial class LabelingSession
{
    /// <summary>Takes an answer that was given elsewhere, such as in an earlier session or a file.</summary>
    /// <param name="annotator">Who gave it.</param>
    /// <param name="row">The row.</param>
    /// <param name="answer">What he said.</param>
    /// <param name="saidAt">When; null where that is not known, for now.</param>
    /// <param name="asks">Whether the row is asked about first where it was not, so that others can skip it.</param>
    /// <returns>Why it is refused; null where it was taken.</returns>
    /// <exception cref="ArgumentException">The label policy keeps the annotator out.</exception>
    /// <exception cref="Stores.SessionStoreException">The store cannot keep it.</exception>
    internal string? BringAnswer(string annotator, int row, Answer answer, DateTimeOffset? saidAt, bool asks = false)
    {
        LabelPolicies.RequireAccepted(_policy, annotator);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                Take(annotator, row, answer, saidAt, asks);
                return null;
            }
            catch (Exception exception) when (exception is ArgumentException
                or (InvalidOperationException and not ObjectDisposedException))
            {
                return exception.Message;
            }
        }
    }

    /// <summary>Takes a note that was written elsewhere; null for <paramref name="saidAt"/> is now.</summary>
    internal long BringNote(string annotator, int row, string text, IReadOnlyList<string> tags, DateTimeOffset? saidAt)
    {
        LabelPolicies.RequireAccepted(_policy, annotator);
        NoteLimits.Require(row, text, tags);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Settle();
            _session.Note(row, text, tags, annotator, saidAt);
            return _session.Log.Count - 1;
        }
    }
}
