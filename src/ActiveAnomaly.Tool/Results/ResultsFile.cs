using System.Globalization;
using System.Text;

namespace ActiveAnomaly.Tool.Results;

/// <summary>
/// A CSV whose head says what its rows were made with: a line "# active-anomaly: KIND", a line "# name: value" a setting, the names of the
/// columns, and a line a row. Head and rows are one file, written whole or not at all.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="schema">What its rows look like.</param>
/// <param name="settings">What its rows are made with.</param>
internal sealed class ResultsFile<TRow>(string path, ResultsSchema<TRow> schema, ResultsSettings settings)
{
    /// <summary>The most runs that a message names.</summary>
    private const int NamedRuns = 3;

    private ResultsSettings _settings = settings;
    private ResultsSettings? _found;

    /// <summary>Writes the file anew.</summary>
    public void Write(IEnumerable<TRow> rows)
    {
        var text = new StringBuilder();
        text.Append(ResultsHead.Text(schema.Kind, _settings, schema.Names));
        foreach (var row in rows)
        {
            text.AppendJoin(',', schema.Columns.Select(column => CsvText.Cell(Text(column.Text(row))))).Append('\n');
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>Reads the rows of an earlier run of the same settings; none when there is no file.</summary>
    /// <exception cref="InputException">The file is of another kind, of other settings, or damaged.</exception>
    public List<TRow> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var (found, rows) = Read(path, schema);
        RequireSame(found);
        _found = found;
        return rows;
    }

    /// <summary>Takes down of which tables the rows are; rows read before must be of the same ones.</summary>
    /// <param name="tables">Names, and what tells a table from another of its name.</param>
    /// <exception cref="InputException">The earlier rows are of another table.</exception>
    public void NameTables(IEnumerable<(string Name, string Content)> tables)
    {
        _settings = _settings.WithTables(tables, _found);
        if (_found is { } found)
        {
            RequireSame(found);
        }
    }

    /// <summary>Checks that rows that were read are each of another run, or of another part of one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="keyOf">Gives what a row is of.</param>
    /// <exception cref="InputException">Two rows are of the same.</exception>
    public void RequireDifferent<TKey>(IEnumerable<TRow> rows, Func<TRow, TKey> keyOf)
    {
        if (rows.GroupBy(keyOf).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw ResultsFileError.OfFormat(path, $"it holds more than one line of {twice.Key}");
        }
    }

    /// <summary>Checks that rows that were read are all of runs that are made now, and that none would be lost.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="runOf">Gives the run that a row is of.</param>
    /// <param name="asked">The runs that are made now.</param>
    /// <param name="nameOf">Gives a run's name for people.</param>
    /// <exception cref="InputException">There are rows of other runs.</exception>
    public void RequireAsked<TRun>(
        IEnumerable<TRow> rows, Func<TRow, TRun> runOf, IEnumerable<TRun> asked, Func<TRun, string> nameOf)
    {
        List<TRun> others = [.. rows.Select(runOf).Distinct().Except(asked)];
        if (others.Count > 0)
        {
            throw new InputException(
                $"'{path}' holds {others.Count} run{(others.Count == 1 ? string.Empty : "s")} beyond those asked for now, and would lose "
                + $"{(others.Count == 1 ? "it" : "them")}: {string.Join(", ", others.Take(NamedRuns).Select(nameOf))}"
                + $"{(others.Count > NamedRuns ? ", ..." : string.Empty)}. --resume keeps what the file holds; another --output leaves it "
                + "alone.");
        }
    }

    /// <summary>Reads a file of the kind, whatever its settings.</summary>
    /// <exception cref="InputException">The file is of another kind, or damaged.</exception>
    public static (ResultsSettings Settings, List<TRow> Rows) Read(string path, ResultsSchema<TRow> schema)
    {
        using var reader = new StreamReader(path);
        var head = ResultsHead.Read(path, reader);
        head.RequireKind(path, schema.Kind, schema.Names);
        var rows = new List<TRow>();
        var text = new CsvText(reader, head.LineCount);
        while (text.ReadLine() is { } cells)
        {
            rows.Add(cells.Count == schema.Columns.Count
                ? schema.Read(new ResultsCells(path, text.Line, schema.Names, cells))
                : throw ResultsFileError.OfLine(
                    path, text.Line, $"has {cells.Count} fields, where {schema.Columns.Count} are expected"));
        }

        return (head.Settings, rows);
    }

    private void RequireSame(ResultsSettings found)
    {
        if (_settings.Differences(found) is { Count: > 0 } differences)
        {
            throw new InputException(
                $"'{path}' holds results of other settings than asked for now: {string.Join("; ", differences)}. Give another --output, "
                + "or the same settings and tables.");
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool truth => truth ? "1" : "0",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
