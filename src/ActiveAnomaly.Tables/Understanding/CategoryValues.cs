using System.Globalization;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// The categories of a model by what they are worth, where they are numbers, dates or truth values: a source that has types writes each in
/// one way, and a text may write it in another, 1.0 or True. Those that are codes as far as can be told, as 007 is, and two of the same
/// worth are not found.
/// </summary>
internal sealed class CategoryValues
{
    private const int Ambiguous = -1;

    /// <summary>From here on double precision takes several whole numbers for one.</summary>
    private const double LargestExactWhole = 1L << 53;

    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly Dictionary<(char Kind, long Value), int> _codeOf = [];

    public CategoryValues(IReadOnlyList<string> categories)
    {
        for (var code = 0; code < categories.Count; code++)
        {
            if (ValueOf(categories[code]) is { } value && !_codeOf.TryAdd(value, code))
            {
                _codeOf[value] = Ambiguous;
            }
        }
    }

    /// <summary>Finds the one category that is worth the same as a text; null where there is none.</summary>
    public int? Find(ReadOnlySpan<char> text) =>
        ValueOf(text) is { } value && _codeOf.TryGetValue(value, out var code) && code != Ambiguous ? code : null;

    private static (char Kind, long Value)? ValueOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        if (CellReader.IsBoolean(text, out var truth))
        {
            return ('b', truth ? 1 : 0);
        }

        if (DateReader.TryReadIso(text, out var date))
        {
            return ('d', date.Ticks);
        }

        // 007 and +49 are codes.
        return text[0] != '+' && text.TrimStart('-') is not ['0', >= '0' and <= '9', ..]
            && double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < LargestExactWhole
            ? ('n', (long)ContentHash.BitsOf(number))
            : null;
    }
}
