using ActiveAnomaly.Data;
using ActiveAnomaly.Querying;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

[TestClass]
public sealed class AuditPlanTests
{
    private const double Tolerance = 1e-12;

    [TestMethod]
    public void Result_SmallPoolByHand_IsPrecisionAndRecallAtK()
    {
        // Scores are the rows' numbers: the top 4 are rows 9, 8, 7 and 6.
        var audited = new Audited(GivenSession.Pool(10), share: 0.5, topCount: 4);
        audited.Draw(9, Answer.Abnormal);
        audited.Draw(7, Answer.Normal);
        audited.Draw(2, Answer.Abnormal);
        audited.Draw(0, Answer.Normal);
        var result = audited.Result!;
        Assert.AreEqual((4, 4, 2), (result.TopCount, result.DrawnCount, result.DrawnFromTopCount));

        // At the top 1 of 2 drawn: of the 2 left 1, or any number. Elsewhere 1 of 2 drawn: of the 4 left 2, or any number.
        AreNear(0.5, 0.25, 0.75, result.Precision);
        AreNear(2 / 5.0, 1 / 6.0, 3 / 4.0, result.Recall);
        Assert.AreEqual(
            "Of the 4 highest rows 50 % (25 % to 75 %) are anomalies, by 2 rows drawn at random from the top. They hold 40 % (17 % to "
            + "75 %) of all anomalies, by 4 rows drawn at random.",
            result.Text);
    }

    [TestMethod]
    public void Result_LabelsFromElsewhere_CountAsWhatTheyAre()
    {
        var audited = new Audited(GivenSession.Pool(6), share: 0.5, topCount: 2);
        audited.Draw(5, Answer.Abnormal);
        audited.Session.Label(4, RowLabel.Normal);
        audited.Session.Label(3, RowLabel.Abnormal);
        audited.Session.Label(2, RowLabel.Normal);
        audited.Draw(1, Answer.Normal);
        audited.Draw(0, Answer.Abnormal);

        // Nothing is unknown any more: 1 of 2 at the top, and 1 of 3 anomalies.
        AreNear(0.5, 0.5, 0.5, audited.Result!.Precision);
        AreNear(1 / 3.0, 1 / 3.0, 1 / 3.0, audited.Result!.Recall);
        Assert.AreEqual(
            "All of the 2 highest rows are labelled: 50 % are anomalies. They hold 33 % of all anomalies, for all rows are labelled. "
            + "3 anomalies are known, so that they can hold 33 % at most.",
            audited.Result!.Text);
    }

    /// <summary>
    /// Of 12 rows the top 2 are anomalies, and known; of the 10 others 4 are known: 3 anomalies and a normal row, 1 of each drawn.
    /// </summary>
    [TestMethod]
    public void Result_MoreAnomaliesFoundThanFitAtTheTop_RecallIsAtMostWhatTheTopCanHold()
    {
        var audited = new Audited(GivenSession.Pool(12), share: 0.5, topCount: 2);
        audited.Draw(11, Answer.Abnormal);
        audited.Session.Label(10, RowLabel.Abnormal);
        audited.Session.Label(9, RowLabel.Abnormal);
        audited.Session.Label(8, RowLabel.Abnormal);
        audited.Draw(7, Answer.Abnormal);
        audited.Draw(6, Answer.Normal);
        var result = audited.Result!;
        AreNear(1, 1, 1, result.Precision);

        // 1 of 2 drawn: of the 6 left 3, or any number. 2 of 2 + 3 + 3; at least 2 of 2 + 3 + 6, and at most 2 of the 5 that are known.
        AreNear(2 / 8.0, 2 / 11.0, 2 / 5.0, result.Recall);
        Assert.AreEqual(
            "All of the 2 highest rows are labelled: 100 % are anomalies. They hold 25 % (18 % to 40 %) of all anomalies, by 2 rows drawn "
            + "at random from the others. 5 anomalies are known, so that they can hold 40 % at most.",
            result.Text);
    }

    /// <summary>The top 3: an anomaly drawn, two unknown. The 5 others are known, 4 of them anomalies.</summary>
    [TestMethod]
    public void Result_TopPartlyKnown_LimitCountsWhatMayStillBeAnomalies()
    {
        var audited = new Audited(GivenSession.Pool(8), share: 0.5, topCount: 3);
        audited.Draw(7, Answer.Abnormal);
        for (var row = 0; row < 5; row++)
        {
            audited.Session.Label(row, row == 0 ? RowLabel.Normal : RowLabel.Abnormal);
        }

        // 1 of 1 drawn: of the 2 left 2, or any number. At most 3 of 3 + 4.
        var result = audited.Result!;
        AreNear(3 / 7.0, 1 / 5.0, 3 / 7.0, result.Recall);
        Assert.AreEqual(
            "Of the 3 highest rows 100 % (33 % to 100 %) are anomalies, by 1 row drawn at random from the top. They hold 43 % (20 % to "
            + "43 %) of all anomalies, by 1 row drawn at random from the top. 5 anomalies are known, so that they can hold 43 % at most.",
            result.Text);
    }

    [TestMethod]
    public void Result_AsManyAnomaliesFoundAsFitAtTheTop_SaysNoLimit()
    {
        var audited = new Audited(GivenSession.Pool(6), share: 0.5, topCount: 2);
        audited.Session.Label(5, RowLabel.Abnormal);
        audited.Session.Label(4, RowLabel.Normal);
        audited.Session.Label(3, RowLabel.Abnormal);
        audited.Draw(0, Answer.Normal);
        Assert.AreEqual(
            "All of the 2 highest rows are labelled: 50 % are anomalies. They hold 50 % (25 % to 50 %) of all anomalies, by 1 row drawn at "
            + "random from the others.",
            audited.Result!.Text);
    }

    [TestMethod]
    public void Result_SkippedDraws_DoNotCount()
    {
        var audited = new Audited(GivenSession.Pool(10), share: 0.5, topCount: 4);
        audited.Draw(9, Answer.Skip);
        audited.Draw(0, Answer.Abnormal);
        var result = audited.Result!;
        Assert.AreEqual((1, 0, null, null), (result.DrawnCount, result.DrawnFromTopCount, result.Precision, result.Recall));
        Assert.AreEqual("1 row drawn at random is answered; an estimate needs at least one at the top.", result.Text);
        audited.Draw(8, Answer.Normal);

        // 0 of 1 at the top, of the 3 left none, or at most 3; elsewhere the one drawn is an anomaly, and so may be all.
        Assert.AreEqual(0, audited.Result!.Precision!.Value.Estimate);
        Assert.AreEqual(0, audited.Result!.Recall!.Value.Estimate);
    }

    [TestMethod]
    public void Result_OnlyTheTopDrawn_HasPrecisionAndNoRecall()
    {
        var audited = new Audited(GivenSession.Pool(10), share: 0.5, topCount: 4);
        audited.Draw(9, Answer.Abnormal);
        var result = audited.Result!;
        AreNear(1, 0.25, 1, result.Precision);
        Assert.IsNull(result.Recall);
        Assert.AreEqual("Of the 4 highest rows 100 % (25 % to 100 %) are anomalies, by 1 row drawn at random from the top.", result.Text);
    }

    [TestMethod]
    public void Result_NoAnomalyKnownOrExpected_HasNoRecall()
    {
        var audited = new Audited(GivenSession.Pool(4), share: 0.5, topCount: 2);
        audited.Draw(3, Answer.Normal);
        audited.Draw(0, Answer.Normal);
        Assert.AreEqual(0, audited.Result!.Precision!.Value.Estimate);
        Assert.IsNull(audited.Result!.Recall);
    }

    [TestMethod]
    public void Result_TwinOfADrawnRow_IsKnown()
    {
        // Rows 0 and 1 are twins at the top; rows 2 and 3 below.
        var pool = GivenSession.PoolOf(5, 5, 2, 1);
        foreach (var (asksTwins, low) in new[] { (false, 1.0), (true, 0.5) })
        {
            var audited = new Audited(pool, share: 0.5, topCount: 2, asksTwins: asksTwins);
            audited.Draw(0, Answer.Abnormal);
            Assert.AreEqual(low, audited.Result!.Precision!.Value.Low, Tolerance);
        }
    }

    [TestMethod]
    public void Result_NothingAudited_IsNull()
    {
        var audited = new Audited(GivenSession.Pool(4), share: 0, topCount: 2);
        Assert.IsNull(audited.Result);
        Assert.IsNotNull(new Audited(GivenSession.Pool(4), share: 0.1, topCount: 2).Result);

        // What was drawn before the share was set to 0 still says something.
        audited.Draw(3, Answer.Abnormal);
        Assert.AreEqual(1, audited.Result!.DrawnCount);
    }

    [TestMethod]
    [DataRow(0.25, 40, 10)]
    [DataRow(0.1, 40, 4)]
    [DataRow(0.5, 7, 3)]
    [DataRow(0.9, 10, 9)]
    [DataRow(0.0, 40, 0)]
    public void IsDue_ShareOfTheQuestions_IsKept(double share, int questionCount, int auditCount)
    {
        var audited = new Audited(GivenSession.Pool(60), share, topCount: 6);
        audited.Run(questionCount, _ => false);
        Assert.AreEqual(questionCount, audited.Records.Asked.Count);
        Assert.AreEqual(auditCount, audited.Records.AuditCount);
    }

    [TestMethod]
    public void Draw_InTurns_IsFromTheTopAndFromTheOthers()
    {
        var audited = new Audited(GivenSession.Pool(20), share: 0.9, topCount: 3);
        audited.Run(20, _ => false);
        var drawn = audited.Records.Asked.Where(asked => asked.Value.Purpose == QueryPurpose.Audit)
            .OrderBy(asked => asked.Value.Sequence).Select(asked => asked.Value.Rank <= 3).ToArray();

        // Until the top is used up.
        Assert.AreSequenceEqual([true, false, true, false], drawn[..4]);
        Assert.IsLessThanOrEqualTo(3, drawn.Count(isTop => isTop));
        Assert.HasCount(20, audited.Records.Asked);
    }

    [TestMethod]
    public void Draw_SameSeed_IsTheSameAndAnotherIsNot()
    {
        int[] Drawn(long seed)
        {
            var audited = new Audited(GivenSession.Pool(200), share: 0.5, topCount: 100, seed: seed);
            audited.Run(40, _ => false);
            return [.. audited.Records.Asked.Where(asked => asked.Value.Purpose == QueryPurpose.Audit).Select(asked => asked.Key).Order()];
        }

        Assert.AreSequenceEqual(Drawn(3), Drawn(3));
        Assert.AreNotEqual(string.Join(' ', Drawn(3)), string.Join(' ', Drawn(4)));
    }

    [TestMethod]
    public void Draw_NoneLeftOrAllTaken_IsNull()
    {
        var audited = new Audited(GivenSession.Pool(3), share: 0.9, topCount: 2);
        Assert.IsNull(audited.Plan.Draw(audited.Model, audited.Records, _ => true));
        Assert.AreEqual(0, audited.Plan.Draw(audited.Model, audited.Records, row => row > 0));
        audited.Draw(0, Answer.Normal);
        Assert.IsNull(audited.Plan.Draw(audited.Model, audited.Records, row => row > 0));
    }

    [TestMethod]
    public void DrawOpen_MostRowsOpen_LooksAtFewOfThem()
    {
        int[] rows = [.. Enumerable.Range(0, 100_000)];
        for (var seed = 0; seed < 20; seed++)
        {
            var looks = 0;
            var drawn = AuditPlan.DrawOpen(new SeededRandom(seed), rows, row =>
            {
                looks++;
                return row % 4 != 0;
            });
            Assert.AreNotEqual(0, drawn!.Value % 4);
            Assert.IsLessThanOrEqualTo(16, looks);
        }
    }

    /// <summary>3 of 200 rows: the first draws rarely hit one. Of 600 draws 200 each, give or take 5 standard deviations.</summary>
    [TestMethod]
    public void DrawOpen_FewRowsOpen_IsUniform()
    {
        int[] rows = [.. Enumerable.Range(0, 200).Reverse()];
        int[] open = [3, 77, 199];
        var counts = open.ToDictionary(row => row, _ => 0);
        for (var seed = 0; seed < 600; seed++)
        {
            counts[AuditPlan.DrawOpen(new SeededRandom(seed).Derive("test", 0), rows, open.Contains)!.Value]++;
        }

        Assert.IsTrue(counts.Values.All(count => count is > 142 and < 258), string.Join(' ', counts.Values));
    }

    [TestMethod]
    public void DrawOpen_NoneOpenOrNone_IsNull()
    {
        Assert.IsNull(AuditPlan.DrawOpen(new SeededRandom(1), [4, 5], _ => false));
        Assert.IsNull(AuditPlan.DrawOpen(new SeededRandom(1), [], _ => true));
    }

    /// <summary>Every row at the top is as likely as another: of 300 draws 100 each, give or take 5 standard deviations.</summary>
    [TestMethod]
    public void Draw_ManySeeds_IsUniform()
    {
        var counts = new int[5];
        for (var seed = 0; seed < 300; seed++)
        {
            var audited = new Audited(GivenSession.Pool(5), share: 0.5, topCount: 3, seed: seed);
            counts[audited.Plan.Draw(audited.Model, audited.Records, _ => false)!.Value]++;
        }

        Assert.AreEqual(0, counts[0] + counts[1]);
        Assert.IsTrue(counts[2..].All(count => count is > 58 and < 142), string.Join(' ', counts));
    }

    /// <summary>
    /// 95 % of 200 are 190. The draws have fixed seeds; where the true probability is 0.95, fewer than 183 are seen once in 100 times.
    /// The intervals are exact, and cover more often than they promise.
    /// </summary>
    [TestMethod]
    [DataRow(20, 10, 12, 0.5)]
    [DataRow(60, 12, 30, 0.5)]
    [DataRow(400, 20, 60, 0.5)]
    [DataRow(400, 40, 100, 0.3)]
    public void Result_TwoHundredSimulatedAudits_CoverTheTruth(int rowCount, int topCount, int questionCount, double share)
    {
        var (precise, complete, known) = (0, 0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom(seed).Derive("audit simulation", rowCount);
            var pool = GivenSession.PoolOf([.. Enumerable.Range(0, rowCount).Select(_ => (float)random.NextDouble())]);

            // The higher the score, the likelier is an anomaly.
            var truth = Enumerable.Range(0, rowCount).Select(row => random.NextDouble() < Math.Pow(pool.Row(row)[0], 6)).ToArray();
            var audited = new Audited(pool, share, topCount, seed);
            audited.Run(questionCount, row => truth[row]);
            var top = audited.Model.Order.ToArray()[..topCount];
            var found = top.Count(row => truth[row]);
            precise += Covers(audited.Result!.Precision, (double)found / topCount) ? 1 : 0;
            if (audited.Result!.Recall is { } recall && truth.Contains(true))
            {
                known++;
                complete += Covers(recall, (double)found / truth.Count(isAbnormal => isAbnormal)) ? 1 : 0;
            }
        }

        Console.WriteLine($"{rowCount} rows: {precise} of 200 intervals cover the precision, {complete} of {known} the recall.");
        Assert.IsGreaterThanOrEqualTo(190, precise);
        Assert.IsGreaterThanOrEqualTo(150, known);
        Assert.IsGreaterThanOrEqualTo(0.95 * known, complete);
    }

    private static bool Covers(Interval? interval, double truth) =>
        interval is { } given && given.Low <= truth + Tolerance && given.High >= truth - Tolerance;

    private static void AreNear(double estimate, double low, double high, Interval? interval)
    {
        Assert.IsNotNull(interval);
        Assert.AreEqual(estimate, interval.Value.Estimate, Tolerance);
        Assert.AreEqual(low, interval.Value.Low, Tolerance);
        Assert.AreEqual(high, interval.Value.High, Tolerance);
    }

    /// <summary>A session whose scores are the first feature, with audits among questions that are drawn at random as well.</summary>
    private sealed class Audited
    {
        public Audited(FeatureMatrix pool, double share, int topCount, long seed = 0, bool asksTwins = false)
        {
            Session = new ActiveLearningSession(
                pool,
                new FirstFeatureDetector(),
                new RandomStrategy(),
                new SessionOptions { AsksTwins = asksTwins, Seed = seed, Sink = added => Records?.Apply(added) });
            Records = new SessionRecords(Session.Log, new OneAnnotatorPolicy(), asksTwins ? null : pool);
            Plan = new AuditPlan(share, topCount, seed, asksTwins);
            Model = new ModelState(Session.Train(), 0, 0, DateTimeOffset.UnixEpoch, truth: null);
        }

        public ActiveLearningSession Session { get; }

        public SessionRecords Records { get; }

        public AuditPlan Plan { get; }

        public ModelState Model { get; }

        public AuditResult? Result => Plan.Result(Session.Pool, Session.Labels, Model, Records);

        /// <summary>Takes a given row for drawn.</summary>
        public void Draw(int row, Answer answer)
        {
            Session.Ask([row], QueryPurpose.Audit);
            Answer(row, answer);
        }

        public void Run(int questionCount, Predicate<int> isAbnormal)
        {
            while (Records.Asked.Count < questionCount)
            {
                var row = Plan.IsDue(Records) && Plan.Draw(Model, Records, _ => false) is { } drawn
                    ? Session.Ask([drawn], QueryPurpose.Audit)[0].RowIndex
                    : Session.Query(1, ahead: true)[0].RowIndex;
                Answer(row, isAbnormal(row) ? Sessions.Answer.Abnormal : Sessions.Answer.Normal);
            }
        }

        private void Answer(int row, Answer answer)
        {
            if (answer == Sessions.Answer.Skip)
            {
                Session.Skip(row);
                return;
            }

            Session.Answer(row, answer == Sessions.Answer.Abnormal ? RowLabel.Abnormal : RowLabel.Normal);
        }
    }
}
