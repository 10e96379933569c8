using ActiveAnomaly.Data;
using Spectre.Console;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Input;

/// <summary>Says what was understood of a table, in lines that are never wrapped.</summary>
internal static class TableOutput
{
    public static void WriteUnderstood(this IAnsiConsole console, Table table)
    {
        foreach (var line in table.Describe())
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    /// <summary>Tells which rows are abnormal; every row must have a label, and both kinds must occur.</summary>
    /// <param name="table">The table.</param>
    /// <param name="purpose">What the labels are for.</param>
    public static bool[] RequireTruth(this Table table, string purpose)
    {
        var labels = table.Labels.Values;
        var label = table.Schema.Label!;
        if (labels.IndexOf(RowLabel.Unlabeled) is >= 0 and var row && table.Labels.LabeledCount > 0)
        {
            throw new InputException(
                $"The {table.PlaceWord} {table.LineOf(row)} of '{table.Name}' has no label in '{label.Name}'; {purpose} needs every "
                + $"row's. Fill it "
                + "in, or leave such rows out.");
        }

        bool[] isAbnormal = [.. labels.ToArray().Select(value => value == RowLabel.Abnormal)];
        return isAbnormal.Contains(true) && isAbnormal.Contains(false)
            ? isAbnormal
            : throw new InputException(
                $"The labels of '{table.Name}' in '{label.Name}' are "
                + $"{(table.Labels.LabeledCount == 0 ? "all empty" : "all of one kind")}; normal "
                + $"({string.Join(", ", label.NormalValues)}) and abnormal rows ({string.Join(", ", label.AbnormalValues)}) are needed for "
                + $"{purpose}.");
    }
}
