using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Metrics;

namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// Finds thresholds with a bound on the share of normal rows above them. Of N normal rows drawn as new ones are, the (k + 1)-th largest
/// score has a share of normal rows above it that exceeds r with probability P(B &lt;= k), B binomial of N and r: the largest k of which
/// that is at most 1 - confidence gives the lowest threshold. No distribution of the scores is assumed.
/// </summary>
/// <remarks>
/// Two sets of rows give a threshold each, and the lower one is taken; each may then be wrong half as often. The normal answers are such
/// rows as far as rows that a strategy chose score no lower than normal rows do. The pool's rows that are not known to be abnormal hold all
/// its normal rows: their (k + 1)-th largest score is no lower than that of these, of which there are at least N.
/// </remarks>
internal sealed class FalseAlarmBound
{
    private readonly float[] _poolScores;
    private readonly float[] _answerScores;
    private readonly int _poolCount;
    private readonly int _chosenNormalCount;
    private readonly int _undrawnCount;
    private readonly int _drawnCount;
    private readonly int _drawnAbnormalCount;

    /// <summary>Takes down what is known.</summary>
    /// <param name="request">What the model was trained on.</param>
    /// <param name="scores">The pool's scores, answered rows' held out [n].</param>
    /// <param name="randomRows">The rows that were drawn at random among those without an answer.</param>
    public FalseAlarmBound(TrainingRequest request, ReadOnlySpan<float> scores, IReadOnlyList<int> randomRows)
    {
        var known = request.LabelsWithTwins;
        var twins = request.Pool.FirstTwins();
        var drawn = randomRows.Where(row => request.Labels[row] != RowLabel.Unlabeled).Distinct().ToArray();
        var drawnTwins = new HashSet<int>();
        foreach (var row in drawn)
        {
            drawnTwins.Add(twins[row]);
        }

        var (pool, answers, seen) = (new List<float>(scores.Length), new List<float>(), new HashSet<int>());
        for (var row = 0; row < scores.Length; row++)
        {
            if (known[row] != RowLabel.Abnormal)
            {
                pool.Add(scores[row]);
            }

            if (request.Labels[row] == RowLabel.Normal && seen.Add(twins[row]))
            {
                answers.Add(scores[row]);
            }

            var isChosen = known[row] != RowLabel.Unlabeled && !drawnTwins.Contains(twins[row]);
            _chosenNormalCount += isChosen && known[row] == RowLabel.Normal ? 1 : 0;
            _undrawnCount += isChosen ? 0 : 1;
        }

        (_poolScores, _answerScores, _poolCount) = (Descending(pool), Descending(answers), scores.Length);
        (_drawnCount, _drawnAbnormalCount) = (drawn.Length, drawn.Count(row => request.Labels[row] == RowLabel.Abnormal));
    }

    /// <summary>Finds the lowest threshold.</summary>
    /// <param name="rate">The share of normal rows that may lie above it, in (0, 1).</param>
    /// <param name="confidence">How sure that is to be, in (0, 1).</param>
    /// <exception cref="FalseAlarmRateException">There are too few rows for that.</exception>
    public FalseAlarmThreshold ThresholdFor(double rate, double confidence)
    {
        var error = 1 - confidence;
        var (pool, answers) = (OfPool(rate, error / 2), OfAnswers(rate, error / 2));
        if (pool is null || answers is null)
        {
            // One set alone may be wrong as often as both together.
            var wasPool = pool is not null;
            pool = answers is null ? OfPool(rate, error) : null;
            answers = wasPool || pool is not null ? null : OfAnswers(rate, error);
        }

        var found = (pool, answers) switch
        {
            ({ } p, { } a) => a.Threshold < p.Threshold ? a : p,
            ({ } p, null) => p,
            (null, { } a) => a,
            _ => throw Unsupported(rate, confidence),
        };
        return found.ToResult(rate, confidence);
    }

    private static float[] Descending(List<float> scores)
    {
        scores.Sort();
        scores.Reverse();
        return [.. scores];
    }

    private Found? OfAnswers(double rate, double error)
    {
        var count = _answerScores.Length;
        var above = BinomialDistribution.LargestUpTo(count, rate, error);
        return above < 0
            ? null
            : new Found(
                FalseAlarmEvidence.NormalAnswers,
                _answerScores,
                above,
                count,
                _drawnCount,
                $"each scored by a model that has not seen its answer{DrawnText()}; assumed: rows that were chosen to be asked about "
                    + "score no lower than normal rows do");
    }

    private string DrawnText() =>
        _drawnCount == 0 ? string.Empty : $", {_drawnCount - _drawnAbnormalCount} of them drawn at random";

    private Found? OfPool(double rate, double error)
    {
        // Half of the rows is what the word anomaly means; random answers can say more, and are then allowed half of the error.
        var (least, why) = (
            Math.Max((_poolCount + 1) / 2, _chosenNormalCount),
            "assumed: at least half of the pool's rows are normal");
        var drawnCount = 0;
        if (_drawnCount > 0)
        {
            error /= 2;
            var abnormal = BinomialDistribution.UpperLimit(_drawnAbnormalCount, _drawnCount, error) * _undrawnCount;
            var leastDrawn = _chosenNormalCount + (int)Math.Floor(_undrawnCount - abnormal);
            if (leastDrawn > least)
            {
                (least, why, drawnCount) = (
                    leastDrawn,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"known: at least {leastDrawn} of them are normal, by {_drawnCount} answers for rows drawn at random, "
                        + $"{_drawnAbnormalCount} of them abnormal"),
                    _drawnCount);
            }
        }

        least = Math.Min(least, _poolScores.Length);
        var above = BinomialDistribution.LargestUpTo(least, rate, error);
        return above < 0
            ? null
            : new Found(FalseAlarmEvidence.PoolRows, _poolScores, above, least, drawnCount, $"as if all of them were normal; {why}");
    }

    private FalseAlarmRateException Unsupported(double rate, double confidence)
    {
        var error = 1 - confidence;
        var needed = (int)Math.Min(Math.Ceiling(Math.Log(error) / Math.Log(1 - rate)), int.MaxValue);
        var available = Math.Max(_answerScores.Length, Math.Min((_poolCount + 1) / 2, _poolScores.Length));
        var lowest = available == 0 ? 1 : 1 - Math.Pow(error, 1.0 / available);
        return new FalseAlarmRateException(
            $"A threshold above which at most {Percent(rate)} % of normal rows lie cannot be given with confidence "
            + $"{Percent(confidence)} %: that takes {needed} rows that are normal, and there are {_answerScores.Length} normal "
            + $"answers, and {_poolCount} rows in the pool, of which half may be taken for normal. Answer for {needed} rows drawn at "
            + $"random that are normal, allow a rate of at least {Percent(lowest)} %, or ask for less confidence.");
    }

    private static string Percent(double share) => (100 * share).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A threshold: the place of a score among some, highest first.</summary>
    private sealed record Found(
        FalseAlarmEvidence Evidence, float[] Scores, int Place, int LeastNormalCount, int RandomAnswerCount, string Why)
    {
        public float Threshold => Scores[Place];

        public FalseAlarmThreshold ToResult(double rate, double confidence)
        {
            var above = Array.FindIndex(Scores, score => score <= Threshold);
            var rows = Evidence == FalseAlarmEvidence.PoolRows ? "rows that are not known to be abnormal" : "normal answers";
            return new FalseAlarmThreshold(
                Threshold,
                rate,
                confidence,
                Evidence,
                Scores.Length,
                above,
                LeastNormalCount,
                RandomAnswerCount,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"With confidence {Percent(confidence)} % at most {Percent(rate)} % of normal rows like the pool's lie above "
                    + $"{Threshold:G6}: of {Scores.Length} {rows} {above} do, {Why}."));
        }
    }
}
