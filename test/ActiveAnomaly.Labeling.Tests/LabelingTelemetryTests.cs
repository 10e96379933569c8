using System.Diagnostics;
using ActiveAnomaly.Labeling.Serving;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>What is measured is what the log says; these tests listen to the whole process, and run beside no other.</summary>
[TestClass]
[DoNotParallelize]
public sealed class LabelingTelemetryTests
{
    [TestMethod]
    public async Task Measurements_OfASession_AreThoseOfItsLog()
    {
        using var telemetry = new RecordedTelemetry();
        await using var served = await ServedPool.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            var question = await served.Session.NextQuestionAsync("ada");
            await served.Session.AnswerAsync("ada", question.Row!.Value, i == 0 ? Answer.Skip : Answer.Normal);
        }

        await served.Session.AnswerAsync("ada", 1, Answer.Abnormal);
        served.Session.AnswerAll("ada", [2, 3], Answer.Normal);
        await served.Session.WaitForModelAsync();
        var log = served.Log;

        Assert.AreEqual(log.OfType<RowsQueried>().Sum(queried => queried.Rows.Count), telemetry.Of("questions").Sum());
        Assert.IsGreaterThanOrEqualTo(5, telemetry.Of("questions").Sum());
        Assert.AreEqual(8, log.Count(each => each is RowAnswered or RowLabeled));
        Assert.AreEqual(8, telemetry.Of("answers").Sum());
        Assert.HasCount(8, telemetry.Of("answer.duration"));
        Assert.HasCount(log.OfType<StageTrained>().Count(), telemetry.Of("training.duration"));
        Assert.IsTrue(telemetry.Of("training.duration").Concat(telemetry.Of("answer.duration")).All(duration => duration > 0));
        Assert.AreEqual(0, telemetry.Of("training.failures").Sum());
        Assert.AreEqual(8, telemetry.Activities.Count(activity => activity.OperationName == "keep answer"));
        Assert.AreEqual(
            log.OfType<StageTrained>().Count(), telemetry.Activities.Count(activity => activity.OperationName == "train"));
        Assert.IsTrue(telemetry.Activities.All(activity => activity.Status == ActivityStatusCode.Unset && !activity.TagObjects.Any()));
    }

    [TestMethod]
    public async Task Sessions_OpenedAndClosed_AreCounted()
    {
        using var telemetry = new RecordedTelemetry();
        var before = telemetry.OpenSessions();
        await using (var first = await ServedPool.StartAsync())
        {
            await using var second = await ServedPool.StartAsync();
            Assert.AreEqual(before + 2, telemetry.OpenSessions());
            second.Session.Dispose();
            second.Session.Dispose();
            Assert.AreEqual(before + 1, telemetry.OpenSessions());
        }

        Assert.AreEqual(before, telemetry.OpenSessions());
    }

    [TestMethod]
    public async Task Answer_SaidTwice_IsMeasuredOnce()
    {
        using var telemetry = new RecordedTelemetry();
        await using var served = await ServedPool.StartAsync();
        await served.Session.AnswerAsync("ada", 1, Answer.Normal);
        await served.Session.AnswerAsync("ada", 1, Answer.Normal);

        Assert.AreEqual(1, telemetry.Of("answers").Sum());
        Assert.HasCount(1, telemetry.Of("answer.duration"));
    }

    [TestMethod]
    public async Task Answer_StoreRefuses_IsAnActivityWithTheTypeOfTheErrorAlone()
    {
        using var telemetry = new RecordedTelemetry();
        using var folder = new TemporaryFolder();
        var store = new TroubledStore();
        await using var served = await ServedPool.StartAsync(folder, store);
        store.OnAppend = new IOException("row 7 of payments");
        await Assert.ThrowsExactlyAsync<IOException>(() => served.Session.AnswerAsync("ada", 1, Answer.Normal));
        store.OnAppend = null;
        var failed = telemetry.Activities.Single(activity => activity.Status == ActivityStatusCode.Error);

        Assert.AreEqual("keep answer", failed.OperationName);
        Assert.AreEqual("System.IO.IOException", failed.GetTagItem("error.type"));
        Assert.HasCount(1, failed.TagObjects.ToArray());
        Assert.IsNull(failed.StatusDescription);
        Assert.IsEmpty(telemetry.Of("answer.duration"));
        Assert.AreEqual(0, telemetry.Of("answers").Sum());
    }

    [TestMethod]
    public async Task Training_Fails_IsCountedAndHasNoDuration()
    {
        using var telemetry = new RecordedTelemetry();
        await using var served = await ServedPool.StartAsync(
            session: ServedPool.FastSession with { Detector = new ScriptedDetector(_ => throw new InvalidDataException("row 7")) },
            waitsForModel: false);
        while (served.Session.State is { TrainingFailure: null } state)
        {
            await served.Session.WaitForChangeAsync(state.Version);
        }

        Assert.IsGreaterThanOrEqualTo(1, telemetry.Of("training.failures").Sum());
        Assert.IsEmpty(telemetry.Of("training.duration"));
        Assert.AreEqual(
            "System.IO.InvalidDataException",
            telemetry.Activities.First(activity => activity.OperationName == "train").GetTagItem("error.type"));
        Assert.DoesNotContain("row 7", telemetry.Text);
    }
}
