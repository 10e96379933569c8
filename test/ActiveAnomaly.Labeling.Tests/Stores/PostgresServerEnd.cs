namespace ActiveAnomaly.Labeling.Stores;

/// <summary>Ends the server with the tests.</summary>
[TestClass]
public static class PostgresServerEnd
{
    [AssemblyCleanup]
    public static void Stop() => PostgresServer.Stop();
}
