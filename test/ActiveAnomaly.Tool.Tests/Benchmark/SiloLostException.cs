namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Ends an item of a <see cref="FakeCluster"/> as its silo's end would.</summary>
internal sealed class SiloLostException : Exception
{
    public SiloLostException()
    {
    }

    public SiloLostException(string message)
        : base(message)
    {
    }

    public SiloLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
