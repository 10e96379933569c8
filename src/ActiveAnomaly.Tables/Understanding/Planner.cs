using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Decides what the columns of a training table are.</summary>
internal sealed class Planner(TableLayout layout, TableProfile profile, TableOptions options)
{
    private readonly List<TableNote> _notes = [];
    private readonly List<string> _refused = [];
    private (long Line, string Name)? _firstRefused;

    /// <summary>Finds the label column: the one that the user names, the one called "label", or the last.</summary>
    public static int? LabelIndex(TableLayout layout, TableOptions options)
    {
        if (!options.HasLabel)
        {
            return null;
        }

        if (options.LabelColumn is { } name)
        {
            return IndexOf(layout, name, "label column", "--label");
        }

        for (var k = 0; k < layout.ColumnNames.Count; k++)
        {
            if (layout.ColumnNames[k].Equals("label", StringComparison.OrdinalIgnoreCase))
            {
                return k;
            }
        }

        return layout.ColumnNames.Count - 1;
    }

    public TablePlan Plan()
    {
        int[] ignored = [.. options.IgnoredColumns.Select(name => IndexOf(layout, name, "column to leave out", "--ignore"))];
        int[] categories = [.. options.CategoryColumns.Select(name => IndexOf(layout, name, "column of categories", "--category"))];
        if (profile.LabelColumn is { } label && (ignored.Contains(label) || categories.Contains(label)))
        {
            throw new TableException(
                $"'{layout.ColumnNames[label]}' is the label column{(options.LabelColumn is null ? ", being the last or called so" : string.Empty)}; "
                + "it cannot be left out or be a feature too. Name another label column (--label).");
        }

        var features = Enumerable.Range(0, profile.Columns.Length).Where(k => k != profile.LabelColumn && !ignored.Contains(k)).ToArray();
        var decimalSeparator = DecimalSeparator(features);
        List<(string, string)> leftOut = [.. ignored.Distinct().Select(k => (layout.ColumnNames[k], "as asked"))];
        var columns = new List<PlannedColumn>();
        foreach (var k in features)
        {
            if (Kind(k, decimalSeparator, categories.Contains(k)) is not { } kind)
            {
                leftOut.Add((layout.ColumnNames[k], "it holds no value"));
                continue;
            }

            columns.Add(new PlannedColumn(k, layout.ColumnNames[k], kind, kind == ColumnKind.Date ? options.DateFormat : null, null));
            NoteIfRowNumber(k, kind);
        }

        if (_firstRefused is var (line, name))
        {
            throw new TableException(string.Join('\n', _refused), line, name);
        }

        return columns.Count > 0
            ? new TablePlan
            {
                Columns = columns,
                DecimalSeparator = decimalSeparator,
                Missing = options.Missing ?? MissingCells.Stop,
                OutOfRange = options.OutOfRange ?? OutOfRangeCells.Stop,
                MissingTexts = options.MissingTexts,
                MostCategories = options.MostCategories,
                MostRows = options.MostRows,
                LabelIndex = profile.LabelColumn,
                LeftOut = leftOut,
                Notes = _notes,
            }
            : throw new TableException(NoFeature());
    }

    private string NoFeature()
    {
        var names = string.Join(", ", layout.ColumnNames.Select(column => $"'{column}'"));
        var separator = layout.Source.Dialect.Format == TableFormat.DelimitedText && layout.ColumnNames.Count == 1
            ? $" Fields were separated by {SeparatorText.Of(layout.Source.Dialect.Separator)}; say if it is another character (--separator)."
            : string.Empty;
        return $"'{layout.Source.Name}' has no column to learn from; at least one beside the label is needed. Its columns: {names}.{separator}";
    }

    /// <summary>Decides between a decimal point and a comma by all numbers of the table.</summary>
    private char DecimalSeparator(int[] features)
    {
        if (options.DecimalSeparator is { } given)
        {
            return given;
        }

        var dialect = layout.Source.Dialect;
        if (dialect.Format != TableFormat.DelimitedText || dialect.Separator == ',')
        {
            return '.';
        }

        long Total(CellKind kind) => features.Sum(k => profile.Columns[k].Count(kind));
        var (points, commas, unclear) = (Total(CellKind.PointNumber), Total(CellKind.CommaNumber), Total(CellKind.ThousandsOrComma));
        if (commas == 0 && unclear > 0 && points == 0)
        {
            var place = features.SelectMany(k => profile.Columns[k].Examples([CellKind.ThousandsOrComma])).MinBy(cell => cell.Line);
            throw new TableException(
                $"Line {place.Line} of '{layout.Source.Name}', column '{place.ColumnName}': is '{place.Text}' a number with a decimal comma or "
                + "with thousands separators? No other number of the table tells. Say --decimal , for the first (TableOptions.DecimalSeparator); "
                + "numbers with thousands separators are not read: write them without.",
                place.Line,
                place.ColumnName);
        }

        return commas > 0 && commas + unclear > points ? ',' : '.';
    }

    /// <summary>Decides what a column's cells are; null where none holds a value.</summary>
    private ColumnKind? Kind(int index, char decimalSeparator, bool isCategory)
    {
        var column = profile.Columns[index];
        var filled = profile.RowCount - column.Count(CellKind.Missing);
        if (filled == 0)
        {
            return null;
        }

        if (isCategory)
        {
            return ColumnKind.Category;
        }

        var numbers = column.Count(
            [.. CellProblems.Numbers(decimalSeparator), CellKind.Infinite, CellKind.TooLarge, CellKind.TooSmall]);
        if (2 * numbers > filled)
        {
            return ColumnKind.Number;
        }

        if (column.Count(CellKind.Boolean) == filled)
        {
            return ColumnKind.Boolean;
        }

        var dates = column.Count(CellKind.Date, CellKind.UnclearDate);
        if (2 * dates > filled && options.Dates != DateCells.Category)
        {
            RequireDates(column);
            return ColumnKind.Date;
        }

        if (numbers > 0)
        {
            var number = column.Examples(CellProblems.Numbers(decimalSeparator)).First();
            _notes.Add(new TableNote(
                IsWarning: false,
                $"'{column.Name}' holds texts and, in {numbers} of {filled} cells, numbers ('{number.Text}' in line {number.Line}): each is "
                + "taken for a category."));
        }

        return ColumnKind.Category;
    }

    private void RequireDates(ColumnProfile column)
    {
        if (options.Dates == DateCells.Days && column.Count(CellKind.UnclearDate) == 0)
        {
            return;
        }

        var unclear = column.Examples([CellKind.UnclearDate]).ToArray();
        var place = unclear.Length > 0 ? unclear[0] : column.Examples([CellKind.Date]).First();
        var text = $"Column '{column.Name}' of '{layout.Source.Name}' holds dates ('{place.Text}' in {layout.Source.PlaceWord} {place.Line})";
        Refuse(
            place,
            options.Dates == DateCells.Days
                ? $"{text} whose format is not known. Say it in .NET's letters: --date-format dd/MM/yyyy, for one (TableOptions.DateFormat)."
                : $"{text}. Say whether they become numbers, the days since the first (--dates days, TableOptions.Dates), or categories "
                + "(--dates category), or leave the column out (--ignore).");
    }

    private void NoteIfRowNumber(int index, ColumnKind kind)
    {
        if (kind == ColumnKind.Number && profile.Counts(index))
        {
            _notes.Add(new TableNote(
                IsWarning: true,
                $"'{layout.ColumnNames[index]}' counts up by 1 from row to row: is it a row number? It is a feature like others unless it is left "
                + "out (--ignore)."));
        }
    }

    private void Refuse(CellPlace place, string message)
    {
        _refused.Add(message);
        _firstRefused ??= (place.Line, place.ColumnName);
    }

    private static int IndexOf(TableLayout layout, string name, string role, string option)
    {
        for (var k = 0; k < layout.ColumnNames.Count; k++)
        {
            if (layout.ColumnNames[k].Equals(name.Trim(), StringComparison.Ordinal))
            {
                return k;
            }
        }

        throw new TableException(
            $"'{layout.Source.Name}' has no column '{name}' ({role}, {option}). Its columns: "
            + $"{string.Join(", ", layout.ColumnNames.Select(column => $"'{column}'"))}.");
    }
}
