namespace ActiveAnomaly.Labeling;

/// <summary>
/// A file does not hold the rows that a session is about, or what the session keeps of them cannot be read: the message says what differs
/// and what to do.
/// </summary>
public sealed class PoolMismatchException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public PoolMismatchException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What differs, and what to do.</param>
    public PoolMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What differs, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PoolMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
