using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <content>Keeping events for good.</content>
public sealed partial class LabelingSession
{
    private volatile bool _isOvertaken;

    /// <summary>Gets a value indicating whether another writer's events are in the log: this session can keep none any more.</summary>
    internal bool IsOvertaken => _isOvertaken;

    /// <summary>Keeps an event for good, before it counts.</summary>
    private void Keep(SessionEvent sessionEvent)
    {
        try
        {
            Store.Append(Id, sessionEvent);
        }
        catch (SessionConflictException)
        {
            _isOvertaken = true;
            throw;
        }

        LabelingTelemetry.Count(sessionEvent);

        // While a session is created there are no records yet: they begin with what is in the log then.
        _records?.Apply(sessionEvent);
        _signal.HasChanged();
    }
}
