using ActiveAnomaly.Data;
using ActiveAnomaly.Detectors;
using ActiveAnomaly.Querying;

namespace ActiveAnomaly.Sessions;

/// <summary>In which order labels are handed on, and what a query came to, row by row. Rows 9, 8, 7 and 6 are asked first.</summary>
[TestClass]
public sealed class SessionFoldTests
{
    [TestMethod]
    public void Labels_AnsweredOutOfOrder_HaveTheOrderOfTheAnswers()
    {
        var session = Queried();
        session.Answer(7, RowLabel.Normal);
        session.Answer(9, RowLabel.Abnormal);
        session.Skip(6);
        session.Answer(8, RowLabel.Normal);
        Assert.AreSequenceEqual([7, 9, 8], session.Labels.LabeledRows);
    }

    [TestMethod]
    public void Labels_KnownBeforehand_ComeFirstAndAscend()
    {
        var session = Queried(QueryContexts.Labels(10, normal: [3, 0], abnormal: [2]));
        session.Answer(7, RowLabel.Normal);
        session.Answer(9, RowLabel.Abnormal);
        Assert.AreSequenceEqual([0, 2, 3, 7, 9], session.Labels.LabeledRows);
    }

    [TestMethod]
    public void Labels_WithdrawnAndAnsweredAgain_ComeLast()
    {
        var session = Queried();
        session.Answer(9, RowLabel.Normal);
        session.Answer(8, RowLabel.Normal);
        session.Withdraw(9);
        Assert.AreSequenceEqual([8], session.Labels.LabeledRows);
        session.Answer(7, RowLabel.Abnormal);
        session.Answer(9, RowLabel.Abnormal);
        Assert.AreSequenceEqual([8, 7, 9], session.Labels.LabeledRows);
    }

    [TestMethod]
    public void Labels_DecidedByAMajority_HaveTheOrderOfTheDecisions()
    {
        var session = Queried(policy: new MajorityPolicy(2));
        session.Answer(9, RowLabel.Normal, "anna");
        session.Answer(8, RowLabel.Normal, "anna");
        session.Answer(8, RowLabel.Normal, "ben");
        session.Answer(9, RowLabel.Normal, "ben");
        Assert.AreSequenceEqual([8, 9], session.Labels.LabeledRows);
    }

    [TestMethod]
    public void Labels_HandedToTheDetector_HaveThatOrder()
    {
        var detector = new FirstFeatureDetector();
        var session = Queried(detector: detector);
        foreach (var row in (int[])[6, 9, 7, 8])
        {
            session.Answer(row, RowLabel.Normal);
        }

        session.Train();
        Assert.AreSequenceEqual([6, 9, 7, 8], detector.Requests[^1].Labels.LabeledRows);
    }

    [TestMethod]
    public void Outcomes_AnsweredOutOfOrder_HaveTheOrderOfTheChoice()
    {
        var strategy = new RememberingStrategy();
        var session = Queried(strategy: strategy);
        session.Answer(7, RowLabel.Normal);
        session.Answer(9, RowLabel.Abnormal);
        session.Skip(6);
        session.Query(2, ahead: true);
        session.Answer(8, RowLabel.Normal);
        session.Withdraw(9);
        session.Answer(4, RowLabel.Abnormal);
        session.Query(1, ahead: true);
        QueryOutcome[] first = [QueryOutcome.Of(RowLabel.Abnormal, RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Unlabeled)];
        QueryOutcome[] second =
        [
            QueryOutcome.Of(RowLabel.Unlabeled, RowLabel.Normal, RowLabel.Normal, RowLabel.Unlabeled),
            QueryOutcome.Of(RowLabel.Unlabeled, RowLabel.Abnormal),
        ];
        RequireHistory([], strategy.Histories[0]);
        RequireHistory(first, strategy.Histories[1]);
        RequireHistory(second, strategy.Histories[2]);
        Assert.AreEqual((1, 1, 1), (strategy.Histories[1][0].NormalCount, strategy.Histories[1][0].AbnormalCount,
            strategy.Histories[1][0].SkippedCount));
        Assert.AreEqual((2, 0, 1), (strategy.Histories[2][0].NormalCount, strategy.Histories[2][0].AbnormalCount,
            strategy.Histories[2][0].SkippedCount));
    }

    [TestMethod]
    [DataRow(true, 2)]
    [DataRow(false, 0)]
    public void Train_ByStrategy_ChoosesPseudoAbnormalRowsForDetectorsThatUseThem(bool uses, int expected)
    {
        // The boundary of 0 ... 9 at 0.8 is 7.2: row 7 is asked, and rows 8 and 9 score more.
        var detector = new FirstFeatureDetector(usesPseudoAbnormalRows: uses);
        var session = new ActiveLearningSession(
            Pool(), detector, new AdaptiveBoundaryStrategy(), new SessionOptions { BudgetPerStage = 1 });
        session.Run(_ => Answer.Abnormal, 1);
        Assert.HasCount(expected, detector.Requests[1].PseudoAbnormalRows);
    }

    [TestMethod]
    [DataRow(PseudoAbnormalUse.ByStrategy)]
    [DataRow(PseudoAbnormalUse.Never)]
    public void Constructor_DetectorWithoutUseForPseudoAbnormalRows_TakesOtherUses(PseudoAbnormalUse use) => Assert.IsNotNull(
        new ActiveLearningSession(
            Pool(),
            new FirstFeatureDetector(usesPseudoAbnormalRows: false),
            new RandomStrategy(),
            new SessionOptions { PseudoAbnormal = use }));

    [TestMethod]
    public void Constructor_DetectorWithoutUseForPseudoAbnormalRows_RefusesAlways()
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => new ActiveLearningSession(
            Pool(),
            new FirstFeatureDetector(usesPseudoAbnormalRows: false),
            new RandomStrategy(),
            new SessionOptions { PseudoAbnormal = PseudoAbnormalUse.Always }));
        Assert.AreEqual("options", exception.ParamName);
        Assert.Contains("first feature makes no use of pseudo-abnormal rows", exception.Message);
    }

    private static void RequireHistory(QueryOutcome[] expected, IReadOnlyList<QueryOutcome> found)
    {
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreSequenceEqual(expected[i].Labels, found[i].Labels);
        }
    }

    private static FeatureMatrix Pool() => FeatureMatrix.Copy([.. Enumerable.Range(0, 10).Select(row => (float)row)], 1);

    private static ActiveLearningSession Queried(
        PoolLabels? labels = null, LabelPolicy? policy = null, Detector? detector = null, QueryStrategy? strategy = null)
    {
        var session = new ActiveLearningSession(
            Pool(),
            detector ?? new FirstFeatureDetector(),
            strategy ?? new HighConfidenceStrategy(),
            new SessionOptions { BudgetPerStage = 4, LabelPolicy = policy ?? new OneAnnotatorPolicy() },
            labels);
        session.Train();
        Assert.AreSequenceEqual([9, 8, 7, 6], session.Query().Select(row => row.RowIndex));
        return session;
    }

    /// <summary>Asks for the highest scores, and remembers the histories that it was given.</summary>
    private sealed class RememberingStrategy : QueryStrategy
    {
        public List<IReadOnlyList<QueryOutcome>> Histories { get; } = [];

        public override string Name => "remembering";

        protected override int[] Choose(QueryContext context, int count)
        {
            Histories.Add(context.History);
            return Smallest(context, count, score => -score);
        }
    }
}
