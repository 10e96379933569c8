using ActiveAnomaly.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>What labels look like that are read otherwise than their owner meant.</summary>
internal static class LabelWarnings
{
    public static IEnumerable<string> Of(string columnName, PoolLabels labels)
    {
        if (labels.LabeledCount == 0)
        {
            yield return $"There is no label in '{columnName}': every value is missing. Quoted numbers need allowQuoting when a text file is loaded.";
        }
        else if (labels.NormalRows.Count == 0 || labels.AbnormalRows.Count == 0)
        {
            yield return $"All labels in '{columnName}' are of one kind; a method that compares normal with abnormal rows learns nothing from one kind alone.";
        }

        if (labels.AbnormalRows.Count > labels.NormalRows.Count && labels.NormalRows.Count > 0)
        {
            yield return $"'{columnName}' has more abnormal rows ({labels.AbnormalRows.Count}) than normal ones ({labels.NormalRows.Count}): is the encoding reversed? "
                + "Above 0, and true, mean abnormal.";
        }
    }
}
