namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// A store could not be opened, read or written. The message says what was found, where, and what to do. An event whose append failed
/// with it is not kept, unless the message says that this is not known.
/// </summary>
public sealed class SessionStoreException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public SessionStoreException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    public SessionStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was found, where, and what to do.</param>
    /// <param name="innerException">What the database said.</param>
    public SessionStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets a value indicating whether the connection broke while it was used: what was sent may be done or not.</summary>
    internal bool ConnectionBroke { get; init; }
}
