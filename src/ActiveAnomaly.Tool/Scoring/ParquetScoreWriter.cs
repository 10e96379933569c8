using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>
/// Writes scores as Parquet: a whole number, a score of single precision, a truth value, and, where there are such columns, the probability
/// and reasons; a reason that a row lacks is null. One row group is held in memory.
/// </summary>
internal sealed class ParquetScoreWriter : ScoreWriter
{
    private const int RowsInAGroup = 1 << 16;

    private readonly DataField<long> _place;
    private readonly DataField<float> _score = new("score");
    private readonly DataField<bool> _abnormal = new("abnormal");
    private readonly DataField<float> _probability = new("probability");
    private readonly DataField<string>[] _reasons;
    private readonly DataField<float?>[] _contributions;
    private readonly ScoreColumns _columns;
    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private readonly List<(long Line, float Score, bool IsAbnormal, float Probability, IReadOnlyList<Reason> Reasons)> _rows = [];

    public ParquetScoreWriter(string path, ScoreColumns columns)
    {
        _columns = columns;
        _place = new DataField<long>(columns.PlaceWord);
        _reasons = [.. Numbers(columns).Select(number => new DataField<string>($"reason{number}"))];
        _contributions = [.. Numbers(columns).Select(number => new DataField<float?>($"contribution{number}"))];
        IEnumerable<Field> fields = [_place, _score, _abnormal];
        fields = columns.HasProbability ? fields.Append(_probability) : fields;
        var pairs = _reasons.Zip(_contributions, (reason, contribution) => (Field[])[reason, contribution]);
        var schema = new ParquetSchema([.. fields, .. pairs.SelectMany(pair => pair)]);
        _file = File.Create(path);
        try
        {
            _writer = ParquetWriter.CreateAsync(schema, _file).GetAwaiter().GetResult();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override void Write(long line, ScoredRow row, IReadOnlyList<Reason> reasons)
    {
        _rows.Add((line, row.Score, row.PredictedLabel, row.Probability, reasons));
        if (_rows.Count == RowsInAGroup)
        {
            WriteGroup();
        }
    }

    public override void Complete()
    {
        if (_rows.Count > 0)
        {
            WriteGroup();
        }

        // The file's foot.
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Flush();
    }

    public override void Dispose() => _file.Dispose();

    private static IEnumerable<string> Numbers(ScoreColumns columns) =>
        Enumerable.Range(1, columns.ReasonCount).Select(place => place.ToString(CultureInfo.InvariantCulture));

    private void WriteGroup() => WriteGroupAsync().GetAwaiter().GetResult();

    private async Task WriteGroupAsync()
    {
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync<long>(_place, Column(row => row.Line)).ConfigureAwait(false);
        await group.WriteAsync<float>(_score, Column(row => row.Score)).ConfigureAwait(false);
        await group.WriteAsync<bool>(_abnormal, Column(row => row.IsAbnormal)).ConfigureAwait(false);
        if (_columns.HasProbability)
        {
            await group.WriteAsync<float>(_probability, Column(row => row.Probability)).ConfigureAwait(false);
        }

        for (var k = 0; k < _columns.ReasonCount; k++)
        {
            var place = k;
            await group.WriteAsync(
                _reasons[k], Column(row => place < row.Reasons.Count ? row.Reasons[place].Column : null!)).ConfigureAwait(false);
            await group.WriteAsync<float>(
                _contributions[k],
                Column<float?>(row => place < row.Reasons.Count ? row.Reasons[place].Contribution : null)).ConfigureAwait(false);
        }

        group.CompleteValidate();
        _rows.Clear();
    }

    private T[] Column<T>(Func<(long Line, float Score, bool IsAbnormal, float Probability, IReadOnlyList<Reason> Reasons), T> value)
    {
        var values = new T[_rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = value(_rows[row]);
        }

        return values;
    }
}
