using System.Globalization;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>The rows of the highest scores that nobody has answered for, similar ones together. Thread safe.</summary>
/// <remarks>
/// Leader clustering (Hartigan, Clustering Algorithms, 1975, chapter 3): rows come by score, highest first; each joins the nearest of the
/// first rows of groups that is within the radius, or begins a group. The radius comes from the pool: two rows are alike when they are no
/// farther apart than the nearest <see cref="AlikeShare"/> of all pairs of at most <see cref="MostSampledRows"/> rows, evenly spread. So it
/// depends on neither the number of features nor their kinds; where more pairs than that are equal, only equal rows are alike.
/// </remarks>
public sealed class ReviewGroups
{
    /// <summary>The share of pairs of rows that count as alike.</summary>
    public const double AlikeShare = 0.05;

    /// <summary>The most rows whose pairs the radius is taken of.</summary>
    public const int MostSampledRows = 512;

    /// <summary>What is said of a group is true of at most this share of the pool's rows.</summary>
    private const double MostCommonShare = 0.25;

    private const int MostSaidColumns = 3;

    private readonly LabelingPool _pool;
    private readonly SimilarRows _similar;
    private readonly RowTails _tails;
    private readonly Lazy<double> _radius;

    /// <summary>Creates the groups.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="similar">The distances of its rows.</param>
    /// <param name="tails">How rare its cells are.</param>
    public ReviewGroups(LabelingPool pool, SimilarRows similar, RowTails tails)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(similar);
        ArgumentNullException.ThrowIfNull(tails);
        (_pool, _similar, _tails) = (pool, similar, tails);
        _radius = new Lazy<double>(ComputeRadius);
    }

    /// <summary>Gets the largest distance of rows that are alike.</summary>
    public double Radius => _radius.Value;

    /// <summary>Groups rows.</summary>
    /// <param name="marks">What the session says of the rows.</param>
    /// <param name="count">How many rows of the highest scores, at least 0.</param>
    /// <returns>The groups, by their highest scores; none before the first model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public IReadOnlyList<ReviewGroup> Of(RowMarks marks, int count)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (marks.Model is not { } model)
        {
            return [];
        }

        var groups = new List<List<int>>();
        foreach (var row in Unlabeled(marks, model, count))
        {
            var (nearest, distance) = (-1, double.PositiveInfinity);
            for (var i = 0; i < groups.Count; i++)
            {
                var to = _similar.Distance(row, groups[i][0]);
                (nearest, distance) = to <= Radius && to < distance ? (i, to) : (nearest, distance);
            }

            if (nearest < 0)
            {
                groups.Add([row]);
            }
            else
            {
                groups[nearest].Add(row);
            }
        }

        return [.. groups.Select(rows => new ReviewGroup(rows, model.Scores.Span[rows[0]], TextOf(rows)))];
    }

    private static List<int> Unlabeled(RowMarks marks, ModelState model, int count)
    {
        var rows = new List<int>(Math.Min(count, marks.RowCount));
        foreach (var row in model.Order.Span)
        {
            if (rows.Count >= count)
            {
                break;
            }

            if (marks.DecisionOf(row) is null)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private double ComputeRadius()
    {
        var count = Math.Min(_pool.RowCount, MostSampledRows);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * _pool.RowCount / count))];
        var distances = new double[count * (count - 1) / 2];
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                distances[next++] = _similar.Distance(rows[i], rows[j]);
            }
        }

        Array.Sort(distances);
        return distances.Length == 0 ? 0 : distances[(int)(AlikeShare * (distances.Length - 1))];
    }

    private string TextOf(List<int> rows)
    {
        if (rows.Count == 1)
        {
            return "1 row";
        }

        string[] said =
        [
            .. _pool.Columns.Select(column => InCommon(column, rows)).OfType<(double Share, string Text)>()
                .Where(common => common.Share <= MostCommonShare)
                .OrderBy(common => common.Share).Take(MostSaidColumns).Select(common => common.Text),
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.Count} rows alike{(said.Length > 0 ? ": " : string.Empty)}{string.Join(", ", said)}");
    }

    /// <summary>Says what rows have in common in a column, and of what share of the pool it is true; null for nothing.</summary>
    private (double Share, string Text)? InCommon(PoolColumn column, List<int> rows)
    {
        if (_pool.FeatureColumn(column.Index) is not { } feature || rows.Exists(feature.IsFilled)
            || _tails.RanksOf(column.Index) is not { } ranks)
        {
            return null;
        }

        if (ranks.IsOfKinds)
        {
            return rows.TrueForAll(row => ranks.AreSame(row, rows[0]))
                ? (ranks.TailOf(rows[0])!.Value, $"{column.Name} = {TextOf(rows[0], column)}")
                : null;
        }

        var (low, high) = (rows.MinBy(ranks.NumberOf), rows.MaxBy(ranks.NumberOf));
        var share = ranks.ShareBetween(ranks.NumberOf(low), ranks.NumberOf(high));
        return ranks.AreSame(low, high)
            ? (share, $"{column.Name} = {TextOf(low, column)}")
            : (share, $"{column.Name} from {TextOf(low, column)} to {TextOf(high, column)}");
    }

    private string TextOf(int row, PoolColumn column) => _pool.Cells[row, column.Index].Trim();
}
