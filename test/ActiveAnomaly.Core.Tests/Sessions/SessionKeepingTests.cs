using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>Sinks that keep an event and throw all the same: the session takes it up, and stands where its log does.</summary>
[TestClass]
public sealed class SessionKeepingTests
{
    private readonly List<SessionEvent> _kept = [];
    private Predicate<SessionEvent>? _throws;

    [TestMethod]
    public void TakeUp_WhatTheSinkThrewFor_StandsAsALogThatWasResumed()
    {
        var session = Session();
        session.Train();
        TakesUp<RowsQueried>(session, () => session.Query());
        TakesUp<RowAnswered>(session, () => session.Answer(9, RowLabel.Abnormal));
        TakesUp<RowLabeled>(session, () => session.Label(2, RowLabel.Normal));
        TakesUp<AnswerWithdrawn>(session, () => session.Withdraw(9));
        TakesUp<RowAnswered>(session, () => session.Answer(9, RowLabel.Normal));
        TakesUp<RowNoted>(session, () => session.Note(3, "odd"));
        TakesUp<PoolDescribed>(session, () => session.Describe(new Dictionary<string, string> { ["pool"] = "a file" }));

        var resumed = ActiveLearningSession.Resume(_kept, Pool(), new FirstFeatureDetector(), new HighConfidenceStrategy());
        Assert.AreSequenceEqual(Enumerable.Range(0, _kept.Count).Select(sequence => (long)sequence), _kept.Select(past => past.Sequence));
        Assert.AreSequenceEqual(resumed.Labels.NormalRows, session.Labels.NormalRows);
        Assert.AreSequenceEqual([2, 9], session.Labels.NormalRows.Order());
        Assert.AreSequenceEqual(resumed.PendingRows, session.PendingRows);
        Assert.AreSequenceEqual(resumed.History[^1].QueriedRows, session.History[^1].QueriedRows);
        Assert.AreSequenceEqual(resumed.History[^1].Answers, session.History[^1].Answers);
    }

    [TestMethod]
    public void TakeUp_TrainingTheSinkThrewFor_IsTheNextStage()
    {
        var session = Session();
        var training = session.BeginTraining().Run();
        _throws = added => added is StageTrained;
        Assert.ThrowsExactly<IOException>(() => session.Complete(training));
        _throws = null;
        var trained = (StageTrained)_kept[^1];
        Assert.ThrowsExactly<ArgumentException>(() => session.TakeUp(trained));
        Assert.ThrowsExactly<ArgumentException>(() => session.TakeUp(training, trained with { SeenSequence = 7 }));
        Assert.AreSame(training.Stage, session.TakeUp(training, trained));
        Assert.AreEqual((1, false), (session.StageCount, session.CanTrain));
        Assert.ThrowsExactly<InvalidOperationException>(() => session.TakeUp(training, trained));
        Assert.HasCount(3, session.Query());
    }

    [TestMethod]
    public void TakeUp_WhatDoesNotFollow_IsRefused()
    {
        var session = Session();
        var created = session.Log[0];
        Assert.ThrowsExactly<ArgumentNullException>(() => session.TakeUp(null!));
        Assert.ThrowsExactly<ArgumentException>(() => session.TakeUp(created));
        Assert.ThrowsExactly<SessionMismatchException>(() => session.TakeUp(new RowNoted
        {
            Sequence = 5, Time = DateTimeOffset.UnixEpoch, Row = 3, Annotator = "ada", Text = "odd", Tags = [],
        }));
        Assert.HasCount(1, session.Log);
    }

    private static FeatureMatrix Pool() => FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    private ActiveLearningSession Session() => new(
        Pool(),
        new FirstFeatureDetector(),
        new HighConfidenceStrategy(),
        new SessionOptions { BudgetPerStage = 3, Sink = Keep });

    private void TakesUp<T>(ActiveLearningSession session, Action change)
        where T : SessionEvent
    {
        var length = session.Log.Count;
        _throws = added => added is T;
        Assert.ThrowsExactly<IOException>(change);
        _throws = null;
        Assert.HasCount(length, session.Log);
        session.TakeUp(_kept[^1]);
        Assert.HasCount(length + 1, session.Log);
        Assert.HasCount(length + 1, _kept);
    }

    private void Keep(SessionEvent added)
    {
        _kept.Add(added);
        if (_throws?.Invoke(added) is true)
        {
            throw new IOException("The connection broke.");
        }
    }
}
