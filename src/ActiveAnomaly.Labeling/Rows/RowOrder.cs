using System.Globalization;
using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>Sorts the rows of a pool: ties in the order of the file, rows without a value last.</summary>
internal static class RowOrder
{
    private static readonly Comparer<string> Texts = Comparer<string>.Create((x, y) =>
        string.Compare(x, y, StringComparison.OrdinalIgnoreCase) is not 0 and var order ? order : string.CompareOrdinal(x, y));

    /// <summary>Gives all rows in order.</summary>
    public static int[] Of(LabelingPool pool, RowSort sort, bool descending, ModelState? model, CancellationToken cancellationToken)
    {
        if (sort == RowSort.Score)
        {
            return OfScores(pool.RowCount, model, descending);
        }

        var column = sort == RowSort.Id && pool.IdColumn is not null ? pool.Cells.IndexOf(pool.IdColumn) : sort.Column;
        if (column is null)
        {
            var rows = Enumerable.Range(0, pool.RowCount).ToArray();
            if (descending)
            {
                Array.Reverse(rows);
            }

            return rows;
        }

        return pool.FeatureColumn(column.Value) is { } feature
            ? OfNumbers(NumbersOf(feature), descending)
            : OfTexts(pool, column.Value, descending, cancellationToken);
    }

    private static int[] OfScores(int rowCount, ModelState? model, bool descending)
    {
        if (model is null)
        {
            return [.. Enumerable.Range(0, rowCount)];
        }

        if (descending)
        {
            return model.Order.ToArray();
        }

        var numbers = new double[rowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = model.Scores.Span[row];
        }

        return OfNumbers(numbers, descending: false);
    }

    /// <summary>Gives numbers to sort by, NaN for no value: those of categories are their places in the order of texts.</summary>
    private static double[] NumbersOf(TableColumn column)
    {
        var numbers = new double[column.Kind == ColumnKind.Category ? column.Codes.Length : column.Numbers.Length];
        int[] placeOf = [];
        if (column.Kind == ColumnKind.Category)
        {
            placeOf = new int[column.Schema.Categories.Count];
            var order = Enumerable.Range(0, placeOf.Length).OrderBy(code => column.Schema.Categories[code], Texts).ToArray();
            for (var place = 0; place < order.Length; place++)
            {
                placeOf[order[place]] = place;
            }
        }

        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = column.IsFilled(row) ? double.NaN
                : column.Kind != ColumnKind.Category ? column.Numbers[row]
                : column.Codes[row] >= 0 ? placeOf[column.Codes[row]] : double.NaN;
        }

        return numbers;
    }

    private static int[] OfNumbers(double[] numbers, bool descending)
    {
        var (keys, rows, missing) = (new List<double>(numbers.Length), new List<int>(numbers.Length), new List<int>());
        for (var row = 0; row < numbers.Length; row++)
        {
            if (double.IsNaN(numbers[row]))
            {
                missing.Add(row);
            }
            else
            {
                keys.Add(descending ? -numbers[row] : numbers[row]);
                rows.Add(row);
            }
        }

        var (sorted, order) = (keys.ToArray(), rows.ToArray());
        Array.Sort(sorted, order);
        SortTies(order, (i, j) => sorted[i] == sorted[j]);
        return [.. order, .. missing];
    }

    /// <summary>Sorts texts; as numbers where all of them are numbers, as the table writes them.</summary>
    private static int[] OfTexts(LabelingPool pool, int column, bool descending, CancellationToken cancellationToken)
    {
        var schema = pool.Table.Schema;
        var format = new NumberFormatInfo { NumberDecimalSeparator = schema.Dialect.DecimalSeparator.ToString() };
        var (texts, numbers) = (new string[pool.RowCount], new double[pool.RowCount]);
        var areNumbers = true;
        for (var row = 0; row < texts.Length; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            texts[row] = pool.Cells[row, column].Trim();
            if (texts[row].Length == 0 || schema.MissingTexts.Contains(texts[row], StringComparer.OrdinalIgnoreCase))
            {
                (texts[row], numbers[row]) = (string.Empty, double.NaN);
            }
            else if (areNumbers)
            {
                areNumbers = double.TryParse(texts[row], NumberStyles.Float, format, out numbers[row]);
            }
        }

        if (areNumbers)
        {
            return OfNumbers(numbers, descending);
        }

        int[] rows = [.. Enumerable.Range(0, texts.Length).Where(row => texts[row].Length > 0)];
        var keys = Array.ConvertAll(rows, row => texts[row]);
        Array.Sort(keys, rows, descending ? Comparer<string>.Create((x, y) => Texts.Compare(y, x)) : Texts);
        SortTies(rows, (i, j) => keys[i] == keys[j]);
        return [.. rows, .. Enumerable.Range(0, texts.Length).Where(row => texts[row].Length == 0)];
    }

    /// <summary>Array.Sort leaves equal ones in any order.</summary>
    private static void SortTies(int[] rows, Func<int, int, bool> areEqual)
    {
        for (var first = 0; first < rows.Length;)
        {
            var end = first + 1;
            while (end < rows.Length && areEqual(first, end))
            {
                end++;
            }

            if (end > first + 1)
            {
                Array.Sort(rows, first, end - first);
            }

            first = end;
        }
    }
}
