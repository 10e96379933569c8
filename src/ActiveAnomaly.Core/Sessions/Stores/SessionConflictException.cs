namespace ActiveAnomaly.Sessions.Stores;

/// <summary>
/// An event does not follow on the last one of the session's log: two writers are at work. Read the log again and continue
/// from it.
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
}
