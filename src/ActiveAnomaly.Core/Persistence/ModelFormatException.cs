namespace ActiveAnomaly.Persistence;

/// <summary>A saved model cannot be read: the message says what was found and what can be read.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ModelFormatException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found and what can be read.</param>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What was found and what can be read.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
