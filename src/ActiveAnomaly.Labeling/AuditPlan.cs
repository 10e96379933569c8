using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Draws rows at random among the questions, and makes of their answers how good the ranking is. Not thread safe.</summary>
internal sealed class AuditPlan(double share, int topCount, long seed, bool asksTwins)
{
    private const double Confidence = 0.95;

    /// <summary>Where half of the rows are open, one of 65,536 draws looks at all of them.</summary>
    private const int BlindDraws = 16;

    /// <summary>Gets the number of rows at the top, k.</summary>
    public int TopCount => topCount;

    /// <summary>Gets a value indicating whether rows are drawn at all.</summary>
    public bool DrawsRows => share > 0;

    /// <summary>Tells whether the next question is to be drawn.</summary>
    public bool IsDue(SessionRecords records) => DrawsRows && share * (records.Asked.Count + 1) >= records.AuditCount + 1;

    /// <summary>
    /// Draws a row of which, like of its twins, nothing is known or asked, in turn from the k of the highest scores and from the others;
    /// null when none is left.
    /// </summary>
    public int? Draw(ModelState model, SessionRecords records, Func<int, bool> isTaken)
    {
        var random = new SeededRandom(seed).Derive("audit", records.AuditCount);
        var wantsTop = records.AuditCount % 2 == 0;
        return DrawFrom(wantsTop) ?? DrawFrom(!wantsTop);

        int? DrawFrom(bool isTop)
        {
            var count = Math.Min(topCount, model.Order.Length);
            return DrawOpen(random, (isTop ? model.Order[..count] : model.Order[count..]).Span, IsOpen);
        }

        bool IsOpen(int row) => !records.IsSettled(row) && !isTaken(row);
    }

    /// <summary>
    /// Draws one of the open rows, each as likely as any other; null where none is. As long as most are open, the first draws hit one, and
    /// nobody waits until all rows are looked at.
    /// </summary>
    internal static int? DrawOpen(SeededRandom random, ReadOnlySpan<int> rows, Func<int, bool> isOpen)
    {
        for (var draw = 0; draw < BlindDraws && rows.Length > 0; draw++)
        {
            var row = rows[random.NextInt32(rows.Length)];
            if (isOpen(row))
            {
                return row;
            }
        }

        var open = new List<int>();
        foreach (var row in rows)
        {
            if (isOpen(row))
            {
                open.Add(row);
            }
        }

        return open.Count == 0 ? null : open[random.NextInt32(open.Count)];
    }

    /// <summary>Estimates; null where nothing is audited.</summary>
    public AuditResult? Result(FeatureMatrix pool, PoolLabels labels, ModelState? model, SessionRecords records)
    {
        if (records.AuditCount == 0 && share == 0)
        {
            return null;
        }

        var (top, others) = (default(Draws), default(Draws));
        foreach (var (row, asked) in records.Asked)
        {
            if (asked.Purpose == QueryPurpose.Audit && records.DecisionOf(row) is Answer.Normal or Answer.Abnormal)
            {
                var hit = records.DecisionOf(row) == Answer.Abnormal ? 1 : 0;
                (top, others) = asked.Rank <= topCount ? (top.With(hit), others) : (top, others.With(hit));
            }
        }

        if (model is null)
        {
            return new AuditResult(topCount, top.Count + others.Count, top.Count, Precision: null, Recall: null, Unknown(top, others));
        }

        var known = asksTwins ? labels : labels.WithTwins(pool);
        var insideCount = Math.Min(topCount, model.Order.Length);
        var inside = new Side(0, 0, insideCount);
        var outside = new Side(0, 0, model.Order.Length - insideCount);

        // Rows that were added since have no rank yet.
        foreach (var row in known.LabeledRows.Where(row => row < model.Ranks.Length))
        {
            (inside, outside) = model.Ranks.Span[row] <= topCount
                ? (inside.With(known[row]), outside)
                : (inside, outside.With(known[row]));
        }

        var (precision, recall) = (Precision(top, inside), Recall(top, inside, others, outside));
        var text = precision is { } precise ? PrecisionText(precise, top, inside) : Unknown(top, others);
        return new AuditResult(
            topCount,
            top.Count + others.Count,
            top.Count,
            precision,
            recall,
            recall is { } held ? text + RecallText(held, top, inside, others, outside) : text);
    }

    private static Interval? Precision(Draws top, Side inside)
    {
        if (inside.UnknownCount > 0 && top.Count == 0)
        {
            return null;
        }

        var abnormal = top.Abnormal(inside, Confidence);
        var count = inside.KnownCount + inside.UnknownCount;
        return new Interval(abnormal.Estimate / count, abnormal.Low / count, abnormal.High / count);
    }

    private static Interval? Recall(Draws top, Side inside, Draws others, Side outside)
    {
        if ((inside.UnknownCount > 0 && top.Count == 0) || (outside.UnknownCount > 0 && others.Count == 0))
        {
            return null;
        }

        // Known anomalies are counted at both ends, so that neither has the k rows hold more than they can.
        // Two intervals, each wrong at most half as often, are together right as often as one.
        const double Half = 1 - ((1 - Confidence) / 2);
        var (atTop, elsewhere) = (top.Abnormal(inside, Half), others.Abnormal(outside, Half));
        var estimate = Share(atTop.Estimate, elsewhere.Estimate);
        return double.IsNaN(estimate)
            ? null
            : new Interval(
                estimate, OrElse(Share(atTop.Low, elsewhere.High), 0), OrElse(Share(atTop.High, elsewhere.Low), 1));

        static double Share(double part, double rest) => part / (part + rest);
        static double OrElse(double value, double otherwise) => double.IsNaN(value) ? otherwise : value;
    }

    private static string Unknown(Draws top, Draws others) =>
        $"{Rows(top.Count + others.Count)} drawn at random {(top.Count + others.Count == 1 ? "is" : "are")} answered; "
        + "an estimate needs at least one at the top.";

    private string PrecisionText(Interval precision, Draws top, Side inside) => inside.UnknownCount == 0
        ? $"All of the {topCount} highest rows are labelled: {Shown(precision)} are anomalies."
        : $"Of the {topCount} highest rows {Shown(precision)} are anomalies, by {Rows(top.Count)} drawn at random from the top.";

    /// <summary>
    /// Says what the share is known by, and, where more anomalies are known than fit at the top, that it is small for that reason.
    /// </summary>
    private string RecallText(Interval recall, Draws top, Side inside, Draws others, Side outside)
    {
        var by = (inside.UnknownCount > 0, outside.UnknownCount > 0) switch
        {
            (true, true) => $"by {Rows(top.Count + others.Count)} drawn at random",
            (true, false) => $"by {Rows(top.Count)} drawn at random from the top",
            (false, true) => $"by {Rows(others.Count)} drawn at random from the others",
            (false, false) => "for all rows are labelled",
        };
        var (found, most) = (inside.AbnormalCount + outside.AbnormalCount, inside.AbnormalCount + inside.UnknownCount);
        var limit = found <= topCount ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $" {found} anomalies are known, so that they can hold {(double)most / (most + outside.AbnormalCount):P0} at most.");
        return $" They hold {Shown(recall)} of all anomalies, {by}.{limit}";
    }

    /// <summary>Where nothing is estimated there is no interval.</summary>
    private static string Shown(Interval interval) => interval.Low == interval.High
        ? string.Create(CultureInfo.InvariantCulture, $"{interval.Estimate:P0}")
        : string.Create(CultureInfo.InvariantCulture, $"{interval.Estimate:P0} ({interval.Low:P0} to {interval.High:P0})");

    private static string Rows(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "row" : "rows")}");

    /// <summary>Drawn rows that were answered.</summary>
    private readonly record struct Draws(int Count, int AbnormalCount)
    {
        public Draws With(int hit) => new(Count + 1, AbnormalCount + hit);

        /// <summary>Gives the number of anomalies of a side: the known ones, and what the draws say of the unknown rows.</summary>
        public Interval Abnormal(Side side, double confidence)
        {
            var left = RemainingHits.Of(AbnormalCount, Count, side.UnknownCount, confidence);
            return new Interval(
                side.AbnormalCount + left.Estimate, side.AbnormalCount + left.Low, side.AbnormalCount + left.High);
        }
    }

    /// <summary>The rows at the top, or the others.</summary>
    private readonly record struct Side(int KnownCount, int AbnormalCount, int UnknownCount)
    {
        /// <summary>Takes one of the unknown rows for known.</summary>
        public Side With(RowLabel label) =>
            new(KnownCount + 1, AbnormalCount + (label == RowLabel.Abnormal ? 1 : 0), UnknownCount - 1);
    }
}
