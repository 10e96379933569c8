using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The columns of a table: their names, whether the first record holds them, and how many fields a record has.</summary>
internal sealed class TableLayout
{
    private const int MostSampledRecords = 1000;

    private TableLayout(
        TableSource source, string[] givenNames, string[] columnNames, int fieldCount, bool hasHeader, List<TableNote> notes)
    {
        Source = source;
        GivenNames = givenNames;
        ColumnNames = columnNames;
        FieldCount = fieldCount;
        HasHeader = hasHeader;
        Notes = notes;
    }

    public TableSource Source { get; }

    /// <summary>Gets the names, trimmed, each different.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Gets the names as the source has them, trimmed: several columns may have the same, or none.</summary>
    public IReadOnlyList<string> GivenNames { get; }

    /// <summary>Gets the number of fields of a record; those beyond the columns are empty.</summary>
    public int FieldCount { get; }

    public bool HasHeader { get; }

    public IReadOnlyList<TableNote> Notes { get; }

    /// <summary>Reads the layout off the first records.</summary>
    /// <param name="source">The table.</param>
    /// <param name="options">What the user says of it.</param>
    /// <param name="hasHeader">Whether the first record holds the names; null to find out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static TableLayout Of(TableSource source, TableOptions options, bool? hasHeader, CancellationToken cancellationToken)
    {
        var notes = new List<TableNote>();
        if (source.ColumnNames is { } given)
        {
            var trimmed = Trimmed(given);
            return new TableLayout(source, trimmed, Names(trimmed, notes), trimmed.Length, hasHeader: false, notes);
        }

        var records = Sample(source, cancellationToken);
        var first = records[0];
        if (hasHeader ?? HeaderDetector.IsHeader(source.Name, records, options, notes))
        {
            var (columnCount, fieldCount) = WithoutTrailing(records, notes);
            var names = Trimmed(first[..columnCount]);
            return new TableLayout(source, names, Names(names, notes), fieldCount, hasHeader: true, notes);
        }

        notes.Add(new TableNote(
            IsWarning: false,
            $"There is no header: the first line holds values; the columns are called column1 to column{first.Length}. Say so if it is one "
            + "(TableOptions.HasHeader; --header)."));
        string[] numbered = [.. Enumerable.Range(1, first.Length).Select(Number)];
        return new TableLayout(source, numbered, numbered, first.Length, hasHeader: false, notes);
    }

    /// <summary>Goes through the rows; each must have as many fields as the first.</summary>
    public RowCursor Open(CancellationToken cancellationToken) => new(this, Source.Open(cancellationToken));

    /// <summary>Separators at the end of the header begin no column where no row has anything there.</summary>
    private static (int ColumnCount, int FieldCount) WithoutTrailing(List<string[]> records, List<TableNote> notes)
    {
        var header = records[0];
        var rows = records.Skip(1).ToArray();
        var named = Array.FindLastIndex(header, name => name.Length > 0) + 1;
        if (named == 0 || named == header.Length || rows.Length == 0)
        {
            return (header.Length, header.Length);
        }

        if (named == header.Length - 1 && rows.All(row => row.Length == named))
        {
            notes.Add(new TableNote(IsWarning: false, "The header ends with a separator that no row has; it begins no column."));
            return (named, named);
        }

        if (!rows.All(row => row.Skip(named).All(field => field.Length == 0)))
        {
            return (header.Length, header.Length);
        }

        notes.Add(new TableNote(
            IsWarning: false, "Every line ends with separators behind which there is neither a name nor a value; they begin no column."));
        return (named, header.Length);
    }

    private static List<string[]> Sample(TableSource source, CancellationToken cancellationToken)
    {
        var records = new List<string[]>();
        using var cursor = source.Open(cancellationToken);
        while (records.Count < MostSampledRecords && cursor.MoveNext())
        {
            var fields = new string[cursor.FieldCount];
            for (var k = 0; k < fields.Length; k++)
            {
                fields[k] = cursor.Field(k).Text.Trim().ToString();
            }

            records.Add(fields);
        }

        return records.Count > 0
            ? records
            : throw new TableException($"The file '{source.Name}' is empty; a header and rows are needed.");
    }

    /// <summary>Gives every column a name of its own: the given one, "column3" where it has none, "a (2)" where another has it.</summary>
    private static string[] Names(string[] given, List<TableNote> notes)
    {
        var names = new string[given.Length];
        var taken = given.ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        var (nameless, twice) = (new List<string>(), new List<string>());
        for (var k = 0; k < names.Length; k++)
        {
            var name = given[k];
            if (name.Length == 0)
            {
                names[k] = Free(Number(k + 1));
                nameless.Add(names[k]);
            }
            else if (!used.Contains(name))
            {
                names[k] = name;
            }
            else
            {
                names[k] = Free(name);
                twice.Add(names[k]);
            }

            used.Add(names[k]);
        }

        if (nameless.Count > 0)
        {
            notes.Add(new TableNote(
                IsWarning: false, $"{Columns(nameless.Count)} no name in the header and {Are(nameless.Count)} called "
                    + $"{ShownText.List(nameless)}."));
        }

        if (twice.Count > 0)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"{Columns(twice.Count)} a name that a column before it has, and {Are(twice.Count)} called {ShownText.List(twice)}."));
        }

        return names;

        static string Columns(int count) => count == 1 ? "A column has" : FormattableString.Invariant($"{count} columns have");

        static string Are(int count) => count == 1 ? "is" : "are";

        string Free(string name)
        {
            var free = name;
            var i = next.GetValueOrDefault(name, 2);
            while (used.Contains(free) || taken.Contains(free))
            {
                free = $"{name} ({i++})";
            }

            next[name] = i;
            return free;
        }
    }

    private static string[] Trimmed(IEnumerable<string> names) => [.. names.Select(name => name.Trim())];

    private static string Number(int column) => FormattableString.Invariant($"column{column}");
}
