using ActiveAnomaly.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Warns of labels that may be read otherwise than their owner meant.</summary>
internal static class LabelWarnings
{
    /// <summary>Writes what is odd about the labels of a column; nothing when nothing is.</summary>
    /// <param name="channel">Takes the warnings.</param>
    /// <param name="column">The column.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="isComplete">Whether these are all labels that there will be: then one kind alone is odd.</param>
    public static void Write(IChannel channel, DataViewSchema.Column column, PoolLabels labels, bool isComplete = true)
    {
        var columnName = column.Name;
        var (normal, abnormal) = (labels.NormalRows.Count, labels.AbnormalRows.Count);
        var own = KeyLabels.OwnWords(column);
        var isReversed = normal > 0 && abnormal > normal;
        if (own is var (normalWord, abnormalWord) && normal + abnormal > 0 && !isReversed)
        {
            channel.Warning(
                MessageSensitivity.Schema,
                $"In '{columnName}' '{abnormalWord}' means abnormal and '{normalWord}' normal: the second value of a key does, and "
                + "MapValueToKey counts values in the order in which they occur. Boolean labels say it themselves (Conversion.MapValue).");
        }

        if (labels.RowCount == 0)
        {
            // Whoever trains says that there are no rows.
            return;
        }

        if (normal + abnormal == 0)
        {
            channel.Warning(
                MessageSensitivity.Schema,
                $"There is no label in '{columnName}': every value is missing. Quoted numbers need allowQuoting when a text "
                + "file is loaded.");
        }
        else if (normal == 0 || abnormal == 0)
        {
            if (isComplete)
            {
                channel.Warning(
                    MessageSensitivity.Schema,
                    $"All labels in '{columnName}' are of one kind, {(normal == 0 ? "abnormal" : "normal")}; a method that compares normal "
                    + "with abnormal rows learns nothing from one kind alone."
                    + (normal == 0 ? " The Gaussian process, RoSAS and its peers learn from abnormal rows against all others." : ""));
            }
        }
        else if (isReversed)
        {
            channel.Warning(
                MessageSensitivity.Schema,
                $"'{columnName}' has more abnormal rows ({abnormal}) than normal ones ({normal}): is the encoding reversed? Above 0, true, "
                + $"and the second value of a key{(own is var (_, second) ? $", here '{second}'," : "")} mean abnormal; MapValueToKey "
                + "counts the values in the order in which they occur.");
        }
    }
}
