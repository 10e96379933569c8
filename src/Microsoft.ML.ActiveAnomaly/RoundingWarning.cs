using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Warns of columns whose different values become the same features.</summary>
internal static class RoundingWarning
{
    /// <summary>Writes, for each column, the first of its values that is so.</summary>
    public static void Write(IChannel channel, IEnumerable<(PreparedColumn Column, RoundingSample[] Slots)> columns)
    {
        foreach (var (column, slots) in columns)
        {
            if (Array.FindIndex(slots, slot => slot.IsHarmful) is >= 0 and var slot)
            {
                channel.Warning(MessageSensitivity.Schema | MessageSensitivity.UserData, Text(column, slot, slots[slot]));
            }
        }
    }

    private static string Text(PreparedColumn column, int slot, RoundingSample sample)
    {
        var (first, second) = sample.Merged!.Value;
        var place = column.Type is VectorDataViewType ? $"value {slot} of column '{column.Name}'" : $"column '{column.Name}'";
        var categories = sample.IsWhole ? "make keys of it if its values are categories (MapValueToKey), " : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Of the first {sample.DifferentCount} different numbers of {place}, {sample.LeftCount} "
            + $"{(sample.LeftCount == 1 ? "is" : "are")} left as Single, which features are: {first} and {second}, "
            + $"for two, become the same. Subtract an offset before, such as {sample.Smallest} (Transforms.Expression), {categories}"
            + $"or ignore the column ({nameof(FeaturePreparationOptions)}.{nameof(FeaturePreparationOptions.IgnoredColumnNames)}).");
    }
}
