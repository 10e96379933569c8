namespace ActiveAnomaly.Cluster.Work;

/// <summary>A silo does not do an item, and another one may; the message says why, as the end of a sentence.</summary>
/// <param name="message">Why.</param>
/// <param name="innerException">What Orleans says of it; null where the silo itself says that it does not.</param>
internal sealed class SiloLostException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Gets a value indicating whether the item may be the reason: the silo was there, and then was not.</summary>
    public bool IsUnexpected => InnerException is not null;
}
