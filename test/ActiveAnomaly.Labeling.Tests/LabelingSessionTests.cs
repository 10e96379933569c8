using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class LabelingSessionTests
{
    private const string Id = "session";

    public required TestContext TestContext { get; init; }

    private CancellationToken Cancelled => TestContext.CancellationTokenSource.Token;

    [TestMethod]
    public async Task AnswerAsync_ThirtyAnswers_ModelIsThatOfTheSameAnswersInCode()
    {
        var (pool, truth) = Pool(400);
        var store = new MemorySessionStore();
        using var session = LabelingSession.Create(store, Id, pool, new LabelingOptions { HiddenTruth = truth });
        var question = await session.NextQuestionAsync("ada", cancellationToken: Cancelled);
        for (var i = 0; i < 30; i++)
        {
            Assert.IsNotNull(question.Row, question.Waiting);
            var row = question.Row.Value;
            var begin = TimeProvider.System.GetTimestamp();
            question = (await session.AnswerAsync("ada", row, truth[row] ? Answer.Abnormal : Answer.Normal, Cancelled)).Next;
            TestContext.WriteLine($"{TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds:F1} ms, {question.Reason}, stage "
                + $"{question.Stage}");
        }

        var model = await session.WaitForModelAsync(Cancelled);
        var state = session.State;
        Assert.AreEqual(30, state.AnsweredCount);
        Assert.HasCount(30, state.Found);
        Assert.AreEqual(0, state.UnseenAnswerCount);
        Assert.AreEqual(state.AbnormalCount, state.Found[^1].AbnormalCount);

        // The same answers given beforehand, to a detector that never saw the session.
        var direct = new GaussianProcessDetector(new GaussianProcessOptions { Seed = 0 })
            .Fit(new TrainingRequest(pool, session.Labels) { LabelsCountForTwins = true });
        CollectionAssert.AreEqual(direct.Scores.ToArray(), model.Scores.ToArray());
        Assert.AreEqual(Ranking.RocAuc(direct.Scores.Span, truth), model.Auc);
        TestContext.WriteLine($"{model.Stage} stages, {store.Read(Id, Cancelled).Count} events, AUC {model.Auc}");
    }

    private static (FeatureMatrix Pool, bool[] Truth) Pool(int rowCount)
    {
        var random = new SeededRandom(7);
        var values = new float[rowCount, 5];
        var truth = new bool[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            truth[row] = row % 12 == 0;
            for (var k = 0; k < 5; k++)
            {
                values[row, k] = (float)(random.NextNormal() + (truth[row] && k < 2 ? 2.5 : 0));
            }
        }

        return (FeatureMatrix.Copy(values.Cast<float>().ToArray(), 5), truth);
    }
}
