using ActiveAnomaly.Metrics;
using ActiveAnomaly.Randomness;

namespace ActiveAnomaly.Detectors.TwoStage;

/// <summary>
/// The first stage: how likely each row of a pool is an anomaly, by isolation and by similarity to the labelled anomalies, and where the
/// likely and the reliably normal ones begin. The formulas stand at <see cref="TwoStageDetector"/>.
/// </summary>
/// <param name="Scores">The total score of every row [n].</param>
/// <param name="Alpha">The score from which on a row is likely an anomaly.</param>
/// <param name="Beta">The score up to which a row is reliably normal.</param>
internal sealed record TotalScores(double[] Scores, double Alpha, double Beta)
{
    /// <summary>Gets the lowest score.</summary>
    public double Lowest { get; } = Scores.Min();

    /// <summary>Gets the highest score.</summary>
    public double Highest { get; } = Scores.Max();

    /// <summary>Scores a pool.</summary>
    /// <param name="request">The pool, with at least one row labelled abnormal.</param>
    /// <param name="isolation">The isolation forest's score of every row [n].</param>
    /// <param name="options">The options.</param>
    /// <param name="random">Draws the first centres of the groups.</param>
    public static TotalScores Of(TrainingRequest request, ReadOnlySpan<float> isolation, TwoStageOptions options, SeededRandom random)
    {
        var (pool, abnormalRows) = (request.Pool, request.Labels.AbnormalRows);
        var scale = new StandardScale(pool);
        var centers = RowGroups.Centers([.. abnormalRows.Select(row => scale.Of(pool.Row(row)))], options.ClusterCount, random);
        var (isolated, similar) = (new double[pool.RowCount], new double[pool.RowCount]);
        for (var row = 0; row < similar.Length; row++)
        {
            request.CancellationToken.ThrowIfCancellationRequested();
            isolated[row] = isolation[row];
            similar[row] = Math.Exp(-RowGroups.NearestSquaredDistance(centers, scale.Of(pool.Row(row))) / pool.FeatureCount);
        }

        ToUnit(isolated);
        ToUnit(similar);
        var scores = new double[pool.RowCount];
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = (options.IsolationShare * isolated[row]) + ((1 - options.IsolationShare) * similar[row]);
        }

        // In the numbers that are compared with it: rounded, a median that many rows have could lie below all of them.
        var normal = Quantile.OfSorted([.. scores.Order()], options.NormalFraction);
        return new TotalScores(scores, abnormalRows.Average(row => scores[row]), normal);
    }

    /// <summary>Brings numbers to [0, 1]: the smallest to 0, the largest to 1; all to 0 where they are the same.</summary>
    private static void ToUnit(double[] numbers)
    {
        var (lowest, span) = (numbers.Min(), numbers.Max() - numbers.Min());
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = span > 0 ? (numbers[i] - lowest) / span : 0;
        }
    }
}
