using ActiveAnomaly.Sessions.Events;
using StoreProcess;

namespace ActiveAnomaly.Labeling.Stores;

/// <summary>
/// Kills (SIGKILL) a program at random moments: while it opens a store, and while it appends. What it had acknowledged is there, once, and
/// the store opens again.
/// </summary>
[TestClass]
public sealed class SessionStoreKillTests
{
    private const string Session = "killed";

    [TestMethod]
    public void Append_SqliteUntilKilled_LosesNothingThatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        KillOverAndOver("sqlite", folder.File("store.db"));
    }

    [TestMethod]
    public void Append_PostgresUntilKilled_LosesNothingThatWasAcknowledged() =>
        KillOverAndOver("postgres", PostgresServer.Shared.CreateSchema());

    private static void KillOverAndOver(string kind, string place)
    {
        var killCount = Kills.Count;
        var random = new Random(killCount);
        var (acknowledged, count) = (0L, 0);
        for (var kill = 0; kill < killCount; kill++)
        {
            using var child = new ChildProcess(kind, place, Session);
            if (kill % 4 == 3)
            {
                child.WaitFor(TimeSpan.FromMilliseconds(random.Next(400)));
            }
            else
            {
                child.WaitForAcknowledged(random.Next(1, 60));
                child.WaitFor(TimeSpan.FromMilliseconds(random.Next(3)));
            }

            child.Kill();
            var said = child.Acknowledged;
            Assert.AreSequenceEqual(Enumerable.Range(count, said.Count).Select(sequence => (long)sequence), said);
            acknowledged += said.Count;

            using var store = Program.Open(kind, place);
            var before = count;
            count = Program.CountOf(store, Session);

            // The last one may have been kept and not yet said.
            Assert.IsTrue(
                count - before - said.Count is 0 or 1, $"Kill {kill}: {said.Count} were acknowledged, {count - before} are there.");
        }

        using var end = Program.Open(kind, place);
        Assert.AreSequenceEqual(
            Enumerable.Range(0, count).Select(sequence => SessionEventJson.Write(Program.EventAt(sequence))),
            end.Read(Session).Select(SessionEventJson.Write));
        Assert.IsGreaterThan(killCount, acknowledged);
        Console.WriteLine($"{killCount} kills, {acknowledged} events acknowledged, {count} kept.");
    }
}
