using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>The order of calls and what a session remembers, with a detector that only reads scores off: row i scores i.</summary>
[TestClass]
public sealed class ActiveLearningSessionTests
{
    [TestMethod]
    public void State_New_IsReadyToTrain() => Assert.AreEqual(SessionState.ReadyToTrain, Session().State);

    [TestMethod]
    public void Model_New_IsNull() => Assert.IsNull(Session().Model);

    [TestMethod]
    public void Train_First_IsReadyToQuery()
    {
        var session = Session();
        session.Train();
        Assert.AreEqual(SessionState.ReadyToQuery, session.State);
    }

    [TestMethod]
    public void Query_BeforeTraining_Throws() =>
        Assert.Contains("First Train", Assert.ThrowsExactly<InvalidOperationException>(() => Session().Query()).Message);

    [TestMethod]
    public void Train_Twice_Throws()
    {
        var session = Session();
        session.Train();
        Assert.Contains("First Query", Assert.ThrowsExactly<InvalidOperationException>(() => session.Train()).Message);
    }

    [TestMethod]
    public void Train_RowsPending_ThrowsNamingThem() =>
        Assert.Contains("answer or skip rows 9, 8, 7", Assert.ThrowsExactly<InvalidOperationException>(() => Queried().Train()).Message);

    [TestMethod]
    public void Query_Twice_Throws() => Assert.ThrowsExactly<InvalidOperationException>(() => Queried().Query());

    [TestMethod]
    public void Query_AfterAllAnswers_Throws()
    {
        var session = Queried();
        AnswerAll(session);
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Query());
    }

    [TestMethod]
    public void Answer_BeforeAnyQuery_Throws() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => Session().Answer(0, RowLabel.Normal));

    [TestMethod]
    public void Answer_TrainedButNotQueried_Throws()
    {
        var session = Session();
        session.Train();
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Answer(9, RowLabel.Normal));
    }

    [TestMethod]
    public void Skip_BeforeAnyQuery_Throws() => Assert.ThrowsExactly<InvalidOperationException>(() => Session().Skip(0));

    [TestMethod]
    public void Answer_RowNotAsked_ThrowsNamingItAndThoseThatWait()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => Queried().Answer(0, RowLabel.Normal));
        Assert.Contains("Row 0 was not asked about; rows 9, 8, 7 wait for an answer.", exception.Message);
    }

    [TestMethod]
    public void Answer_RowNotAskedWhileOneWaits_NamesThatOne()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Normal);
        session.Answer(8, RowLabel.Normal);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => session.Answer(0, RowLabel.Normal));
        Assert.Contains("; row 7 waits for an answer.", exception.Message);
    }

    [TestMethod]
    public void Answer_RowNotAskedWhileNoneWaits_SaysWhatAsks()
    {
        var session = Queried();
        AnswerAll(session);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => session.Answer(5, RowLabel.Normal));
        Assert.Contains("Row 5 was not asked about; no row waits for an answer. Train and then Query", exception.Message);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(10)]
    public void Answer_RowOutOfThePool_SaysWhichRowsThereAre(int row)
    {
        var exception = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Queried().Answer(row, RowLabel.Normal));
        Assert.Contains($"There is no row {row}; the pool's rows are 0 to 9.", exception.Message);
    }

    [TestMethod]
    public void Answer_RowOfAnEarlierQuery_Throws()
    {
        var session = Queried();
        AnswerAll(session);
        session.Train();
        session.Query();
        Assert.ThrowsExactly<ArgumentException>(() => session.Answer(9, RowLabel.Abnormal));
    }

    [TestMethod]
    public void Answer_Unlabeled_ThrowsPointingToSkip() =>
        Assert.Contains("Call Skip", Assert.ThrowsExactly<ArgumentException>(() => Queried().Answer(9, RowLabel.Unlabeled)).Message);

    [TestMethod]
    public void Answer_Contradicting_ThrowsNamingBothAnswers()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Normal);
        Assert.Contains(
            "answered Normal before and is Abnormal now",
            Assert.ThrowsExactly<ArgumentException>(() => session.Answer(9, RowLabel.Abnormal)).Message);
    }

    [TestMethod]
    public void Answer_AfterSkip_Throws()
    {
        var session = Queried();
        session.Skip(9);
        Assert.ThrowsExactly<ArgumentException>(() => session.Answer(9, RowLabel.Abnormal));
    }

    [TestMethod]
    public void Skip_AfterAnswer_Throws()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Normal);
        Assert.ThrowsExactly<ArgumentException>(() => session.Skip(9));
    }

    [TestMethod]
    public void Answer_SameTwice_ChangesNothing()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Normal);
        session.Answer(9, RowLabel.Normal);
        Assert.AreEqual(1, session.Labels.LabeledCount);
    }

    [TestMethod]
    public void Answer_SameAgainAfterTheLast_ChangesNothing()
    {
        var session = Queried();
        AnswerAll(session);
        session.Answer(9, RowLabel.Normal);
        Assert.AreEqual(SessionState.ReadyToTrain, session.State);
    }

    [TestMethod]
    public void Answer_One_LabelsTheRow()
    {
        var session = Queried();
        session.Answer(8, RowLabel.Abnormal);
        Assert.AreSequenceEqual([8], session.Labels.AbnormalRows);
    }

    [TestMethod]
    public void Answer_One_LeavesTheOthersPendingInTheOrderOfChoice()
    {
        var session = Queried();
        session.Answer(8, RowLabel.Abnormal);
        Assert.AreSequenceEqual([9, 7], session.PendingRows);
    }

    [TestMethod]
    public void Answer_NotAllYet_StaysWaiting()
    {
        var session = Queried();
        session.Answer(8, RowLabel.Abnormal);
        session.Skip(9);
        Assert.AreEqual(SessionState.WaitingForAnswers, session.State);
    }

    [TestMethod]
    public void Answer_Last_IsReadyToTrain()
    {
        var session = Queried();
        AnswerAll(session);
        Assert.AreEqual(SessionState.ReadyToTrain, session.State);
    }

    [TestMethod]
    public void Query_Rows_CarryScoreStageAndPlace() => Assert.AreSequenceEqual(
        [new(9, 9, 0, 0, 3), new(8, 8, 0, 1, 3), new QueriedRow(7, 7, 0, 2, 3)], Trained().Query());

    [TestMethod]
    public void Query_WithCount_AsksThatMany() => Assert.HasCount(5, Trained().Query(5));

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void Query_CountBelowOne_Throws(int count) =>
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trained().Query(count)).ParamName);

    [TestMethod]
    public void Query_SecondStage_AsksOtherRows()
    {
        var session = Queried();
        AnswerAll(session);
        session.Train();
        Assert.AreSequenceEqual([6, 5, 4], session.Query().Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Query_AfterSkips_DoesNotAskTheSkippedRowsAgain()
    {
        var session = Queried();
        foreach (var row in session.PendingRows)
        {
            session.Skip(row);
        }

        session.Train();
        Assert.AreSequenceEqual([6, 5, 4], session.Query().Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Skip_Row_LeavesItUnlabeled()
    {
        var session = Queried();
        session.Skip(9);
        Assert.AreEqual(RowLabel.Unlabeled, session.Labels[9]);
    }

    [TestMethod]
    public void CandidateCount_AfterAnswersAndSkips_CountsNeither()
    {
        var session = Queried();
        session.Skip(9);
        session.Answer(8, RowLabel.Normal);
        Assert.AreEqual(8, session.CandidateCount);
    }

    [TestMethod]
    public void Query_KnownLabels_DoesNotAskThem()
    {
        var session = Session(labels: QueryContexts.Labels(10, normal: [9, 7]));
        session.Train();
        Assert.AreSequenceEqual([8, 6, 5], session.Query().Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Query_FewerCandidatesThanTheBudget_AsksWhatIsLeft()
    {
        var session = Session(labels: QueryContexts.Labels(10, normal: [0, 1, 2, 3, 4, 5, 6, 7]));
        session.Train();
        Assert.AreSequenceEqual([9, 8], session.Query().Select(row => row.RowIndex));
    }

    [TestMethod]
    public void Query_NothingLeft_AsksNothing()
    {
        var session = Session(labels: QueryContexts.Labels(10, normal: [.. Enumerable.Range(0, 10)]));
        session.Train();
        Assert.IsEmpty(session.Query());
    }

    [TestMethod]
    public void Query_StrategyThatThrows_LeavesTheSessionReadyToQuery()
    {
        var session = new ActiveLearningSession(Pool(), new FirstFeatureDetector(), new DecisionBoundaryStrategy());
        session.Train();
        Assert.ThrowsExactly<InvalidOperationException>(() => session.Query());
        Assert.AreEqual(SessionState.ReadyToQuery, session.State);
    }

    [TestMethod]
    public void Query_ModelWithRadius_PassesItToTheStrategy()
    {
        var session = new ActiveLearningSession(Pool(), new FirstFeatureDetector(radius: 2f), new DecisionBoundaryStrategy());
        session.Train();
        Assert.AreEqual(4, session.Query(1)[0].RowIndex);
    }

    [TestMethod]
    public void Query_RandomStrategy_AsksOtherRowsForAnotherSessionSeed()
    {
        static IEnumerable<int> Rows(long seed)
        {
            var session = new ActiveLearningSession(
                Pool(200),
                new FirstFeatureDetector(),
                new RandomStrategy(),
                new SessionOptions { Seed = seed });
            session.Train();
            return session.Query().Select(row => row.RowIndex);
        }

        Assert.AreNotSequenceEqual(Rows(1), Rows(2));
    }

    [TestMethod]
    public void Query_RandomStrategyWithoutASessionSeed_TakesTheDetectors()
    {
        static IEnumerable<int> Rows(long? seed)
        {
            var session = new ActiveLearningSession(
                Pool(200),
                new FirstFeatureDetector(),
                new RandomStrategy(),
                new SessionOptions { Seed = seed });
            session.Train();
            return session.Query().Select(row => row.RowIndex);
        }

        Assert.AreSequenceEqual(Rows(7), Rows(null));
    }

    [TestMethod]
    public void Train_SecondStage_HandsTheDetectorLabelsStageAndModel()
    {
        var detector = new FirstFeatureDetector();
        var session = Session(detector);
        session.Train();
        session.Query();
        AnswerAll(session);
        var before = session.Model;
        session.Train();
        var request = detector.Requests[1];
        Assert.AreEqual((3, 1, before), (request.Labels.LabeledCount, request.Stage, request.Previous));
    }

    [TestMethod]
    public void History_AfterTwoStages_HoldsQueriesAndAnswers()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        session.Skip(8);
        session.Answer(7, RowLabel.Normal);
        session.Train();
        Assert.AreSequenceEqual([9, 8, 7], session.History[0].QueriedRows);
        Assert.AreSequenceEqual([Answer.Abnormal, Answer.Skip, Answer.Normal], session.History[0].Answers.Select(answer => answer!.Value));
    }

    [TestMethod]
    public void History_AfterTwoStages_CountsTheLabelsThatEachModelSaw()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        session.Skip(8);
        session.Answer(7, RowLabel.Normal);
        session.Train();
        Assert.AreSequenceEqual([(0, 0), (1, 1)], session.History.Select(stage => (stage.NormalCount, stage.AbnormalCount)));
    }

    [TestMethod]
    public void History_AfterAnswers_HasTheirOutcome()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Abnormal);
        session.Skip(8);
        var outcome = session.History[0].Outcome;
        Assert.AreEqual((0, 1, 1), (outcome.NormalCount, outcome.AbnormalCount, outcome.SkippedCount));
        Assert.AreSequenceEqual([RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Unlabeled], outcome.Labels);
    }

    [TestMethod]
    public void History_Stage_HasTheModelsScores() =>
        Assert.AreSequenceEqual(Enumerable.Range(0, 10).Select(row => (float)row), Trained().History[0].Scores.ToArray());

    [TestMethod]
    public void History_AdaptiveBoundary_HasTheQuantileOfEachQuery()
    {
        var session = new ActiveLearningSession(
            Pool(),
            new FirstFeatureDetector(),
            new AdaptiveBoundaryStrategy(),
            new SessionOptions { BudgetPerStage = 2 });
        session.Run(_ => Answer.Abnormal, 2);
        const double rounding = 1e-15;
        Assert.AreEqual(0.8, session.History[0].BoundaryQuantile!.Value, rounding);
        Assert.AreEqual(0.6, session.History[1].BoundaryQuantile!.Value, rounding);
        Assert.IsNull(session.History[2].BoundaryQuantile);
    }

    [TestMethod]
    public void Train_Cancelled_LeavesTheSessionAsItWas()
    {
        var session = Queried();
        AnswerAll(session);
        Assert.Throws<OperationCanceledException>(() => session.Train(cancellationToken: new CancellationToken(canceled: true)));
        Assert.AreEqual((SessionState.ReadyToTrain, 1), (session.State, session.History.Count));
    }

    [TestMethod]
    [DataRow(PseudoAbnormalUse.ByStrategy, false, 0)]
    [DataRow(PseudoAbnormalUse.ByStrategy, true, 1)]
    [DataRow(PseudoAbnormalUse.Always, false, 1)]
    [DataRow(PseudoAbnormalUse.Never, true, 0)]
    public void Train_AfterAnAnomaly_UsesPseudoAbnormalRowsAsTold(PseudoAbnormalUse use, bool byBoundary, int expectedAny)
    {
        var detector = new FirstFeatureDetector();
        var equalScores = FeatureMatrix.FromRows([.. Enumerable.Range(0, 10).Select(row => new float[] { 0, row })]);
        var session = new ActiveLearningSession(
            equalScores,
            detector,
            byBoundary ? new AdaptiveBoundaryStrategy(0.5) : new RandomStrategy(),
            new SessionOptions { BudgetPerStage = 1, PseudoAbnormal = use });
        session.Run(_ => Answer.Abnormal, 1);
        Assert.AreEqual(expectedAny, Math.Min(1, detector.Requests[1].PseudoAbnormalRows.Count));
    }

    [TestMethod]
    public void Train_AfterAnAnomaly_TakesTheRowsThatScoredAtLeastAsMuch()
    {
        // The boundary of 0 ... 9 at 0.8 is 7.2: row 7 is asked, and rows 8 and 9 score more.
        var detector = new FirstFeatureDetector();
        var session = new ActiveLearningSession(
            Pool(), detector, new AdaptiveBoundaryStrategy(), new SessionOptions { BudgetPerStage = 1 });
        session.Run(_ => Answer.Abnormal, 1);
        Assert.AreSequenceEqual([8, 9], detector.Requests[1].PseudoAbnormalRows);
    }

    [TestMethod]
    public void Train_WithPseudoAbnormalRows_RecordsThem()
    {
        var session = new ActiveLearningSession(
            Pool(),
            new FirstFeatureDetector(),
            new AdaptiveBoundaryStrategy(),
            new SessionOptions { BudgetPerStage = 1 });
        session.Run(_ => Answer.Abnormal, 1);
        Assert.AreSequenceEqual([8, 9], session.History[1].PseudoAbnormalRows);
    }

    [TestMethod]
    public void Train_OtherPseudoAbnormalSelection_IsUsed()
    {
        var detector = new FirstFeatureDetector();
        var equal = FeatureMatrix.Copy(new float[10], 1);
        var options = new SessionOptions
        {
            BudgetPerStage = 1,
            PseudoAbnormalSelection = new PseudoAbnormalSelection(PseudoAbnormalBound.AboveMedian),
        };
        new ActiveLearningSession(equal, detector, new AdaptiveBoundaryStrategy(), options).Run(_ => Answer.Abnormal, 1);
        Assert.IsEmpty(detector.Requests[1].PseudoAbnormalRows);
    }

    [TestMethod]
    public void Constructor_OtherNumberOfLabels_Throws() =>
        Assert.AreEqual("labels", Assert.ThrowsExactly<ArgumentException>(() => Session(labels: PoolLabels.None(9))).ParamName);

    [TestMethod]
    public void BudgetPerStage_NotGiven_FollowsThePaper() =>
        Assert.AreEqual(6, new ActiveLearningSession(Pool(), new FirstFeatureDetector(), new RandomStrategy()).BudgetPerStage);

    private static FeatureMatrix Pool(int rowCount = 10) =>
        FeatureMatrix.Copy([.. Enumerable.Range(0, rowCount).Select(row => (float)row)], 1);

    private static ActiveLearningSession Session(FirstFeatureDetector? detector = null, PoolLabels? labels = null) =>
        new(
            Pool(),
            detector ?? new FirstFeatureDetector(),
            new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 3 },
            labels);

    private static ActiveLearningSession Trained()
    {
        var session = Session();
        session.Train();
        return session;
    }

    /// <summary>Rows 9, 8 and 7 wait for an answer.</summary>
    private static ActiveLearningSession Queried()
    {
        var session = Trained();
        session.Query();
        return session;
    }

    private static void AnswerAll(ActiveLearningSession session)
    {
        foreach (var row in session.PendingRows)
        {
            session.Answer(row, RowLabel.Normal);
        }
    }
}
