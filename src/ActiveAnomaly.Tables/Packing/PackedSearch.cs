using System.Text;

namespace ActiveAnomaly.Tables.Packing;

/// <summary>
/// Searches rows of packed texts for a text, in whatever case, as string.Contains with OrdinalIgnoreCase does. No letter beyond ASCII is
/// the other case of one within: so a text of ASCII is compared byte by byte, and one that is not is in no text of ASCII alone.
/// </summary>
internal sealed class PackedSearch
{
    private readonly string _text;
    private readonly bool[] _isSearched;
    private readonly int _lastSearched;
    private readonly bool _isAscii;
    private readonly byte[] _lower;
    private readonly byte _upperFirst;

    /// <summary>Creates the search.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isSearched">For each column, whether it is searched.</param>
    public PackedSearch(string text, bool[] isSearched)
    {
        _text = text;
        _isSearched = isSearched;
        _lastSearched = Array.LastIndexOf(isSearched, true);
        _isAscii = Ascii.IsValid(text);
        _lower = _isAscii ? Encoding.ASCII.GetBytes(text.ToLowerInvariant()) : [];
        _upperFirst = _lower.Length > 0 ? (byte)char.ToUpperInvariant((char)_lower[0]) : (byte)0;
    }

    /// <summary>Tells whether one of the texts that are searched has it.</summary>
    /// <param name="row">The row, and whatever is behind it.</param>
    public bool IsIn(ReadOnlySpan<byte> row)
    {
        var reader = new PackedReader(row);
        for (var k = 0; k <= _lastSearched; k++)
        {
            var text = reader.ReadBytes(out var isUtf16);
            if (_isSearched[k] && (isUtf16 ? IsInUtf16(text) : _isAscii ? IsInBytes(text) : IsInUtf8(text)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInBytes(ReadOnlySpan<byte> text)
    {
        if (_lower.Length == 0)
        {
            return true;
        }

        for (var last = text.Length - _lower.Length; last >= 0; last = text.Length - _lower.Length)
        {
            var begin = text[..(last + 1)].IndexOfAny(_lower[0], _upperFirst);
            if (begin < 0)
            {
                return false;
            }

            if (Ascii.EqualsIgnoreCase(text.Slice(begin, _lower.Length), _lower))
            {
                return true;
            }

            text = text[(begin + 1)..];
        }

        return false;
    }

    private bool IsInUtf8(ReadOnlySpan<byte> text) =>
        !Ascii.IsValid(text) && Encoding.UTF8.GetString(text).Contains(_text, StringComparison.OrdinalIgnoreCase);

    private bool IsInUtf16(ReadOnlySpan<byte> text)
    {
        // The decoder would put other characters in the place of halves of pairs.
        var letters = new char[text.Length / sizeof(char)];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = (char)(text[i * sizeof(char)] | (text[(i * sizeof(char)) + 1] << 8));
        }

        return letters.AsSpan().Contains(_text, StringComparison.OrdinalIgnoreCase);
    }
}
