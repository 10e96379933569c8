using ActiveAnomaly.Graphs;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// A probability as a function of a score: its log odds are linear between points, and beyond them those of the nearest. Immutable.
/// </summary>
internal sealed class ProbabilityMap : IProbability, IProbabilityGraph
{
    /// <summary>Log odds at which a probability is 0 or 1 to the last digit of single precision.</summary>
    private const double MostLogOdds = 30;

    /// <summary>The most points at equal steps of the rank, and at equal steps of its log odds.</summary>
    private const int StepCount = 32;

    private readonly float[] _scores;
    private readonly double[] _logOdds;

    /// <summary>Creates a map.</summary>
    /// <param name="scores">The points' scores, ascending, none twice; at least two.</param>
    /// <param name="logOdds">Their log odds, which do not fall.</param>
    public ProbabilityMap(float[] scores, double[] logOdds)
    {
        _scores = scores;
        _logOdds = logOdds;
    }

    /// <summary>Gets the points' scores.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Gets the points' log odds.</summary>
    public ReadOnlySpan<double> LogOdds => _logOdds;

    /// <inheritdoc/>
    public float ProbabilityOf(float score) => (float)(1 / (1 + Math.Exp(-LogOddsOf(score))));

    /// <summary>
    /// Adds the same as sums over the stretches between two points, each of the part of it that lies below the score: in double precision,
    /// which differs from <see cref="ProbabilityOf"/> in the last digits of it at most.
    /// </summary>
    GraphValue IProbabilityGraph.AddProbability(GraphBuilder graph, GraphValue score)
    {
        double[] points = Array.ConvertAll(_scores, point => (double)point);
        double[] slopes =
            [.. Enumerable.Range(0, points.Length - 1).Select(i => (_logOdds[i + 1] - _logOdds[i]) / (points[i + 1] - points[i]))];
        var starts = graph.Constant<double>(points.AsSpan(0, slopes.Length));
        var ends = graph.Constant<double>(points.AsSpan(1));
        var column = graph.Unsqueeze(graph.Cast(score, GraphElementType.Double), 1);
        var parts = graph.Subtract(graph.Minimum(graph.Maximum(column, starts), ends), starts);
        var rise = graph.ReduceSum(graph.Multiply(parts, graph.Constant<double>(slopes)), 1);
        var logOdds = graph.Add(rise, graph.Scalar(_logOdds[0]));
        var one = graph.Scalar(1.0);
        return graph.Cast(
            graph.Divide(one, graph.Add(one, graph.Exp(graph.Negate(logOdds)))), GraphElementType.Single);
    }

    /// <summary>
    /// Fits two maps of two numbers each, one on the score and one on the log odds of its rank among the unanswered rows, and gives the
    /// one of the larger likelihood: scores such as posterior means have a logistic map, those with long tails have one by their ranks.
    /// </summary>
    /// <remarks>
    /// An abnormal answer stands for the probability (n1 + 1) / (n1 + 2), a normal one for 1 / (n0 + 2), where n1 and n0 are their numbers
    /// (J. Platt, Probabilities for SV machines, 2000), so that answers which the scores separate do not make the map a step.
    /// </remarks>
    /// <param name="scores">The answered rows' held-out scores, finite.</param>
    /// <param name="isAbnormal">Their answers; some of each kind.</param>
    /// <param name="unanswered">The scores of the rows without an answer, ascending, finite.</param>
    /// <param name="priorWeight">What these weigh in all, taken for normal, where an answer weighs 1.</param>
    /// <returns>The map, or null where probabilities would not rise with the scores.</returns>
    public static ProbabilityMap? Fit(float[] scores, bool[] isAbnormal, float[] unanswered, double priorWeight)
    {
        float[] all = priorWeight > 0 ? [.. scores, .. Spread(unanswered)] : scores;
        var abnormalCount = isAbnormal.AsSpan().Count(true);
        var (high, low) = ((abnormalCount + 1.0) / (abnormalCount + 2), 1.0 / (scores.Length - abnormalCount + 2));
        var (targets, weights) = (new double[all.Length], new double[all.Length]);
        for (var i = 0; i < all.Length; i++)
        {
            var isAnswer = i < scores.Length;
            targets[i] = !isAnswer ? 0 : isAbnormal[i] ? high : low;
            weights[i] = isAnswer ? 1 : priorWeight / (all.Length - scores.Length);
        }

        var byScore = LogisticFit.Of(Array.ConvertAll(all, score => (double)score), targets, weights);
        if (unanswered.Length < 2)
        {
            return OfScores(byScore);
        }

        var byRank = LogisticFit.Of(Array.ConvertAll(all, score => LogRankOdds(unanswered, score)), targets, weights);
        return byRank.B > 0 && !(byScore.B > 0 && byScore.Loss <= byRank.Loss)
            ? OfRanks(unanswered, byRank) ?? OfScores(byScore)
            : OfScores(byScore);
    }

    private static ProbabilityMap? OfScores(LogisticFit fit)
    {
        var (low, high) = ((float)((-MostLogOdds - fit.A) / fit.B), (float)((MostLogOdds - fit.A) / fit.B));
        return fit.B > 0 && float.IsFinite(low) && float.IsFinite(high) && low < high
            ? new ProbabilityMap([low, high], [fit.A + (fit.B * low), fit.A + (fit.B * high)])
            : null;
    }

    private static ProbabilityMap? OfRanks(float[] unanswered, LogisticFit fit)
    {
        var last = unanswered.Length - 1;
        var ranks = new SortedSet<int> { 0, last };
        for (var i = 1; i < StepCount; i++)
        {
            var share = (double)i / StepCount;
            ranks.Add((int)(share * last));
            ranks.Add((int)(last / (1 + Math.Exp(Math.Log(unanswered.Length) * (1 - (2 * share))))));
        }

        float[] scores = [.. ranks.Select(rank => unanswered[rank]).Distinct()];
        return scores.Length < 2
            ? null
            : new ProbabilityMap(scores, Array.ConvertAll(scores, score => fit.A + (fit.B * LogRankOdds(unanswered, score))));
    }

    /// <summary>Gives the log odds of a score's rank among sorted scores; ties take the mean rank.</summary>
    private static double LogRankOdds(float[] sorted, float score)
    {
        var (below, upTo) = (CountBelow(sorted, score, isTieBelow: false), CountBelow(sorted, score, isTieBelow: true));
        var rank = Math.Clamp((below + upTo) / 2.0, 0.5, Math.Max(sorted.Length - 0.5, 0.5));
        return Math.Log((rank + 0.5) / (sorted.Length - rank + 0.5));
    }

    private static int CountBelow(float[] sorted, float score, bool isTieBelow)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = sorted[middle] < score || (isTieBelow && sorted[middle] == score) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Gives scores that stand for many: those in the middle of equal parts by rank.</summary>
    private static IEnumerable<float> Spread(float[] sorted)
    {
        var count = Math.Min(2 * StepCount, sorted.Length);
        return Enumerable.Range(0, count).Select(i => sorted[(int)((i + 0.5) / count * sorted.Length)]);
    }

    private double LogOddsOf(float score)
    {
        if (float.IsNaN(score))
        {
            return double.NaN;
        }

        var above = CountBelow(_scores, score, isTieBelow: true);
        if (above == 0 || above == _scores.Length)
        {
            return above == 0 ? _logOdds[0] : _logOdds[^1];
        }

        var (left, right) = ((double)_scores[above - 1], (double)_scores[above]);
        return _logOdds[above - 1] + ((score - left) / (right - left) * (_logOdds[above] - _logOdds[above - 1]));
    }
}
