namespace ActiveAnomaly.Labeling.Clustering;

/// <summary>An item of work cannot be done; the message says which, where it was tried, and why.</summary>
public sealed class WorkException : Exception
{
    /// <summary>Creates the exception.</summary>
    public WorkException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public WorkException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public WorkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
