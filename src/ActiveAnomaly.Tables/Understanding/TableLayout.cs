using ActiveAnomaly.Tables.Cells;
using ActiveAnomaly.Tables.Sources;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The columns of a table: their names, whether the first record holds them, and how many fields a record has.</summary>
internal sealed class TableLayout
{
    private const int MostSampledRecords = 1000;

    private TableLayout(TableSource source, string[] columnNames, bool hasHeader, List<TableNote> notes)
    {
        Source = source;
        ColumnNames = columnNames;
        HasHeader = hasHeader;
        Notes = notes;
    }

    public TableSource Source { get; }

    /// <summary>Gets the names, trimmed, each different, as many as a record has fields.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

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
            return new TableLayout(source, Names([.. given], notes), hasHeader: false, notes);
        }

        var records = Sample(source, cancellationToken);
        var first = records[0];
        if (hasHeader ?? HeaderDetector.IsHeader(records, options))
        {
            // A separator at the end of the header alone begins a column that no row has.
            var isCut = first.Length > 1 && first[^1].Length == 0 && records.Count > 1
                && records.Skip(1).All(record => record.Length == first.Length - 1);
            if (isCut)
            {
                notes.Add(new TableNote(IsWarning: false, "The header ends with a separator that no row has; it begins no column."));
            }

            return new TableLayout(source, Names(isCut ? first[..^1] : first, notes), hasHeader: true, notes);
        }

        notes.Add(new TableNote(
            IsWarning: false,
            $"There is no header: the first line holds values; the columns are called column1 to column{first.Length}. Say so if it is one "
            + "(TableOptions.HasHeader; --header)."));
        return new TableLayout(source, [.. Enumerable.Range(1, first.Length).Select(Number)], hasHeader: false, notes);
    }

    /// <summary>Goes through the rows; each must have as many fields as there are columns.</summary>
    public RowCursor Open(CancellationToken cancellationToken) => new(this, Source.Open(cancellationToken));

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

    /// <summary>Gives every column a name of its own: the trimmed one, "column3" where it has none, "a (2)" where another has it.</summary>
    private static string[] Names(string[] given, List<TableNote> notes)
    {
        var names = new string[given.Length];
        var taken = given.Select(name => name.Trim()).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var k = 0; k < names.Length; k++)
        {
            var name = given[k].Trim();
            if (name.Length == 0)
            {
                names[k] = Free(Number(k + 1));
                notes.Add(new TableNote(IsWarning: false, $"Column {k + 1} has no name; it is called '{names[k]}'."));
            }
            else if (!used.Contains(name))
            {
                names[k] = name;
            }
            else
            {
                names[k] = Free(name);
                notes.Add(new TableNote(IsWarning: false, $"Two columns are called '{name}'; column {k + 1} is called '{names[k]}'."));
            }

            used.Add(names[k]);
        }

        return names;

        string Free(string name)
        {
            var free = name;
            for (var i = 2; used.Contains(free) || taken.Contains(free); i++)
            {
                free = $"{name} ({i})";
            }

            return free;
        }
    }

    private static string Number(int column) => FormattableString.Invariant($"column{column}");
}
