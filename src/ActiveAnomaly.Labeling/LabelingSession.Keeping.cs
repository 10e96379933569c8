using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <content>Keeping events for good.</content>
public sealed partial class LabelingSession
{
    private readonly UnknownAppends _unknown = new();
    private CompletedTraining? _completing;
    private long _takenUpCount;
    private volatile bool _isOvertaken;
    private volatile bool _failsToKeep;

    /// <summary>Gets a value indicating whether another writer's events are in the log: this session can keep none any more.</summary>
    internal bool IsOvertaken => _isOvertaken;

    /// <summary>
    /// Throws where the last event could not be kept, and one could not be now. Nothing is kept by asking. A store that cannot be asked
    /// (<see cref="IWriteProbe"/>) is believed.
    /// </summary>
    internal void ProbeKeeping()
    {
        if (_failsToKeep)
        {
            (Store as IWriteProbe)?.ProbeWriting();
            _failsToKeep = false;
        }
    }

    /// <summary>Keeps an event for good, before it counts.</summary>
    private void Keep(SessionEvent sessionEvent)
    {
        if (Settle())
        {
            throw Outdated(sessionEvent);
        }

        try
        {
            Store.Append(Id, sessionEvent);
        }
        catch (SessionConflictException)
        {
            if (!_unknown.IsEmpty && Settle())
            {
                // What was sent before the connection broke came late, between the look at the log and this.
                throw Outdated(sessionEvent);
            }

            _isOvertaken = true;
            throw;
        }
        catch (Exception exception) when (exception is not SessionStoreException { ConnectionBroke: false })
        {
            // A store of this library says that it did not keep it; of whatever else is thrown nobody knows.
            _failsToKeep = true;
            _unknown.Add(sessionEvent, _completing);

            if (_completing is null)
            {
                // Looks at the log again and again until it can be read, which training does by itself; null while the session is created.
                _retrainer?.Signal();
            }

            throw;
        }
        catch (SessionStoreException)
        {
            _failsToKeep = true;
            throw;
        }

        _failsToKeep = false;
        _unknown.Clear();
        Count(sessionEvent);
    }

    /// <summary>
    /// Takes up what was kept although the store could not say so, before anything is made of where the session stands. Call it with the
    /// gate held.
    /// </summary>
    /// <returns>Whether there was anything; the session stands elsewhere then.</returns>
    /// <exception cref="SessionConflictException">Somebody else's events are there.</exception>
    private bool Settle()
    {
        if (_unknown.IsEmpty)
        {
            return false;
        }

        UnknownAppends.Append? kept;
        try
        {
            kept = _unknown.FindIn(Id, Store.Read(Id));
        }
        catch (SessionConflictException)
        {
            _isOvertaken = true;
            throw;
        }

        if (kept is null)
        {
            return false;
        }

        _unknown.Clear();
        _takenUpCount++;
        TakeUp(kept);
        return true;
    }

    private void TakeUp(UnknownAppends.Append kept)
    {
        if (kept.Event is StageTrained trained)
        {
            var stage = _session.TakeUp(kept.Training!, trained);
            Count(trained);
            _states.Trained(stage, trained.SeenSequence);
        }
        else
        {
            _session.TakeUp(kept.Event);
            Count(kept.Event);
            if (kept.Event is AnswerWithdrawn withdrawn)
            {
                _desk.ShowAgain(withdrawn.Annotator, withdrawn.Row);
            }
        }

        _retrainer.Signal();
    }

    /// <summary>Takes a model, whose event keeps it at hand until it is known to be kept.</summary>
    private SessionStage Complete(CompletedTraining training)
    {
        _completing = training;
        try
        {
            return _session.Complete(training);
        }
        finally
        {
            _completing = null;
        }
    }

    /// <summary>Does what needs no store where nothing is new; where something was taken up meanwhile, again from there.</summary>
    private T Again<T>(Func<T> use)
    {
        var before = _takenUpCount;
        try
        {
            return use();
        }
        catch (SessionStoreException) when (_takenUpCount > before)
        {
            return use();
        }
    }

    private void Count(SessionEvent sessionEvent)
    {
        LabelingTelemetry.Count(sessionEvent);

        // While a session is created there are no records yet: they begin with what is in the log then.
        _records?.Apply(sessionEvent);
        _signal.HasChanged();
    }

    private SessionStoreException Outdated(SessionEvent sessionEvent) => new(
        $"Event {sessionEvent.Sequence} of the session '{Id}' was not kept: what was sent before the connection to the store broke is kept "
        + "after all, and counts now. Try again.");
}
