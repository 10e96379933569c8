using ActiveAnomaly.Labeling.Stores;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;
using StoreProcess;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Kills a program that labels (SIGKILL) at random moments, and starts it again until all is answered: no acknowledged answer is lost, none
/// is there twice, and the session opens each time.
/// </summary>
[TestClass]
public sealed class LabelingSessionKillTests
{
    private const string Session = "session";
    private const int AnswerCount = 500;

    [TestMethod]
    public void AnswerAsync_SqliteUntilKilled_LosesNothingThatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        KillOverAndOver("sqlite", folder.File("labels.db"));
    }

    [TestMethod]
    public void AnswerAsync_PostgresUntilKilled_LosesNothingThatWasAcknowledged() =>
        KillOverAndOver("postgres", PostgresServer.Shared.CreateSchema());

    private static void KillOverAndOver(string kind, string place)
    {
        var killCount = Kills.Count;
        var random = new Random(killCount);
        var (kept, unsaid) = (new List<int>(), 0);
        for (var kill = 0; kill < killCount; kill++)
        {
            using var child = new ChildProcess(kind, place, Session, AnswerCount, answers: true);
            if (kill % 4 == 3)
            {
                // While it starts, opens the store and the session, and perhaps later.
                child.WaitFor(TimeSpan.FromMilliseconds(random.Next(600)));
            }
            else
            {
                child.WaitForAcknowledged(random.Next(1, Math.Max(2, (AnswerCount - kept.Count) / (killCount - kill))));
                child.WaitFor(TimeSpan.FromMilliseconds(random.Next(3)));
            }

            child.Kill();
            unsaid += Check(kind, place, kept, [.. child.Acknowledged.Select(row => (int)row)]);
        }

        using (var child = new ChildProcess(kind, place, Session, AnswerCount, answers: true))
        {
            child.WaitForSuccess();
            Assert.AreEqual(0, Check(kind, place, kept, [.. child.Acknowledged.Select(row => (int)row)]));
        }

        Console.WriteLine($"{killCount} kills, {kept.Count} answers kept, {unsaid} of them before they could be said.");
        Assert.HasCount(AnswerCount, kept);
        using var store = Program.Open(kind, place);
        using var session = LabelProcess.Open(store, Session);
        Assert.AreEqual((AnswerCount, "600 rows"), (session.State.AnsweredCount, session.Properties["pool"]));
        Assert.IsTrue(kept.TrueForAll(row => session.RowOf(row).Decision == LabelProcess.AnswerOf(row)));
        Assert.IsLessThanOrEqualTo(AnswerCount + 1, session.State.AskedCount);
    }

    /// <summary>
    /// Checks that what the log has more than before is what was said, in order, and perhaps one answer that was kept and not yet said;
    /// gives how many of these there are.
    /// </summary>
    private static int Check(string kind, string place, List<int> kept, int[] said)
    {
        using var store = Program.Open(kind, place);
        IReadOnlyList<SessionEvent> log = store.List().Contains(Session) ? store.Read(Session) : [];
        int[] answered = [.. log.OfType<RowAnswered>().Select(past => past.Row)];
        Assert.AreSequenceEqual(kept, answered[..kept.Count]);
        Assert.AreSequenceEqual(said, answered[kept.Count..Math.Min(answered.Length, kept.Count + said.Length)]);
        Assert.HasCount(answered.Length, answered.Distinct());
        var unsaid = answered.Length - kept.Count - said.Length;
        Assert.IsTrue(unsaid is 0 or 1, $"{said.Length} were acknowledged, {answered.Length - kept.Count} are there.");
        kept.AddRange(answered[kept.Count..]);
        return unsaid;
    }
}
