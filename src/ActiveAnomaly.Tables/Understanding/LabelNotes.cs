namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Warns of labels that may be read otherwise than their owner meant.</summary>
internal static class LabelNotes
{
    public static void Add(Table table, List<TableNote> notes)
    {
        if (table.Schema.Label is not { } label)
        {
            return;
        }

        var (normal, abnormal) = (table.Labels.NormalRows.Count, table.Labels.AbnormalRows.Count);
        if (normal + abnormal == 0)
        {
            notes.Add(new TableNote(
                IsWarning: true, $"There is no label in '{label.Name}': every cell is empty. Name another column (--label) if it is not the label."));
        }
        else if (normal == 0 || abnormal == 0)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"All labels in '{label.Name}' are of one kind, {(normal == 0 ? "abnormal" : "normal")}."));
        }
        else if (abnormal > normal)
        {
            notes.Add(new TableNote(
                IsWarning: true,
                $"'{label.Name}' has more abnormal rows ({abnormal}) than normal ones ({normal}): is the encoding reversed? --abnormal and "
                + "--normal say which value means which."));
        }
    }
}
