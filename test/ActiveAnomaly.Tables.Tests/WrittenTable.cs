using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ActiveAnomaly.Tables;

/// <summary>Writes tables as RFC 4180 and its kin say, without any code of the reader.</summary>
internal sealed record WrittenTable
{
    public required string[] Names { get; init; }

    /// <summary>Gets the kind of each column: N numbers, C texts.</summary>
    public required string Kinds { get; init; }

    /// <summary>Gets the cells by rows: a double, a text, or null for an empty cell.</summary>
    public required object?[][] Rows { get; init; }

    public required int[] Labels { get; init; }

    public required char Separator { get; init; }

    public required char DecimalSeparator { get; init; }

    public required bool AlwaysQuotes { get; init; }

    public required string LineEnd { get; init; }

    public required string EncodingName { get; init; }

    public required bool HasMark { get; init; }

    public required bool HasHeader { get; init; }

    public required bool IsPacked { get; init; }

    public required bool EndsLastLine { get; init; }

    public byte[] ToBytes()
    {
        var lines = new List<string>();
        if (HasHeader)
        {
            lines.Add(string.Join(Separator, Names.Append("label").Select(Field)));
        }

        lines.AddRange(Rows.Select((row, i) => string.Join(Separator, row.Select(Text).Append(Label(i)).Select(Field))));
        var text = string.Join(LineEnd, lines) + (EndsLastLine ? LineEnd : string.Empty);
        var encoding = Encoding.GetEncoding(EncodingName);
        byte[] bytes = [.. HasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        if (!IsPacked)
        {
            return bytes;
        }

        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Gives what must be read, as <see cref="Given.Cells"/> writes it.</summary>
    public string Cells(Func<int, double> median, Func<int, string> mostFrequent) => string.Join('/', Rows.Select(row => string.Join(
        '|',
        row.Select((cell, k) => cell switch
        {
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            string text => text,
            _ => Kinds[k] == 'N' ? median(k).ToString("R", CultureInfo.InvariantCulture) : mostFrequent(k),
        }))));

    private string Label(int row) => Labels[row] < 0 ? string.Empty : Labels[row].ToString(CultureInfo.InvariantCulture);

    private string Text(object? cell) => cell switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace('.', DecimalSeparator),
        string text => text,
        _ => string.Empty,
    };

    private string Field(string text) =>
        AlwaysQuotes || text.IndexOfAny([Separator, '"', '\r', '\n']) >= 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
