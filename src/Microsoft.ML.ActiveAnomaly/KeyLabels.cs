using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// What the keys of a label column stand for. The second value of a key means abnormal, as ML.NET has it, whatever its word; a word that
/// says the opposite is refused.
/// </summary>
internal static class KeyLabels
{
    private const string KeyValues = "KeyValues";

    private static readonly HashSet<string> NormalWords = new(StringComparer.OrdinalIgnoreCase) { "0", "false", "normal", "inlier" };

    private static readonly HashSet<string> AbnormalWords =
        new(StringComparer.OrdinalIgnoreCase) { "1", "true", "abnormal", "anomaly", "anomalous", "outlier" };

    /// <summary>
    /// Gives the words of the two values; null where the column is no key of two, does not know them, or knows their own numbers only, as
    /// after a map to keys.
    /// </summary>
    public static (string Normal, string Abnormal)? Of(DataViewSchema.Column column) =>
        column.Type is KeyDataViewType { Count: 2 }
        && column.Annotations.Schema.GetColumnOrNull(KeyValues) is { Type: VectorDataViewType { Size: 2 } type }
        && Read(column.Annotations, type.ItemType) is { } words and not ["1", "2"]
            ? (words[0], words[1])
            : null;

    /// <summary>Says what speaks against taking the second value for abnormal; null where nothing does.</summary>
    public static string? Contradiction(DataViewSchema.Column column) =>
        Of(column) is var (normal, abnormal) && (AbnormalWords.Contains(normal) || NormalWords.Contains(abnormal))
            ? $"The keys of the label column '{column.Name}' stand for '{normal}' (1) and '{abnormal}' (2), and the second value of a key "
                + "means abnormal, for trainers as for ML.NET's evaluators. MapValueToKey counts values in the order in which they occur: "
                + $"give it the order (keyData: '{abnormal}', then '{normal}'), or make Boolean labels of the values (Conversion.MapValue)."
            : null;

    /// <summary>Tells whether the words themselves say which is which.</summary>
    public static bool AreKnown((string Normal, string Abnormal) words) =>
        NormalWords.Contains(words.Normal) && AbnormalWords.Contains(words.Abnormal);

    private static string[]? Read(DataViewSchema.Annotations annotations, DataViewType type) => type switch
    {
        TextDataViewType => Read<ReadOnlyMemory<char>>(annotations, value => value.ToString().Trim()),
        BooleanDataViewType => Read<bool>(annotations, value => value ? "true" : "false"),
        _ => Type.GetTypeCode(type.RawType) switch
        {
            TypeCode.SByte => Read<sbyte>(annotations),
            TypeCode.Byte => Read<byte>(annotations),
            TypeCode.Int16 => Read<short>(annotations),
            TypeCode.UInt16 => Read<ushort>(annotations),
            TypeCode.Int32 => Read<int>(annotations),
            TypeCode.UInt32 => Read<uint>(annotations),
            TypeCode.Int64 => Read<long>(annotations),
            TypeCode.UInt64 => Read<ulong>(annotations),
            TypeCode.Single => Read<float>(annotations),
            TypeCode.Double => Read<double>(annotations),
            _ => null,
        },
    };

    private static string[] Read<T>(DataViewSchema.Annotations annotations)
        where T : IFormattable => Read<T>(annotations, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static string[] Read<T>(DataViewSchema.Annotations annotations, Func<T, string> toText)
    {
        var values = default(VBuffer<T>);
        annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(toText)];
    }
}
