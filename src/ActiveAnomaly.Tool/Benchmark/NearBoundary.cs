using System.Globalization;
using ActiveAnomaly.Metrics;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// How many of the rows whose scores lie closest to a boundary are normal, for boundaries at the quantiles 0, 0.025, ..., 1 of the scores:
/// what a query at each quantile would have found.
/// </summary>
internal sealed class NearBoundary : IEquatable<NearBoundary>
{
    private const int QuantileCount = 41;

    private readonly int[] _normalCounts;

    private NearBoundary(int rowCount, int[] normalCounts)
    {
        RowCount = rowCount;
        _normalCounts = normalCounts;
    }

    /// <summary>Gets the quantiles.</summary>
    public static IReadOnlyList<double> Quantiles { get; } =
        [.. Enumerable.Range(0, QuantileCount).Select(index => index / (QuantileCount - 1.0))];

    /// <summary>Gets the number of rows that are looked at around each quantile: a query's.</summary>
    public int RowCount { get; }

    /// <summary>Gets the share of normal rows at each quantile.</summary>
    public IReadOnlyList<double> NormalShares => [.. _normalCounts.Select(count => (double)count / RowCount)];

    /// <summary>Counts the rows of a stage.</summary>
    /// <param name="stage">The stage; its query's scores count.</param>
    /// <param name="truth">Which rows of the pool are abnormal.</param>
    /// <param name="rowCount">The number of rows to look at: a query's.</param>
    public static NearBoundary Of(SessionStage stage, bool[] truth, int rowCount) =>
        Of(stage.QueryScores.ToArray(), truth, rowCount);

    /// <summary>Counts the rows of scores.</summary>
    public static NearBoundary Of(IReadOnlyList<float> scores, bool[] truth, int rowCount)
    {
        var order = Enumerable.Range(0, scores.Count).ToArray();
        float[] sorted = [.. scores];
        Array.Sort(sorted, order);
        var taken = Math.Min(rowCount, sorted.Length);
        return new NearBoundary(taken, [.. Quantiles.Select(quantile => NormalCount(sorted, order, truth, quantile, taken))]);
    }

    /// <summary>Reads what <see cref="ToString"/> gave; null where it is no such text.</summary>
    public static NearBoundary? Parse(string text)
    {
        var (words, numbers) = (text.Split(' '), new List<int>());
        foreach (var word in words)
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers.Count == QuantileCount + 1 && numbers[0] > 0 && numbers.TrueForAll(number => number <= numbers[0])
            ? new NearBoundary(numbers[0], [.. numbers.Skip(1)])
            : null;
    }

    /// <summary>Gives the number of rows, and the number of normal ones at each quantile.</summary>
    public override string ToString() =>
        string.Join(' ', _normalCounts.Prepend(RowCount).Select(number => number.ToString(CultureInfo.InvariantCulture)));

    public bool Equals(NearBoundary? other) => other is not null && other.ToString() == ToString();

    public override bool Equals(object? obj) => Equals(obj as NearBoundary);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static int NormalCount(float[] sorted, int[] order, bool[] truth, double quantile, int count)
    {
        var boundary = Quantile.OfSorted(sorted, quantile);
        var above = Array.FindIndex(sorted, score => score >= boundary);
        above = above < 0 ? sorted.Length : above;
        var below = above - 1;
        var normal = 0;
        for (var i = 0; i < count; i++)
        {
            var takesAbove = below < 0 || (above < sorted.Length && sorted[above] - boundary < boundary - sorted[below]);
            normal += truth[order[takesAbove ? above++ : below--]] ? 0 : 1;
        }

        return normal;
    }
}
