namespace ActiveAnomaly.Sessions.Stores;

/// <summary>
/// An event does not follow on the last one of the session's log: there is a session of this id already, or two writers are at work. Read
/// the log and continue from it.
/// </summary>
public sealed class SessionConflictException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public SessionConflictException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which session, which event was given, and which is next.</param>
    public SessionConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">Which session, which event was given, and which is next.</param>
    /// <param name="innerException">The cause.</param>
    public SessionConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception that a store throws when an event is not the next of its session's log.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="given">The sequence of the event.</param>
    /// <param name="next">The sequence of the event that would be the next.</param>
    /// <returns>The exception.</returns>
    public static SessionConflictException Between(string sessionId, long given, long next) => new(given == 0 && next > 0
        ? $"There is a session '{sessionId}' in the store already, of {next} {(next == 1 ? "event" : "events")}, and a new one was to "
            + "begin under this id. Go on with the one that is there "
            + $"({nameof(ActiveLearningSession)}.{nameof(ActiveLearningSession.Resume)} of its log, ResumeSession of "
            + "mlContext.ActiveAnomaly(), or, of a session for people, LabelingWorkspace.Open and OpenSession), or take another id."
        : $"Event {given} was given for the session '{sessionId}', whose next event is {next}. "
            + "Somebody else writes to it: read its log and continue from that.");
}
