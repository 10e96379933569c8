using System.Globalization;
using System.Text;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// Writes comma-separated lines as RFC 4180 has them, UTF-8 without a mark. Nothing is written to the stream but by
/// <see cref="FlushAsync"/>, which servers need. Not thread safe.
/// </summary>
internal sealed class CsvWriter(Stream stream)
{
    private const int FullLength = 1 << 16;

    private readonly StringBuilder _text = new();
    private bool _isFirst = true;

    /// <summary>Adds a text, safe for spreadsheets.</summary>
    public void Add(string text)
    {
        var safe = SpreadsheetText.Protect(text);
        Separate();
        if (safe.AsSpan().IndexOfAny(",\"\r\n") < 0 && safe.AsSpan().Trim().Length == safe.Length)
        {
            _text.Append(safe);
        }
        else
        {
            _text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{number}");
    }

    /// <summary>Adds a number, with the digits that give it back.</summary>
    public void Add(float number)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{number:R}");
    }

    /// <summary>Ends the line; what is there is written where it is much.</summary>
    public async ValueTask EndLineAsync(CancellationToken cancellationToken)
    {
        _text.Append("\r\n");
        _isFirst = true;
        if (_text.Length >= FullLength)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is there.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(_text.ToString()), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _text.Clear();
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            _text.Append(',');
        }

        _isFirst = false;
    }
}
