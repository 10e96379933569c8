using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <content>Taking up what was kept although keeping it seemed to fail.</content>
public sealed partial class ActiveLearningSession
{
    /// <summary>
    /// Takes up an event that the sink threw for, and that is kept all the same, such as one whose connection to the store broke before
    /// the store could say so. The sink is not handed it again.
    /// </summary>
    /// <param name="kept">
    /// The event as it is kept; a training's goes with its model to <see cref="TakeUp(CompletedTraining, StageTrained)"/>.
    /// </param>
    /// <exception cref="ArgumentException">It is none of a person, a question or a description.</exception>
    /// <exception cref="SessionMismatchException">It does not follow on the log.</exception>
    public void TakeUp(SessionEvent kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        int? row = kept switch
        {
            RowAnswered answered => answered.Row,
            RowLabeled labeled => labeled.Row,
            AnswerWithdrawn withdrawn => withdrawn.Row,
            RowsQueried or RowNoted or PoolDescribed => null,
            _ => throw new ArgumentException(
                $"Event {kept.Sequence} is a {kept.GetType().Name}, which is more than its event; resume the session from its log.",
                nameof(kept)),
        };
        _fold.Check(kept);
        _fold.Apply(kept);
        if (kept is RowsQueried queried)
        {
            _history.HasChanged(queried.Stage);
        }
        else if (row is { } changed && _fold.WasAsked(changed))
        {
            _history.HasChanged(_fold.StageThatAsked(changed));
        }
    }

    /// <summary>
    /// Takes a model whose event is kept although the sink threw for it; see <see cref="TakeUp(SessionEvent)"/>. The sink is not handed
    /// it again.
    /// </summary>
    /// <param name="training">What <see cref="Complete"/> was given when the sink threw.</param>
    /// <param name="kept">The event as it is kept.</param>
    /// <returns>The new stage.</returns>
    /// <exception cref="ArgumentException">The training is another session's, or the event another training's.</exception>
    /// <exception cref="InvalidOperationException">Another training of the same stage was taken before.</exception>
    /// <exception cref="SessionMismatchException">The event does not follow on the log.</exception>
    public SessionStage TakeUp(CompletedTraining training, StageTrained kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        RequireNext(training);
        if (kept.Stage != training.Stage.Stage || kept.SeenSequence != training.Training.SeenSequence)
        {
            throw new ArgumentException(
                $"Event {kept.Sequence} is the training of stage {kept.Stage} on the events up to {kept.SeenSequence}, and the training "
                + $"is that of stage {training.Stage.Stage} on those up to {training.Training.SeenSequence}.",
                nameof(kept));
        }

        _fold.Check(kept);
        _fold.Apply(kept);
        _history.Add(training.Stage);
        return training.Stage;
    }
}
