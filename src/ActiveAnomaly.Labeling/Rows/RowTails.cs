using ActiveAnomaly.Tables;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>
/// How rare a row's cells are among those of the file: for numbers and dates the share of rows that are at least as extreme, on either
/// side, and for truth values and categories the share of all rows with the same one. Cells without a value have no share. Thread safe.
/// </summary>
/// <remarks>
/// The two-sided share of a number x is min(1, 2 min(P(X &lt;= x), P(X &gt;= x))) over the column's cells that have a value, x among them:
/// a number in the middle has 1, the largest of n different ones 2 / n. A column is sorted when it is first asked for.
/// </remarks>
public sealed class RowTails
{
    private readonly LabelingPool _pool;
    private readonly Lazy<ColumnRanks?>[] _ranks;

    /// <summary>Creates the shares of a pool's cells.</summary>
    /// <param name="pool">The pool.</param>
    public RowTails(LabelingPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _pool = pool;
        _ranks = [.. Enumerable.Range(0, pool.Columns.Count).Select(
            column => new Lazy<ColumnRanks?>(() => pool.FeatureColumn(column) is { } feature ? ColumnRanks.Of(feature) : null))];
    }

    /// <summary>Gets the share of a cell.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column of the file, from 0.</param>
    /// <returns>The share, in (0, 1]; null where the column is no feature or the cell has no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public double? TailOf(int row, int column)
    {
        _ = _pool.LineOf(row);
        return (uint)column < (uint)_ranks.Length
            ? _ranks[column].Value?.TailOf(row)
            : throw new ArgumentOutOfRangeException(
                nameof(column), column, $"There is no column {column}; those of '{_pool.Name}' are 0 to {_ranks.Length - 1}.");
    }

    /// <summary>Gets the shares of a row's cells.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>One a column of the file; null where it is no feature or the cell has no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public IReadOnlyList<double?> TailsOf(int row)
    {
        _ = _pool.LineOf(row);
        return [.. _ranks.Select(ranks => ranks.Value?.TailOf(row))];
    }

    /// <summary>Gets the ranks of a column's cells; null where it is no feature.</summary>
    internal ColumnRanks? RanksOf(int column) => _ranks[column].Value;
}
