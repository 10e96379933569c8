namespace ActiveAnomaly.Labeling.Serving;

/// <summary>A request cannot be answered: the status, and a sentence for the person who sees it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">What was found, what is allowed, and what to do.</param>
/// <param name="innerException">The cause, or null.</param>
internal sealed class ProblemException(int status, string detail, Exception? innerException = null) : Exception(detail, innerException)
{
    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; } = status;
}
