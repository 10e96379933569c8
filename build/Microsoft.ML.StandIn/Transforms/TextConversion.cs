using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads texts as column values by the rules of ML.NET's text loader.</summary>
internal static class TextConversion
{
    /// <summary>Whether the text could be read; if not, <paramref name="value"/> is missing (NaN) or default.</summary>
    public delegate bool Parser<T>(ReadOnlySpan<char> text, out T value);

    public static Parser<T> ParserOf<T>() => (Parser<T>)ParserOf(typeof(T));

    /// <summary>What an empty text is read as.</summary>
    public static T Empty<T>() => default;

    /// <summary>Types with a missing value: unreadable texts become that instead of an error.</summary>
    public static bool HasMissing(DataViewType type) =>
        type is TextDataViewType or KeyDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    public static Parser<T> KeyParserOf<T>(ulong count) => (ReadOnlySpan<char> text, out T value) =>
    {
        bool isKey = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong key) && key < count;
        value = (T)Convert.ChangeType(isKey ? key + 1 : 0, typeof(T));
        return isKey || text.IsEmpty || IsMissing(text);
    };

    public static bool IsMissing(ReadOnlySpan<char> text) =>
        text is "?" || text.Equals("na", StringComparison.OrdinalIgnoreCase)
        || text.Equals("n/a", StringComparison.OrdinalIgnoreCase) || text.Equals("nan", StringComparison.OrdinalIgnoreCase);

    private static Delegate ParserOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => (Parser<bool>)ParseBoolean,
        TypeCode.SByte => IntegerParser<sbyte>(),
        TypeCode.Byte => IntegerParser<byte>(),
        TypeCode.Int16 => IntegerParser<short>(),
        TypeCode.UInt16 => IntegerParser<ushort>(),
        TypeCode.Int32 => IntegerParser<int>(),
        TypeCode.UInt32 => IntegerParser<uint>(),
        TypeCode.Int64 => IntegerParser<long>(),
        TypeCode.UInt64 => IntegerParser<ulong>(),
        TypeCode.Single => (Parser<float>)ParseSingle,
        TypeCode.Double => (Parser<double>)ParseDouble,
        TypeCode.DateTime => (Parser<DateTime>)ParseDateTime,
        _ when type == typeof(ReadOnlyMemory<char>) => (Parser<ReadOnlyMemory<char>>)ParseText,
        _ => throw new NotSupportedException($"Texts cannot be read as {type}."),
    };

    private static bool ParseText(ReadOnlySpan<char> text, out ReadOnlyMemory<char> value)
    {
        value = text.ToString().AsMemory();
        return true;
    }

    private static bool ParseBoolean(ReadOnlySpan<char> text, out bool value)
    {
        string word = text.ToString().ToLowerInvariant();
        value = word is "t" or "y" or "1" or "+" or "+1" or "yes" or "true";
        return value || word is "" or "f" or "n" or "0" or "-" or "-1" or "no" or "false";
    }

    private static bool ParseSingle(ReadOnlySpan<char> text, out float value)
    {
        bool isRead = ParseDouble(text, out double number, out bool isSpecial);
        value = isSpecial ? (float)number : float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return isRead;
    }

    private static bool ParseDouble(ReadOnlySpan<char> text, out double value) => ParseDouble(text, out value, out _);

    /// <param name="isSpecial">Whether the text is no plain number: empty, infinite, missing or unreadable.</param>
    private static bool ParseDouble(ReadOnlySpan<char> text, out double value, out bool isSpecial)
    {
        var trimmed = text.Trim();
        isSpecial = true;
        value = trimmed is "∞" ? double.PositiveInfinity : trimmed is "-∞" ? double.NegativeInfinity : 0;
        if (trimmed.IsEmpty || value != 0) return true;
        // White space before more than one character is not passed over: a quirk of ML.NET's parser.
        bool startsBadly = text.TrimStart().Length > 1 && char.IsWhiteSpace(text[0]);
        isSpecial = startsBadly || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        if (isSpecial) value = double.NaN;
        return !isSpecial || IsMissing(text);
    }

    private static bool ParseDateTime(ReadOnlySpan<char> text, out DateTime value)
    {
        value = default;
        return text.IsEmpty || DateTime.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Empty is 0 for a signed integer, and unreadable for an unsigned one.</summary>
    private static Parser<T> IntegerParser<T>() where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        bool isSigned = T.IsNegative(T.MinValue);
        var style = isSigned ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        return (ReadOnlySpan<char> text, out T value) =>
        {
            value = default;
            return (isSigned && text.IsEmpty)
                || (!text.StartsWith("+") && T.TryParse(text, style, CultureInfo.InvariantCulture, out value));
        };
    }
}
