using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Collects categories: texts without the spaces around them, told apart letter by letter.</summary>
internal sealed class CategoryLoader : ColumnLoader
{
    private const int Missing = -1;
    private const int Unknown = -2;
    private const int MostExamples = 5;

    /// <summary>With so many different texts the counting stops; the column is refused long before.</summary>
    private const int MostCounted = 100_000;

    private readonly TablePlan _table;
    private readonly CellReader _cells;
    private readonly int[] _codes;
    private readonly Dictionary<string, int> _codeOf;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _codeOfText;
    private readonly List<string> _categories = [];
    private readonly List<long> _counts = [];
    private readonly List<(string Text, long Line)> _unknown = [];
    private (string Text, long Line)? _first;
    private int _count;

    public CategoryLoader(PlannedColumn plan, TablePlan table, CellReader cells, int rowCount)
        : base(plan)
    {
        _table = table;
        _cells = cells;
        _codes = new int[rowCount];
        _codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        _codeOfText = _codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var category in plan.Trained?.Categories ?? [])
        {
            Learn(category);
        }
    }

    public override bool Add(Cell cell, long line)
    {
        var code = Code(cell, line);
        _codes[_count++] = code;
        if (code >= 0)
        {
            _counts[code]++;
        }

        return code != Missing;
    }

    public override void RemoveLast()
    {
        if (_codes[--_count] is >= 0 and var code)
        {
            _counts[code]--;
        }
    }

    public override TableColumn Finish(List<TableNote> notes, List<string> refused)
    {
        var codes = _codes.AsSpan(0, _count);
        ColumnSchema schema;
        if (Plan.Trained is { } trained)
        {
            schema = trained;
            NoteUnknown(codes.Count(Unknown), notes);
        }
        else
        {
            int[] used = [.. Enumerable.Range(0, _categories.Count).Where(code => _counts[code] > 0)];
            if (used.Length > _table.MostCategories)
            {
                refused.Add(TooMany(used.Length));
            }

            Array.Sort(used, (x, y) => string.CompareOrdinal(_categories[x], _categories[y]));
            schema = Understood(used);
            NoteCases(schema, notes);
            Renumber(codes, used);
        }

        var (filled, unknown) = (0, 0);
        var fill = schema.Categories.ToList().IndexOf(schema.FillCategory ?? string.Empty);
        foreach (ref var code in codes)
        {
            filled += code == Missing ? 1 : 0;
            unknown += code == Unknown ? 1 : 0;
            code = code == Missing ? fill : code == Unknown ? -1 : code;
        }

        return new TableColumn(schema, [], codes.Length == _codes.Length ? _codes : codes.ToArray(), filled, 0, unknown);
    }

    private int Code(Cell cell, long line)
    {
        var text = cell.IsNumber ? cell.ToText() : cell.Text.Trim();
        if (_cells.IsMissing(text))
        {
            return Missing;
        }

        if (_codeOfText.TryGetValue(text, out var code))
        {
            return code;
        }

        if (Plan.Trained is not null)
        {
            if (_unknown.Count < MostExamples)
            {
                _unknown.Add((text.ToString(), line));
            }

            return Unknown;
        }

        _first ??= (text.ToString(), line);
        return _categories.Count < MostCounted ? Learn(text.ToString()) : MostCounted - 1;
    }

    private int Learn(string category)
    {
        _codeOf.Add(category, _categories.Count);
        _categories.Add(category);
        _counts.Add(0);
        return _categories.Count - 1;
    }

    private ColumnSchema Understood(int[] used) => new()
    {
        Name = Plan.Name,
        Kind = ColumnKind.Category,
        Categories = [.. used.Select(code => _categories[code])],
        FillCategory = used.Length == 0 ? null : _categories[used.MaxBy(code => _counts[code])],
    };

    private static void Renumber(Span<int> codes, int[] used)
    {
        var place = new Dictionary<int, int>(used.Length);
        for (var i = 0; i < used.Length; i++)
        {
            place.Add(used[i], i);
        }

        foreach (ref var code in codes)
        {
            code = code >= 0 ? place[code] : code;
        }
    }

    private string TooMany(int count)
    {
        var all = count == MostCounted ? FormattableString.Invariant($"{MostCounted} or more") : FormattableString.Invariant($"{count}");
        return $"Column '{Plan.Name}' holds texts of {all} different values, such as '{_first?.Text}' in line {_first?.Line}; at most "
            + $"{_table.MostCategories} become one feature each. Leave it out (--ignore, TableOptions.IgnoredColumns) if it names the rows, "
            + "group its values, or allow more (--most-categories, TableOptions.MostCategories).";
    }

    private void NoteUnknown(int count, List<TableNote> notes)
    {
        if (count > 0)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"'{Plan.Name}' has {count} {(count == 1 ? "cell" : "cells")} of categories that the model was not trained on: "
                + $"{string.Join(", ", _unknown.Select(unknown => $"'{unknown.Text}' (line {unknown.Line})"))}"
                + $"{(count > _unknown.Count ? ", ..." : string.Empty)}. Such rows are scored as of none of the categories."));
        }
    }

    private void NoteCases(ColumnSchema schema, List<TableNote> notes)
    {
        var pair = schema.Categories.GroupBy(category => category, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (pair is not null)
        {
            notes.Add(new TableNote(
                IsWarning: false,
                $"'{Plan.Name}' has categories that differ in capitals only: {string.Join(", ", pair.Select(category => $"'{category}'"))}."));
        }
    }
}
