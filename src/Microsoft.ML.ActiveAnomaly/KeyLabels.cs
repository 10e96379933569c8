using ActiveAnomaly.Tables.Sources;
using ActiveAnomaly.Tables.Understanding;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// What the keys of a label column stand for. The second value of a key means abnormal, as ML.NET has it, whatever its word; a word that
/// says the opposite is refused.
/// </summary>
internal static class KeyLabels
{
    /// <summary>
    /// Gives the words of the two values where these do not say themselves which is which; null where they do, where the column is no key
    /// of two, and where it knows no values.
    /// </summary>
    public static (string Normal, string Abnormal)? OwnWords(DataViewSchema.Column column) =>
        Of(column) is var (normal, abnormal) && !(IsNormal(normal) && IsAbnormal(abnormal)) ? (normal, abnormal) : null;

    /// <summary>Says what speaks against taking the second value for abnormal; null where nothing does.</summary>
    public static string? Contradiction(DataViewSchema.Column column) =>
        Of(column) is var (normal, abnormal) && (IsAbnormal(normal) || IsNormal(abnormal))
            ? $"The keys of the label column '{column.Name}' stand for '{normal}' (1) and '{abnormal}' (2), and the second value of a key "
                + "means abnormal, for trainers as for ML.NET's evaluators. MapValueToKey counts values in the order in which they occur: "
                + $"give it the order (keyData: '{abnormal}', then '{normal}'), or make Boolean labels of the values (Conversion.MapValue)."
            : null;

    private static (string Normal, string Abnormal)? Of(DataViewSchema.Column column) =>
        column.Type is KeyDataViewType { Count: 2 } key && KeyTexts.Of(column, key) is [var first, var second]
            ? (first.Trim(), second.Trim())
            : null;

    private static bool IsNormal(string word) =>
        LabelWords.Families.Any(family => family.Normal.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool IsAbnormal(string word) =>
        LabelWords.Families.Any(family => family.Abnormal.Contains(word, StringComparer.OrdinalIgnoreCase));
}
