using System.Globalization;
using System.Text;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Writes scores as comma-separated lines, with the digits that give every number back.</summary>
internal sealed class CsvScoreWriter : ScoreWriter
{
    private const int BufferLength = 1 << 16;

    /// <summary>A place, a score, a flag and a probability are shorter.</summary>
    private const int LongestLine = 128;

    private readonly ScoreColumns _columns;
    private readonly StreamWriter _writer;

    public CsvScoreWriter(string path, ScoreColumns columns)
    {
        _columns = columns;
        _writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferLength);
        _writer.Write(columns.Header + "\n");
    }

    public override void Write(long line, ScoredRow row, IReadOnlyList<Reason> reasons)
    {
        Span<char> text = stackalloc char[LongestLine];
        text.TryWrite(CultureInfo.InvariantCulture, $"{line},{row.Score:R},{(row.PredictedLabel ? 1 : 0)}", out var length);
        if (_columns.HasProbability)
        {
            text[length..].TryWrite(CultureInfo.InvariantCulture, $",{row.Probability:R}", out var more);
            length += more;
        }

        _writer.Write(text[..length]);
        for (var place = 0; place < _columns.ReasonCount; place++)
        {
            _writer.Write(place < reasons.Count
                ? string.Create(CultureInfo.InvariantCulture, $",{CsvCell.Of(reasons[place].Column)},{reasons[place].Contribution:R}")
                : ",,");
        }

        _writer.Write('\n');
    }

    public override void Complete() => _writer.Flush();

    public override void Dispose() => _writer.Dispose();
}
