namespace ActiveAnomaly.Tables.Understanding;

/// <summary>Warns of labels that may be read otherwise than their owner meant.</summary>
internal static class LabelNotes
{
    /// <summary>Adds the warnings.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isForModel">Whether it is read as a model's training table was: what its labels mean is settled then.</param>
    /// <param name="notes">Where they are added.</param>
    public static void Add(Table table, bool isForModel, List<TableNote> notes)
    {
        if (table.Schema.Label is not { } label)
        {
            return;
        }

        var (normal, abnormal) = (table.Labels.NormalRows.Count, table.Labels.AbnormalRows.Count);
        var name = ShownText.Of(label.Name);
        if (normal + abnormal == 0)
        {
            Warn($"There is no label in {name}: every cell is empty or means unlabelled."
                + (isForModel ? string.Empty : " Name another column (--label) if it is not the label."));
        }
        else if (abnormal > normal && (normal > 0 || abnormal == table.Labels.RowCount))
        {
            // Abnormal rows alone, beside rows without a label, are what some methods are for.
            Warn(
                $"{name} has more abnormal rows ({abnormal}) than normal ones ({normal}): is the encoding reversed? "
                + (isForModel
                    ? $"Abnormal is {ShownText.List(label.AbnormalValues)} by the model's training table."
                    : "--abnormal and --normal say which value means which."));
        }
        else if (abnormal == 0)
        {
            Warn($"All labels in {name} are of one kind, normal.");
        }

        void Warn(string text) => notes.Add(new TableNote(IsWarning: true, text));
    }
}
