using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>What the cells of a column are like: a histogram of numbers and dates, or the most frequent texts. Immutable.</summary>
public sealed class ColumnDistribution
{
    /// <summary>The number of bins of a histogram.</summary>
    public const int BinCount = 64;

    /// <summary>The most texts that are told of.</summary>
    public const int MostCategories = 30;

    /// <summary>The most different texts of a column that is no feature: one of more has no distribution to tell of.</summary>
    public const int MostTexts = 100;

    private ColumnDistribution()
    {
    }

    /// <summary>Gets the smallest number; null where the cells are texts.</summary>
    public double? Minimum { get; private init; }

    /// <summary>Gets the largest number; null where the cells are texts.</summary>
    public double? Maximum { get; private init; }

    /// <summary>Gets the cell of the smallest number as the file has it, a date for one; null where the cells are texts.</summary>
    public string? MinimumText { get; private init; }

    /// <summary>Gets the cell of the largest number as the file has it, a date for one; null where the cells are texts.</summary>
    public string? MaximumText { get; private init; }

    /// <summary>
    /// Gets the numbers of rows in bins of equal width from the smallest number to the largest, which is in the last; all are in the first
    /// where the numbers do not vary. Null where the cells are texts.
    /// </summary>
    public IReadOnlyList<int>? Counts { get; private init; }

    /// <summary>Gets the most frequent texts, ties in ordinal order; null where the cells are numbers.</summary>
    public IReadOnlyList<CategoryCount>? Categories { get; private init; }

    /// <summary>Gets the number of rows with one of the other texts.</summary>
    public int OtherCount { get; private init; }

    /// <summary>Gets the number of different texts, those that are told of and the others; 0 where the cells are numbers.</summary>
    public int TextCount { get; private init; }

    /// <summary>Gets the number of rows without a value.</summary>
    public int MissingCount { get; private init; }

    /// <summary>Computes the distribution of a column.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="column">The column of the file, from 0.</param>
    /// <returns>
    /// The distribution; null for a column that is hidden, that names the rows, or that is no feature and has more than
    /// <see cref="MostTexts"/> different texts, and where no cell has a value.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static ColumnDistribution? Of(LabelingPool pool, int column)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if ((uint)column >= (uint)pool.Columns.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(column), column, $"There is no column {column}; those of '{pool.Name}' are 0 to {pool.Columns.Count - 1}.");
        }

        return pool.Columns[column] is { IsHidden: true } or { IsId: true } ? null
            : pool.FeatureColumn(column) is { Kind: ColumnKind.Number or ColumnKind.Date } feature ? OfNumbers(pool, column, feature)
            : OfTexts(pool, column);
    }

    private static ColumnDistribution? OfNumbers(LabelingPool pool, int column, TableColumn feature)
    {
        var numbers = feature.Numbers;
        var (lowest, highest, missing) = (-1, -1, 0);
        for (var row = 0; row < numbers.Length; row++)
        {
            if (feature.IsFilled(row))
            {
                missing++;
                continue;
            }

            lowest = lowest < 0 || numbers[row] < numbers[lowest] ? row : lowest;
            highest = highest < 0 || numbers[row] > numbers[highest] ? row : highest;
        }

        if (lowest < 0)
        {
            return null;
        }

        var counts = new int[BinCount];
        var (low, high) = (numbers[lowest], numbers[highest]);
        for (var row = 0; row < numbers.Length; row++)
        {
            if (!feature.IsFilled(row))
            {
                var place = high > low ? (numbers[row] - low) / (high - low) * BinCount : 0;
                counts[Math.Min((int)place, BinCount - 1)]++;
            }
        }

        return new ColumnDistribution
        {
            Minimum = low,
            Maximum = high,
            MinimumText = pool.Cells[lowest, column].Trim(),
            MaximumText = pool.Cells[highest, column].Trim(),
            Counts = counts,
            MissingCount = missing,
        };
    }

    private static ColumnDistribution? OfTexts(LabelingPool pool, int column)
    {
        var feature = pool.FeatureColumn(column);
        var missing = 0;

        // True and TRUE are one truth value.
        var counts = new Dictionary<string, int>(
            feature?.Kind == ColumnKind.Boolean ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        for (var row = 0; row < pool.RowCount; row++)
        {
            var text = pool.Cells[row, column].Trim();
            if (feature?.IsFilled(row) ?? text.Length == 0)
            {
                missing++;
                continue;
            }

            counts[text] = counts.GetValueOrDefault(text) + 1;
            if (feature is null && counts.Count > MostTexts)
            {
                return null;
            }
        }

        CategoryCount[] all =
        [
            .. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => new CategoryCount(count.Key, count.Value)),
        ];
        return all.Length == 0 ? null : new ColumnDistribution
        {
            Categories = all.Length <= MostCategories ? all : all[..MostCategories],
            OtherCount = all.Skip(MostCategories).Sum(count => count.Count),
            TextCount = all.Length,
            MissingCount = missing,
        };
    }
}
