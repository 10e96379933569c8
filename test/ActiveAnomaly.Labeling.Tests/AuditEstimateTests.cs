using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Sessions.Events;
using ActiveAnomaly.Sessions.Stores;

namespace ActiveAnomaly.Labeling;

/// <summary>The estimates of audits beside those that looking at every row gives.</summary>
[TestClass]
public sealed class AuditEstimateTests
{
    private const string Annotator = "ada";
    private const int RowCount = 60;
    private const int TopCount = 16;

    /// <summary>A few operations on numbers up to 60 are rounded in another order.</summary>
    private const double Rounding = 1e-12;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Audit_WithEqualRows_IsWhatCountingEveryRowGives()
    {
        // Scores are values, each of two rows. Of the top rows two of three are abnormal, of the others few.
        float[] values = [.. Enumerable.Range(0, RowCount).Select(row => (float)(row / 2))];
        var pool = FeatureMatrix.Copy(values, 1);
        var store = new MemorySessionStore();
        var options = new LabelingOptions
        {
            Detector = new FirstFeatureDetector(),
            AuditShare = 0.5,
            AuditTopCount = TopCount,
            Patience = TimeSpan.Zero,
            LongestWait = TimeSpan.FromMinutes(1),
        };
        using var session = LabelingSession.Create(store, "audited", pool, options);
        var question = await session.NextQuestionAsync(Annotator, cancellationToken: TestContext.CancellationToken);
        var compared = 0;
        for (var i = 0; i < 20; i++)
        {
            Assert.IsNotNull(question.Row, question.Waiting);
            var receipt = await session.AnswerAsync(
                Annotator, question.Row.Value, Truth(values[question.Row.Value]), TestContext.CancellationToken);
            var audit = session.State.Audit;
            Assert.IsNotNull(audit);
            var (precision, recall) = Expected(values, session.Labels, store.Read("audited", TestContext.CancellationToken));
            AssertSame(precision, audit.Precision);
            AssertSame(recall, audit.Recall);
            compared += recall is null ? 0 : 1;
            question = receipt.Next;
        }

        Assert.IsGreaterThan(10, compared);
    }

    private static void AssertSame(double? expected, Interval? interval)
    {
        Assert.AreEqual(expected is null, interval is null);
        Assert.AreEqual(expected ?? 0, interval?.Estimate ?? 0, Rounding);
    }

    private static Answer Truth(float value) => value > 20 ? (value % 3 > 0 ? Answer.Abnormal : Answer.Normal)
        : value % 7 == 0 ? Answer.Abnormal : Answer.Normal;

    /// <summary>Precision (a1 + r1 u1) / k and recall (a1 + r1 u1) / (a1 + r1 u1 + a2 + r2 u2), by the rows one after the other.</summary>
    private static (double? Precision, double? Recall) Expected(float[] values, PoolLabels labels, IReadOnlyList<SessionEvent> log)
    {
        var ranks = Enumerable.Range(0, RowCount).OrderByDescending(row => values[row]).ThenBy(row => row)
            .Select((row, place) => (row, place)).ToDictionary(pair => pair.row, pair => pair.place + 1);
        var answered = log.OfType<RowAnswered>().Select(answer => answer.Row).ToHashSet();
        int[] drawn = [.. log.OfType<RowsQueried>().Where(query => query.Purpose == QueryPurpose.Audit)
            .SelectMany(query => query.Rows).Where(answered.Contains)];
        double? Abnormal(bool isTop)
        {
            int[] rows = [.. drawn.Where(row => ranks[row] <= TopCount == isTop)];
            int[] side = [.. Enumerable.Range(0, RowCount).Where(row => ranks[row] <= TopCount == isTop)];
            RowLabel Known(int row) => Enumerable.Range(0, RowCount)
                .Where(other => values[other] == values[row]).Select(other => labels[other]).Max();
            var unknown = side.Count(row => Known(row) == RowLabel.Unlabeled);
            var abnormal = side.Count(row => Known(row) == RowLabel.Abnormal);
            return unknown == 0 ? abnormal
                : rows.Length == 0 ? null
                : abnormal + ((double)rows.Count(row => Truth(values[row]) == Answer.Abnormal) / rows.Length * unknown);
        }

        var (top, others) = (Abnormal(isTop: true), Abnormal(isTop: false));
        return (top / TopCount, top is null || others is null || top + others == 0 ? null : top / (top + others));
    }
}
