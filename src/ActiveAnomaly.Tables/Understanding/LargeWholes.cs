using System.Globalization;
using System.Numerics;
using ActiveAnomaly.Tables.Cells;

namespace ActiveAnomaly.Tables.Understanding;

/// <summary>
/// The whole numbers of a column that are written with more digits than double precision always holds, identifiers mostly: which of them
/// it rounds, and which become the same before anything is counted.
/// </summary>
internal sealed class LargeWholes(string columnName)
{
    /// <summary>2^53: from here on double precision does not tell every whole number from the next.</summary>
    public const double Smallest = 9007199254740992;

    private const int FewestDigits = 16;

    /// <summary>With so many different numbers the counting stops.</summary>
    private const int MostCounted = 1 << 16;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<double, CellPlace> _numbers = [];

    /// <summary>Gets the number of cells with so many digits.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the first number that double precision rounds, or null.</summary>
    public CellPlace? Rounded { get; private set; }

    /// <summary>Gets the first two different numbers that are the same in double precision, or null.</summary>
    public (CellPlace First, CellPlace Second)? Merged { get; private set; }

    /// <summary>Gets how many different numbers there are, as far as they were counted.</summary>
    public int DifferentCount => _texts.Count;

    /// <summary>Gets how many of them are different in double precision.</summary>
    public int LeftCount => _numbers.Count;

    /// <summary>Adds a cell of the kind <see cref="CellKind.WholeNumber"/>; only one of many digits counts.</summary>
    public void Add(ReadOnlySpan<char> text, long line)
    {
        if (text.Length < FewestDigits)
        {
            return;
        }

        var digits = text.TrimStart("+-").TrimStart('0');
        if (digits.Length < FewestDigits || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return;
        }

        Count++;
        var written = text[0] == '-' ? $"-{digits}" : digits.ToString();
        if (_texts.Count == MostCounted || !_texts.Add(written))
        {
            return;
        }

        var number = double.Parse(written, CultureInfo.InvariantCulture);
        var place = new CellPlace(line, columnName, ShownText.Of(text));
        if (Rounded is null && new BigInteger(number) != BigInteger.Parse(written, CultureInfo.InvariantCulture))
        {
            Rounded = place;
        }

        if (!_numbers.TryAdd(number, place))
        {
            Merged ??= (_numbers[number], place);
        }
    }
}
