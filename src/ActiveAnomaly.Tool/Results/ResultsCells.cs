using System.Globalization;

namespace ActiveAnomaly.Tool.Results;

/// <summary>The cells of a line of a results file, by the names of their columns.</summary>
internal sealed class ResultsCells(string path, int line, IReadOnlyList<string> names, IReadOnlyList<string> cells)
{
    public string Text(string column) => cells[Place(column)];

    public int Whole(string column) =>
        int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Bad(column, "a whole number");

    public double Number(string column) => double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Bad(column, "a number");

    public double? NumberOrNull(string column) => Text(column).Length == 0 ? null : Number(column);

    public int? WholeOrNull(string column) => Text(column).Length == 0 ? null : Whole(column);

    public bool Truth(string column) => Text(column) switch
    {
        "1" => true,
        "0" => false,
        _ => throw Bad(column, "1 or 0"),
    };

    /// <summary>Gives the error of a cell that holds something else than what is wanted.</summary>
    public InputException Bad(string column, string wanted) => ResultsFileError.OfLine(
        path, line, $"has '{Text(column)}' in {column}, where {wanted} is expected");

    private int Place(string column)
    {
        for (var place = 0; place < names.Count; place++)
        {
            if (names[place] == column)
            {
                return place;
            }
        }

        throw new ArgumentException($"No column is called '{column}'; there are {string.Join(", ", names)}.", nameof(column));
    }
}
