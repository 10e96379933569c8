using System.Globalization;

namespace ActiveAnomaly.Tables.Cells;

/// <summary>
/// The texts that mean that a cell has no value, in any case; those that are numbers by their value too, as -999 and -999.0 are. It keeps
/// which of them it found. Not thread safe.
/// </summary>
internal sealed class MissingTexts
{
    private readonly string[] _texts;
    private readonly double[] _numbers;
    private readonly bool[] _isUsed;

    public MissingTexts(IReadOnlyList<string> texts)
    {
        _texts = [.. texts.Select(text => text.Trim())];
        _numbers =
        [
            .. _texts.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) ? number : double.NaN),
        ];
        _isUsed = new bool[_texts.Length];
        HasNumbers = _numbers.Any(number => !double.IsNaN(number));
    }

    /// <summary>Gets a value indicating whether one of the texts is a number.</summary>
    public bool HasNumbers { get; }

    /// <summary>Gets the texts that were not found.</summary>
    public IEnumerable<string> Unused => _texts.Where((_, k) => !_isUsed[k]);

    /// <summary>Tells whether a text is one of them, letter by letter in any case.</summary>
    public bool Contains(ReadOnlySpan<char> text)
    {
        for (var k = 0; k < _texts.Length; k++)
        {
            if (text.Equals(_texts[k], StringComparison.OrdinalIgnoreCase))
            {
                _isUsed[k] = true;
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether a number is the value of one of them; NaN is of none.</summary>
    public bool Contains(double number)
    {
        // NaN equals nothing, itself included.
        for (var k = 0; HasNumbers && k < _numbers.Length; k++)
        {
            if (_numbers[k] == number)
            {
                _isUsed[k] = true;
                return true;
            }
        }

        return false;
    }
}
