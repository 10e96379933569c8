using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// Collects categories, told apart letter by letter: texts without the spaces around them, those of a data view as it has them.
/// </summary>
internal sealed class CategoryLoader : ColumnLoader
{
    private const int Missing = -1;
    private const int Unknown = -2;
    private const int MostExamples = 5;
    private const int MostNamesShown = 3;

    /// <summary>In fewer rows categories of their own may be chance.</summary>
    private const int FewestNaming = 20;

    /// <summary>With so many different texts the counting stops, unless so many are allowed.</summary>
    private const int FewestCounted = 100_000;

    private readonly TablePlan _table;
    private readonly int _mostCounted;
    private readonly CellReader _cells;
    private readonly int[] _codes;
    private readonly Dictionary<string, int> _codeOf;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _codeOfText;
    private readonly List<string> _categories = [];
    private readonly List<long> _counts = [];
    private readonly List<(string Text, long Line, int Row)> _unknown = [];
    private readonly CategoryValues? _values;
    private (string Text, long Line)? _first;
    private (string Text, int Code, long Line)? _same;
    private bool _hasMoreUnknown;
    private int _count;

    public CategoryLoader(PlannedColumn plan, TablePlan table, CellReader cells, int rowCount)
        : base(plan)
    {
        _table = table;
        _mostCounted = Math.Max(FewestCounted, table.MostCategories == int.MaxValue ? int.MaxValue : table.MostCategories + 1);
        _cells = cells;
        _codes = new int[rowCount];
        _codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        _codeOfText = _codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var category in plan.Trained?.Categories ?? [])
        {
            Learn(category);
        }

        _values = plan.MatchesByValue ? new CategoryValues(_categories) : null;
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

        if (_unknown.Count > 0 && _unknown[^1].Row == _count)
        {
            _unknown.RemoveAt(_unknown.Count - 1);
        }
    }

    public override TableException? Refusal()
    {
        var used = _counts.Count(count => count > 0);
        return Plan.Trained is null && used > _table.MostCategories ? TooMany(used) : null;
    }

    public override TableColumn? Finish(IReadOnlyList<long> lines, List<TableNote> notes)
    {
        var codes = _codes.AsSpan(0, _count);
        ColumnSchema schema;
        if (Plan.Trained is { } trained)
        {
            schema = trained;
            NoteUnknown(codes.Count(Unknown), notes);
            NoteSame(notes);
        }
        else
        {
            int[] used = [.. Enumerable.Range(0, _categories.Count).Where(code => _counts[code] > 0)];
            if (used.Length == 0)
            {
                return null;
            }

            Array.Sort(used, (x, y) => string.CompareOrdinal(_categories[x], _categories[y]));
            schema = Understood(used);
            NoteAlike(schema, notes);
            NoteNames(codes, used, lines, notes);
            Renumber(codes, used);
        }

        var (filled, unknown) = (new List<int>(), 0);
        var fill = schema.Categories.ToList().IndexOf(schema.FillCategory ?? string.Empty);
        for (var row = 0; row < codes.Length; row++)
        {
            ref var code = ref codes[row];
            if (code == Missing)
            {
                filled.Add(row);
            }

            unknown += code == Unknown ? 1 : 0;
            code = code == Missing ? fill : code == Unknown ? -1 : code;
        }

        return new TableColumn(schema, [], codes.Length == _codes.Length ? _codes : codes.ToArray(), [.. filled], 0, unknown);
    }

    private int Code(Cell cell, long line)
    {
        var text = cell.IsNumber ? cell.ToText() : cell.Text;
        var trimmed = text.Trim();
        if (_cells.IsMissing(trimmed))
        {
            return Missing;
        }

        text = _table.TrimsCategories ? trimmed : text;

        if (_codeOfText.TryGetValue(text, out var code))
        {
            return code;
        }

        if (Plan.Trained is not null)
        {
            if (_values?.Find(text) is { } same)
            {
                _same ??= cell.IsNumber || cell.IsDate || CellReader.IsBoolean(text, out _) ? null : (text.ToString(), same, line);
                return same;
            }

            NoteUnknown(text.ToString(), line);
            return Unknown;
        }

        _first ??= (text.ToString(), line);
        return _categories.Count < _mostCounted ? Learn(text.ToString()) : _mostCounted - 1;
    }

    /// <summary>Keeps the first few different texts.</summary>
    private void NoteUnknown(string text, long line)
    {
        if (_unknown.Exists(unknown => unknown.Text == text))
        {
            return;
        }

        if (_unknown.Count < MostExamples)
        {
            _unknown.Add((text, line, _count));
        }
        else
        {
            _hasMoreUnknown = true;
        }
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

    private TableException TooMany(int count) => new(
        $"Column {ShownText.Of(Plan.Name)} holds texts of {count}{(count == _mostCounted ? " or more" : string.Empty)} different values, "
        + "such as "
        + $"{ShownText.Of(_first!.Value.Text)} in {_table.PlaceWord} {_first.Value.Line}; at most {_table.MostCategories} become one "
        + "feature each. Leave it out (--ignore, TableOptions.IgnoredColumns) if it names the rows, group its values, or allow more "
        + "(--most-categories, TableOptions.MostCategories).",
        _first.Value.Line,
        Plan.Name);

    private void NoteUnknown(int count, List<TableNote> notes)
    {
        if (count > 0)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"{ShownText.Of(Plan.Name)} has {count} {(count == 1 ? "cell" : "cells")} of categories that the model was not trained on: "
                + $"{string.Join(", ", _unknown.Select(unknown => $"{ShownText.Of(unknown.Text)} ({_table.PlaceWord} {unknown.Line})"))}"
                + $"{(_hasMoreUnknown ? ", ..." : string.Empty)}. Such rows are scored as of none of the categories.{Capitals()}"));
        }
    }

    /// <summary>Tells of a text that is worth a category of the model: they differ where that was one of texts.</summary>
    private void NoteSame(List<TableNote> notes)
    {
        if (_same is var (text, code, line))
        {
            notes.Add(new TableNote(
                IsWarning: false,
                $"{ShownText.Of(Plan.Name)} has {ShownText.Of(text)} in {_table.PlaceWord} {line}, which is taken for the category "
                + $"{ShownText.Of(_categories[code])}, being worth the same, as the training table has types and this one has none. Write "
                + "it as there if it is another."));
        }
    }

    /// <summary>Tells of a text that is a category of the model but for its capitals.</summary>
    private string Capitals()
    {
        foreach (var (text, _, _) in _unknown)
        {
            if (_categories.Find(category => string.Equals(category, text, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                return $" Capitals count: {ShownText.Of(text)} is not {ShownText.Of(known)}, which the model knows.";
            }
        }

        return string.Empty;
    }

    private void NoteAlike(ColumnSchema schema, List<TableNote> notes)
    {
        var spaced = schema.Categories.GroupBy(category => category.Trim(), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (spaced is not null)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"{ShownText.Of(Plan.Name)} has categories that differ in the spaces around them only, and are taken for different ones, "
                + $"as a pipeline takes them: {ShownText.List(spaced)}."));
        }

        var alike = schema.Categories.GroupBy(category => category, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (alike is not null)
        {
            notes.Add(new TableNote(
                IsWarning: false,
                $"{ShownText.Of(Plan.Name)} has categories that differ in capitals only, and are taken for different ones: "
                + $"{ShownText.List(alike)}."));
        }
    }

    /// <summary>Warns where nine rows of ten have a category of their own: it says which row it is, and little more.</summary>
    private void NoteNames(ReadOnlySpan<int> codes, int[] used, IReadOnlyList<long> lines, List<TableNote> notes)
    {
        var alone = used.Count(code => _counts[code] == 1);
        var filled = used.Sum(code => _counts[code]);
        if (filled < FewestNaming || 10L * alone < 9L * filled)
        {
            return;
        }

        var shown = new List<string>();
        for (var row = 0; row < codes.Length && shown.Count < MostNamesShown; row++)
        {
            if (codes[row] >= 0)
            {
                shown.Add($"{ShownText.Of(_categories[codes[row]])} in {_table.PlaceWord} {lines[row]}");
            }
        }

        notes.Add(new TableNote(
            IsWarning: true,
            $"{ShownText.Of(Plan.Name)} has a category of its own in {alone} of {filled} rows that have one "
            + $"({string.Join(", ", shown)}), and becomes {used.Length} features that say little more than which row it is. Leave it out "
            + "(--ignore) if it names the rows or is free text, group its values, or write them as plain numbers, without units, if they "
            + "are some, times of day for one."));
    }
}
