using System.Globalization;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>What the rows of a table are sorted by.</summary>
public readonly record struct RowSort
{
    private const string ColumnWord = "column:";
    private const int ScorePlace = -1;
    private const int IdPlace = -2;

    private readonly int _place;

    private RowSort(int place) => _place = place;

    /// <summary>Gets the order of the file; the default.</summary>
    public static RowSort Row => default;

    /// <summary>Gets the order of the model's scores.</summary>
    public static RowSort Score => new(ScorePlace);

    /// <summary>Gets the order of the ids; that of the file where no column names the rows.</summary>
    public static RowSort Id => new(IdPlace);

    /// <summary>Gets the column of the file, from 0; null for another order.</summary>
    public int? Column => _place > 0 ? _place - 1 : null;

    /// <summary>Gives the order of a column's cells.</summary>
    /// <param name="column">The column of the file, from 0.</param>
    /// <returns>The order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is negative.</exception>
    public static RowSort OfColumn(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        return new RowSort(checked(column + 1));
    }

    /// <summary>Reads an order: row, score, id, or column:3 for the column with index 3.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sort">The order.</param>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string? text, out RowSort sort)
    {
        sort = default;
        switch (text)
        {
            case "row":
                return true;
            case "score":
                sort = Score;
                return true;
            case "id":
                sort = Id;
                return true;
            default:
                if (text?.StartsWith(ColumnWord, StringComparison.Ordinal) is not true
                    || !int.TryParse(text.AsSpan(ColumnWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var column)
                    || column == int.MaxValue)
                {
                    return false;
                }

                sort = OfColumn(column);
                return true;
        }
    }

    /// <summary>Gives the text that <see cref="TryParse"/> reads.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _place switch
    {
        0 => "row",
        ScorePlace => "score",
        IdPlace => "id",
        _ => string.Create(CultureInfo.InvariantCulture, $"{ColumnWord}{_place - 1}"),
    };
}
