using System.Runtime.InteropServices;
using ActiveAnomaly.Data;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>The second pass over the rows: reads the cells as the plan says.</summary>
internal static class TableLoader
{
    public static Table Load(TableLayout layout, TableProfile profile, TablePlan plan, CancellationToken cancellationToken)
    {
        var rowCount = Math.Min(profile.RowCount, plan.MostRows ?? long.MaxValue);
        if (rowCount > Array.MaxLength)
        {
            throw new TableException(
                $"'{layout.Source.Name}' has {rowCount} rows; at most {Array.MaxLength} can be held. Take a part of them "
                + "(--rows, TableOptions.MostRows).");
        }

        // Dates' formats differ by column; a reader is made for each.
        var columns = plan.Columns
            .Select(column => ColumnLoader.Of(column, plan, new CellReader(plan.MissingTexts, column.DateFormat), (int)rowCount)).ToArray();
        var labels = new List<RowLabel>((int)rowCount);
        var lines = new List<long>((int)rowCount);
        var hashes = new List<ulong>((int)rowCount);
        var (dropped, hash) = Read(layout, profile, plan, columns, labels, lines, hashes, cancellationToken);
        if (lines.Count == 0)
        {
            throw NothingLeft(layout, plan, dropped);
        }

        TableException[] refusals = [.. columns.Select(column => column.Refusal()).OfType<TableException>()];
        if (refusals.Length > 0)
        {
            throw new TableException(
                string.Join('\n', refusals.Select(refusal => refusal.Message)), refusals[0].Line!.Value, refusals[0].ColumnName);
        }

        List<TableNote> notes = [.. layout.Source.Notes, .. layout.Notes, .. plan.Notes];
        TableColumn?[] finished = [.. columns.Select(column => column.Finish(lines, notes))];
        TableColumn[] loaded = [.. finished.OfType<TableColumn>()];
        if (loaded.Length == 0)
        {
            throw new TableException(
                $"No column of '{layout.Source.Name}' has a value in the {lines.Count} rows that were taken. Take more rows (--rows, "
                + "TableOptions.MostRows), or mend the file.");
        }

        foreach (var column in loaded.Where(column => 2 * column.FilledCount > lines.Count))
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"{column.FilledCount} of {lines.Count} cells of {ShownText.Of(column.Name)} were missing and got one and the same value: "
                + $"the column says little.{(plan.IsForModel ? string.Empty : " Leave it out (--ignore) unless that is meant.")}"));
        }

        plan = plan with
        {
            LeftOut =
            [
                .. plan.LeftOut,
                .. plan.Columns.Where((_, k) => finished[k] is null).Select(column => (column.Name, "no row that was taken has a value in "
                    + "it")),
            ],
        };
        return new Table(
            layout,
            profile,
            plan,
            loaded,
            [.. lines],
            [.. hashes],
            new TableOrigin(layout.ColumnNames, profile.RowCount, hash) { LeftOut = layout.Source.LeftOut },
            PoolLabels.Copy(CollectionsMarshal.AsSpan(labels)),
            dropped,
            notes);
    }

    /// <summary>Takes rows evenly: row i where the share of rows taken grows by a whole one there.</summary>
    public static bool IsTaken(long index, long rowCount, int? mostRows) =>
        mostRows is not { } most || most >= rowCount
        || (Int128)(index + 1) * most / rowCount > (Int128)index * most / rowCount;

    /// <summary>Gives the label of the current row.</summary>
    /// <exception cref="TableException">Its cell means nothing that is known.</exception>
    public static RowLabel Label(
        RowCursor rows, int column, TableLayout layout, LabelSchema label, Dictionary<string, RowLabel> meanings)
    {
        var cell = rows.Field(column);
        if (LabelKeys.Meaning(layout, column, cell.Text) is { } ofKey)
        {
            return ofKey;
        }

        var lookup = meanings.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!cell.IsNumber && lookup.TryGetValue(cell.Text.Trim(), out var known))
        {
            return known;
        }

        var text = cell.ToText();
        var meaning = LabelUnderstanding.Meaning(label, text) ?? throw new TableException(
            $"'{layout.Source.Name}', {layout.Source.PlaceWord} {rows.Line}, label column {ShownText.Of(label.Name)}: "
            + $"{ShownText.Of(text)} means "
            + $"nothing that is known. Normal is {Quoted(label.NormalValues)}, abnormal {Quoted(label.AbnormalValues)}, and an empty cell "
            + "is no label, as in the training table. Mend the cell, say that it means no label (--unlabelled), or have the table "
            + "scored without its labels (score --no-label, TableOptions.HasLabel).",
            rows.Line,
            label.Name);
        meanings[text] = meaning;
        return meaning;

        static string Quoted(IReadOnlyList<string> values) => string.Join(" or ", values.Select(value => ShownText.Of(value)));
    }

    /// <summary>Says that every row was left out.</summary>
    public static TableException NothingLeft(TableLayout layout, TablePlan plan, long dropped) => new(
        $"Every row of '{layout.Source.Name}' has a cell without a value, and so all {dropped} are left out. Fill the cells "
        + $"(--missing median){(plan.IsForModel ? "." : ", or leave out the columns that are empty most often (--ignore).")}");

    /// <summary>Says that the table is not what it was in the first pass.</summary>
    public static TableException Changed(TableLayout layout) => layout.Source.Changed();

    private static (int Dropped, ulong Hash) Read(
        TableLayout layout,
        TableProfile profile,
        TablePlan plan,
        ColumnLoader[] columns,
        List<RowLabel> labels,
        List<long> lines,
        List<ulong> hashes,
        CancellationToken cancellationToken)
    {
        var dropped = 0;
        var all = default(ContentHash);
        var meanings = new Dictionary<string, RowLabel>(StringComparer.Ordinal);
        using var rows = layout.Open(cancellationToken);
        while (rows.MoveNext())
        {
            if (rows.Index >= profile.RowCount)
            {
                throw Changed(layout);
            }

            var hash = TableOrigin.HashOf(rows, layout.ColumnNames.Count);
            all.Add(hash);
            if (!IsTaken(rows.Index, profile.RowCount, plan.MostRows))
            {
                continue;
            }

            var isComplete = true;
            for (var k = 0; k < columns.Length; k++)
            {
                isComplete &= columns[k].Add(rows.Field(plan.Columns[k].Index), rows.Line);
            }

            if (!isComplete && plan.Missing == MissingCells.Stop)
            {
                // The first pass over the rows would have found it.
                throw Changed(layout);
            }

            if (!isComplete && plan.Missing == MissingCells.DropRow)
            {
                Array.ForEach(columns, column => column.RemoveLast());
                dropped++;
                continue;
            }

            labels.Add(plan.LabelIndex is { } label ? Label(rows, label, layout, plan.Label!, meanings) : RowLabel.Unlabeled);
            lines.Add(rows.Line);
            hashes.Add(hash);
        }

        return rows.Index + 1 == profile.RowCount && layout.Source.IsUnchanged ? (dropped, all.Value) : throw Changed(layout);
    }
}
