using ActiveAnomaly.Labeling;
using ActiveAnomaly.Labeling.Stores;

namespace ActiveAnomaly.Cluster.Tool;

/// <summary>The report of a session that is kept in a database; the tool's own tests go without one.</summary>
[TestClass]
public sealed class ReportDatabaseTests
{
    [TestMethod]
    public async Task Report_ConnectionStringOfADatabase_IsThatOfItsSession()
    {
        using var folder = new TemporaryFolder();
        GivenSessions.WritePool(folder.File("payments.csv"));
        var place = PostgresServer.Shared.CreateSchema();
        GivenSessions.Begin(place, "payments", folder.File("payments.csv"));

        using var report = new CommandChild("report", place, "--session", "payments", "--output", folder.File("payments.html"));
        var (exitCode, messages) = await report.EndedAsync();

        Assert.AreEqual(0, exitCode, messages);
        Assert.Contains("<html", await File.ReadAllTextAsync(folder.File("payments.html")));
    }
}
