using Npgsql;

namespace ActiveAnomaly.Labeling.Stores;

[TestClass]
public sealed class PostgresErrorsTests
{
    /// <summary>A server whose log finds no room stops, and the connection with it.</summary>
    [TestMethod]
    public void Explain_DiskFullAndConnectionBroken_SaysBoth()
    {
        var refused = new PostgresException("could not extend file", "PANIC", "PANIC", PostgresErrorCodes.DiskFull);

        var explained = PostgresErrors.Explain(refused, "Event 7 could not be kept", "db", TimeSpan.FromSeconds(1), broke: true);

        Assert.Contains("the disk of db is full", explained.Message);
        Assert.Contains("is not known", explained.Message);
        Assert.IsTrue(explained.ConnectionBroke);
    }

    /// <summary>The driver gives the connection up over it, and the server said that the statement is undone.</summary>
    [TestMethod]
    public void Explain_DiskFullForAStatement_SaysThatAlone()
    {
        var refused = new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);

        var explained = PostgresErrors.Explain(refused, "Event 7 could not be kept", "db", TimeSpan.FromSeconds(1), broke: true);

        Assert.Contains("the disk of db is full. Free some room; what was kept before is safe. (", explained.Message);
        Assert.IsFalse(explained.ConnectionBroke);
    }
}
