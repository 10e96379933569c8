using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActiveAnomaly.Tables.Sources;

/// <summary>The texts of the values that the keys of a data view's column stand for.</summary>
internal static class KeyTexts
{
    private const string Annotation = "KeyValues";

    /// <summary>
    /// Gives the texts, numbers and dates as no culture writes them; null where no values are known, or the keys' own numbers only, as
    /// after a map to keys.
    /// </summary>
    public static IReadOnlyList<string>? Of(DataViewSchema.Column column, KeyDataViewType key)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Annotation) is not { Type: VectorDataViewType { ItemType: var type } })
        {
            return null;
        }

        var texts = type switch
        {
            TextDataViewType => Texts<ReadOnlyMemory<char>>(value => value.ToString()),
            BooleanDataViewType => Texts<bool>(ValueText.Of),
            DateTimeDataViewType => Texts<DateTime>(ValueText.Of),
            DateTimeOffsetDataViewType => Texts<DateTimeOffset>(ValueText.Of),
            TimeSpanDataViewType => Numbers<TimeSpan>(),
            NumberDataViewType => OfNumbers(Type.GetTypeCode(type.RawType)),
            _ => [],
        };
        return (ulong)texts.Length == key.Count && texts.Length > 0 && !AreOwnNumbers(texts) ? texts : null;

        static bool AreOwnNumbers(string[] texts) =>
            texts.Index().All(text => text.Item == (text.Index + 1).ToString(CultureInfo.InvariantCulture));

        string[] OfNumbers(TypeCode code) => code switch
        {
            TypeCode.SByte => Numbers<sbyte>(),
            TypeCode.Byte => Numbers<byte>(),
            TypeCode.Int16 => Numbers<short>(),
            TypeCode.UInt16 => Numbers<ushort>(),
            TypeCode.Int32 => Numbers<int>(),
            TypeCode.UInt32 => Numbers<uint>(),
            TypeCode.Int64 => Numbers<long>(),
            TypeCode.UInt64 => Numbers<ulong>(),
            TypeCode.Double => Numbers<double>(),
            _ => Numbers<float>(),
        };

        string[] Numbers<T>()
            where T : IFormattable => Texts<T>(value => value.ToString(null, CultureInfo.InvariantCulture));

        string[] Texts<T>(Func<T, string> text)
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(Annotation, ref values);
            return [.. values.DenseValues().Select(text)];
        }
    }
}
