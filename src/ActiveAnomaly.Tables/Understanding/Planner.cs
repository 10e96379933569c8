using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Decides what the columns of a training table are.</summary>
internal sealed class Planner(TableLayout layout, TableProfile profile, TableOptions options)
{
    private readonly List<TableNote> _notes = [];
    private readonly List<string> _refused = [];
    private (long Line, string Name)? _firstRefused;

    public TablePlan Plan()
    {
        string[] unread = [.. options.IgnoredColumns.Where(IsUnread)];
        int[] ignored =
        [
            .. options.IgnoredColumns.Except(unread).Select(name => LabelFinder.IndexOf(layout, name, "column to leave out, --ignore")),
        ];
        int[] categories = [.. options.CategoryColumns.Select(name => LabelFinder.IndexOf(layout, name, "column of categories, "
            + "--category"))];
        RequireFeatures(ignored, categories);
        int[] features =
            [.. Enumerable.Range(0, profile.Columns.Length).Where(k => k != profile.LabelColumn && !ignored.Contains(k))];
        LabelFinder.Warn(layout, options, profile.LabelColumn, features, _notes);
        categories = [.. categories, .. features.Where(layout.Source.IsKey)];
        var decimalSeparator = DecimalSeparator(features, categories);
        List<(string, string)> leftOut =
            [.. ignored.Distinct().Select(k => layout.ColumnNames[k]).Concat(unread).Select(name => (name.Trim(), "as asked"))];
        var columns = new List<PlannedColumn>();
        foreach (var k in features)
        {
            if (Kind(k, decimalSeparator, categories.Contains(k)) is not { } kind)
            {
                leftOut.Add((layout.ColumnNames[k], "it holds no value"));
                continue;
            }

            columns.Add(new PlannedColumn(
                k,
                layout.ColumnNames[k],
                kind,
                kind == ColumnKind.Date ? options.DateFormat : null,
                Trained: null,
                IsRoundingTold: profile.Columns[k].LargeWholes.Rounded is not null));
            NoteNumbers(k, kind);
        }

        NoteNoDates(columns);
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
                PlaceWord = layout.Source.PlaceWord,
                TrimsCategories = layout.Source.TrimsCategories,
            }
            : throw new TableException(NoFeature());
    }

    /// <summary>Tells whether a column is left out already, being of a kind that cannot be read.</summary>
    private bool IsUnread(string name) =>
        layout.Source.LeftOut.ContainsKey(name.Trim()) && !layout.ColumnNames.Contains(name.Trim(), StringComparer.Ordinal);

    private void RequireFeatures(int[] ignored, int[] categories)
    {
        if (profile.LabelColumn is { } label && (ignored.Contains(label) || categories.Contains(label)))
        {
            throw new TableException(
                $"{ShownText.Of(layout.ColumnNames[label])} is the label column"
                + $"{(options.LabelColumn is null ? ", being the last or called so" : string.Empty)}; it cannot be left out or be a "
                + "feature too. Name another label column (--label), or say that there is none (--no-label, "
                + "TableOptions.HasLabel).");
        }

        if (ignored.Intersect(categories).ToArray() is [var both, ..])
        {
            throw new TableException(
                $"Column {ShownText.Of(layout.ColumnNames[both])} is to be left out (--ignore) and to hold categories (--category); say "
                + "one of both.");
        }
    }

    private string NoFeature()
    {
        var separator = layout.Source.Dialect.Format == TableFormat.DelimitedText && layout.ColumnNames.Count == 1
            ? $" Fields were separated by {SeparatorText.Of(layout.Source.Dialect.Separator)}; say if it is another character "
                + "(--separator)."
            : string.Empty;
        return $"'{layout.Source.Name}' has no column to learn from; at least one beside the label is needed. Its columns: "
            + $"{ShownText.List(layout.ColumnNames)}.{separator}";
    }

    /// <summary>Decides between a decimal point and a comma by all numbers of the table.</summary>
    private char DecimalSeparator(int[] features, int[] categories)
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

        ColumnProfile[] columns = [.. features.Except(categories).Select(k => profile.Columns[k])];
        long Total(params CellKind[] kinds) => columns.Sum(column => column.Count(kinds));
        var (certain, grouped) =
            (Total(CellKind.PointNumber, CellKind.PointTooLarge, CellKind.PointTooSmall), Total(CellKind.ThousandsOrPoint));
        var points = certain + grouped;
        var commas = Total(CellKind.CommaNumber, CellKind.CommaTooLarge, CellKind.CommaTooSmall);
        var unclear = Total(CellKind.ThousandsOrComma);
        if (commas == 0 && unclear > 0 && points == 0)
        {
            var place = columns.SelectMany(column => column.Examples([CellKind.ThousandsOrComma])).MinBy(cell => cell.Line);
            throw new TableException(
                $"Line {place.Line} of '{layout.Source.Name}', column {ShownText.Of(place.ColumnName)}: is {place.Shown} a number with a "
                + "decimal comma or with a thousands separator? No other number of the table tells. Say --decimal , for the first "
                + "(TableOptions.DecimalSeparator); numbers with thousands separators are not read: write them without.",
                place.Line,
                place.ColumnName);
        }

        // Beside a column of decimal commas, points with three digits behind each are no decimal points, however many there are.
        return commas > 0 && (commas + unclear > points || (certain == 0 && columns.Any(HasDecimalCommas))) ? ',' : '.';

        bool HasDecimalCommas(ColumnProfile column) => 2 * column.Count(
            CellKind.CommaNumber, CellKind.ThousandsOrComma, CellKind.CommaTooLarge, CellKind.CommaTooSmall)
            > profile.RowCount - column.Count(CellKind.Missing);
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

        if (options.Dates != DateCells.Category && column.NumberAndDateCount is > 0 and var numeric)
        {
            var matching = numeric + column.Count(CellKind.Date);
            if (matching == filled)
            {
                column.TakeForDates();
                RequireDates(column);
                return ColumnKind.Date;
            }

            if (2 * matching > filled)
            {
                _notes.Add(new TableNote(
                    IsWarning: true,
                    $"{matching} of {filled} cells of {ShownText.Of(column.Name)} are dates written as {ShownText.Of(options.DateFormat)} "
                    + $"says, and {column.NoDate!.Value.Shown} in {layout.Source.PlaceWord} {column.NoDate.Value.Line} is none: the column "
                    + "is not taken for dates. Mend such cells if it holds dates, or name the texts that mean that there is no value "
                    + "(--missing-text, TableOptions.MissingTexts)."));
            }
        }

        // Numbers of another notation, or with signs, make a column of numbers too: it stops, as they cannot be read.
        var numbers = column.Count([.. NumberKinds.InRange(decimalSeparator), .. NumberKinds.OutOfRange(decimalSeparator)]);
        var unread = column.Count(NumberKinds.Unread(decimalSeparator));
        if (2 * (numbers + unread) > filled)
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
            var number = column.Examples(NumberKinds.All).First();
            _notes.Add(new TableNote(
                IsWarning: false,
                $"{ShownText.Of(column.Name)} holds texts and, in {numbers} of {filled} cells, numbers ({number.Shown} in "
                + $"{layout.Source.PlaceWord} {number.Line}): each is taken for a category."));
        }

        return ColumnKind.Category;
    }

    /// <summary>What is said of dates is not ignored in silence.</summary>
    private void NoteNoDates(List<PlannedColumn> columns)
    {
        if ((options.DateFormat is not null || options.Dates == DateCells.Days) && _refused.Count == 0
            && columns.All(column => column.Kind != ColumnKind.Date))
        {
            _notes.Add(new TableNote(
                IsWarning: true,
                options.DateFormat is null
                    ? "Dates are to become days, and no column holds dates. ISO 8601 is found (2024-05-31); others need their format "
                    + "(--date-format, TableOptions.DateFormat)."
                    : $"No column holds dates written as {ShownText.Of(options.DateFormat)} says in all its filled cells. Give the format "
                    + "that they have (--date-format, TableOptions.DateFormat), or leave it out."));
        }
    }

    private void RequireDates(ColumnProfile column)
    {
        if (options.Dates == DateCells.Days && column.Count(CellKind.UnclearDate) == 0)
        {
            return;
        }

        var unclear = column.Examples([CellKind.UnclearDate]).ToArray();
        var place = unclear.Length > 0 ? unclear[0] : column.Examples([CellKind.Date]).First();
        var text = $"Column {ShownText.Of(column.Name)} of '{layout.Source.Name}' holds dates ({place.Shown} in {layout.Source.PlaceWord} "
            + $"{place.Line})";
        var format = options.DateFormat is null
            ? "whose format is not known. Say it in .NET's letters: --date-format dd/MM/yyyy, for one (TableOptions.DateFormat)."
            : $"that are not written as {ShownText.Of(options.DateFormat)} says. Say the format that they have (--date-format, "
            + "TableOptions.DateFormat), or leave the column out (--ignore).";
        Refuse(
            place,
            options.Dates == DateCells.Days
                ? $"{text} {format}"
                : $"{text}. Say whether they become numbers, the days since the first (--dates days, TableOptions.Dates"
                + $"{(unclear.Length > 0 ? "; with their format, --date-format dd/MM/yyyy for one" : string.Empty)}), or categories "
                + "(--dates category), or leave the column out (--ignore).");
    }

    private void NoteNumbers(int index, ColumnKind kind)
    {
        if (kind != ColumnKind.Number)
        {
            return;
        }

        var name = ShownText.Of(layout.ColumnNames[index]);
        if (profile.Counts(index))
        {
            _notes.Add(new TableNote(
                IsWarning: true,
                $"{name} counts up by 1 from row to row: is it a row number? It is a feature like others unless it is left out "
                + "(--ignore)."));
        }

        RequireHeld(profile.Columns[index]);
        if (profile.Columns[index].LeadingZero is { } zero)
        {
            _notes.Add(new TableNote(
                IsWarning: true,
                $"{name} has numbers that begin with 0, {zero.Shown} in {layout.Source.PlaceWord} {zero.Line} for one: is it a code? It is "
                + "read as a number unless it is taken for categories (--category)."));
        }

        if (TextsAmongNumbers.Note(profile.Columns[index], layout.Source.PlaceWord, isForModel: false) is { } note)
        {
            _notes.Add(note);
        }
    }

    /// <summary>
    /// Tells of whole numbers that double precision rounds, and refuses a column of which it leaves fewer than half, or one of several.
    /// </summary>
    private void RequireHeld(ColumnProfile column)
    {
        var large = column.LargeWholes;
        if (large.Rounded is not { } rounded)
        {
            return;
        }

        var (name, word) = (ShownText.Of(column.Name), layout.Source.PlaceWord);
        var same = large.Merged is var (first, second)
            ? $"{first.Shown} in {word} {first.Line} and {second.Shown} in {word} {second.Line}, for two, become the same"
            : $"{rounded.Shown} in {word} {rounded.Line} for one";
        const string Remedy = "Leave the column out (--ignore, TableOptions.IgnoredColumns) if it names the rows, or take it for "
            + "categories (--category, TableOptions.CategoryColumns).";
        if (2 * large.Count > profile.RowCount - column.Count(CellKind.Missing)
            && (2 * large.LeftCount < large.DifferentCount || (large.LeftCount == 1 && large.DifferentCount > 1)))
        {
            Refuse(
                rounded,
                $"Column {name} of '{layout.Source.Name}' has {large.DifferentCount} different whole numbers of 16 digits and more, of "
                + $"which {large.LeftCount} {(large.LeftCount == 1 ? "is" : "are")} left in double precision, in which numbers are read: "
                + $"{same}. {Remedy}");
            return;
        }

        _notes.Add(new TableNote(
            IsWarning: large.Merged is not null,
            $"{name} has whole numbers that double precision, in which numbers are read, does not hold: {same}. {Remedy}"));
    }

    private void Refuse(CellPlace place, string message)
    {
        _refused.Add(message);
        _firstRefused ??= (place.Line, place.ColumnName);
    }
}
