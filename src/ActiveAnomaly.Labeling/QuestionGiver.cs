using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Gives annotators their next question, waits for one, and says why there is none. Call with the gate held, but for what waits.
/// </summary>
internal sealed class QuestionGiver(
    Lock gate,
    ChangeSignal signal,
    QuestionDesk desk,
    LabelingStates states,
    Retrainer retrainer,
    TimeSpan longestWait,
    Func<bool> isClosed)
{
    /// <summary>Gives the next question.</summary>
    public Question Next(string annotator, bool another, ChosenRow? foreseen = null)
    {
        var question = desk.Next(annotator, another, states.Model, foreseen);
        if (desk.NeedsChoice)
        {
            retrainer.Signal();
        }

        return question.Row is null && states.Failure is { } failure
            ? question with { Waiting = $"There is no question now: {failure.Message}" }
            : question;
    }

    /// <summary>
    /// Gives the next question once an answer is kept: whatever fails now must not look as if the answer had not been taken.
    /// </summary>
    public Question NextAfterAnswer(string annotator, ChosenRow? foreseen = null)
    {
        try
        {
            return isClosed()
                ? new Question { Waiting = "The session was closed after the answer was kept." }
                : Next(annotator, another: false, foreseen);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a store throws, of whomever: the next call throws it again.
            return new Question { Waiting = $"The answer is kept, but the next question cannot be: {exception.Message}" };
        }
    }

    /// <summary>Waits until there is a row for an annotator, or none will come. Call without the gate.</summary>
    public Task WaitForRow(string annotator, bool another, CancellationToken cancellationToken) => signal.WaitUntil(
        gate, () => desk.HasRowFor(annotator, another) || states.IsChoiceMissing || isClosed(), longestWait, cancellationToken);
}
