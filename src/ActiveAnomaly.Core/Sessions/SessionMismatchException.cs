namespace ActiveAnomaly.Sessions;

/// <summary>A log cannot be continued with what was given; the message names what differs.</summary>
public sealed class SessionMismatchException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public SessionMismatchException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What differs, as the log has it and as it was given.</param>
    public SessionMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What differs, as the log has it and as it was given.</param>
    /// <param name="innerException">The cause.</param>
    public SessionMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
