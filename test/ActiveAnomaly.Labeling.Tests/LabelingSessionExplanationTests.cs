using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class LabelingSessionExplanationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestMethod]
    public async Task Explain_ScoreOfOneFeature_IsItsContribution()
    {
        // The score is the first feature.
        using var session = LabelingSession.Create(
            new MemorySessionStore(), GivenSession.Id, FeatureMatrix.Copy([0, 5, 1, 6, 2, 7, 3, 8], 2), GivenSession.Options);
        await session.WaitForModelAsync().WaitAsync(Patience);
        var explained = session.Explain(3);
        Assert.AreEqual((3, 0, 3f), (explained.Row, explained.Stage, explained.Explanation.Score));
        Assert.AreSequenceEqual(
            [3 - explained.Explanation.BaseValue, 0], explained.Explanation.Contributions.ToArray());
    }

    [TestMethod]
    public async Task Explain_TheModel_ComparesWithItsOrdinaryRows()
    {
        using var session = GivenSession.Create(40);
        var model = await session.WaitForModelAsync().WaitAsync(Patience);
        var background = Background.Ordinary(session.Pool, model.Scores.Span, Background.DefaultRowCount);
        Assert.AreEqual(background.Values.ToArray().Average(), session.Explain(7).Explanation.BaseValue);
    }

    [TestMethod]
    public async Task Explain_AfterAnAnswer_IsOfTheNewModel()
    {
        using var session = GivenSession.Create(40);
        await session.WaitForModelAsync().WaitAsync(Patience);
        Assert.AreEqual(0, session.Explain(7).Stage);
        await GivenSession.Answer(session, "ada", await GivenSession.Row(session, "ada"));
        await session.WaitForModelAsync().WaitAsync(Patience);
        Assert.AreEqual(1, session.Explain(7).Stage);
    }

    [TestMethod]
    public void Explain_BeforeTheFirstModel_SaysThatThereIsNone()
    {
        using var release = new ManualResetEventSlim();
        var detector = new ScriptedDetector(_ => release.Wait(Patience));
        using var session = GivenSession.Create(10, GivenSession.Options with { Detector = detector });
        Assert.Contains("no model yet", Assert.ThrowsExactly<InvalidOperationException>(() => session.Explain(0)).Message);
        release.Set();
    }

    [TestMethod]
    public async Task Explain_NoSuchRow_Throws()
    {
        using var session = GivenSession.Create(10);
        await session.WaitForModelAsync().WaitAsync(Patience);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => session.Explain(10));
    }

    [TestMethod]
    public async Task Explain_Cancelled_Throws()
    {
        using var session = GivenSession.Create(10);
        await session.WaitForModelAsync().WaitAsync(Patience);
        Assert.Throws<OperationCanceledException>(() => session.Explain(0, new CancellationToken(canceled: true)));
    }
}
