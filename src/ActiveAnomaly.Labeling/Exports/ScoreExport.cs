using ActiveAnomaly.Detectors;
using ActiveAnomaly.Labeling.Rows;
using Parquet;
using Parquet.Schema;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// The scores of all rows, in the order of the pool: id, row, score, rank (1 for the highest), flagged (whether the model takes it for
/// abnormal) and decision (normal, abnormal, skipped, or nothing), and, where asked for, the probability of being abnormal. Of one moment;
/// immutable.
/// </summary>
public sealed class ScoreExport
{
    private const string FileName = "scores.parquet";
    private const int RowsInAGroup = 1 << 16;

    private static readonly DataField<string> Id = new("id");
    private static readonly DataField<int> Row = new("row");
    private static readonly DataField<float> Score = new("score");
    private static readonly DataField<int> Rank = new("rank");
    private static readonly DataField<bool> Flagged = new("flagged");
    private static readonly DataField<string> Decision = new("decision");
    private static readonly DataField<float> Probability = new("probability");

    private readonly LabelingPool _pool;
    private readonly RowMarks _marks;
    private readonly ModelState _model;
    private readonly IProbability? _probability;

    /// <summary>Creates the export.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="marks">What its session says of the rows.</param>
    /// <param name="probability">
    /// What makes probabilities of the scores of the marks' model, for a column of these at the end; null for none.
    /// </param>
    /// <exception cref="InvalidOperationException">There is no model yet.</exception>
    /// <exception cref="ArgumentException">The marks are of another number of rows.</exception>
    public ScoreExport(LabelingPool pool, RowMarks marks, IProbability? probability = null)
    {
        _probability = probability;
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.RowCount != pool.RowCount)
        {
            throw new ArgumentException(
                $"The session has {marks.RowCount} rows, '{pool.Name}' has {pool.RowCount}. Give the marks of the pool's session.",
                nameof(marks));
        }

        (_pool, _marks) = (pool, marks);
        _model = marks.Model
            ?? throw new InvalidOperationException("There is no model yet, and so there are no scores. Wait until one is trained.");
    }

    /// <summary>Writes comma-separated lines, with the digits that give every score back.</summary>
    /// <param name="stream">Where to; it is left open, and need not be able to seek.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var csv = new CsvWriter(stream);
        foreach (var field in (DataField[])[Id, Row, Score, Rank, Flagged, Decision])
        {
            csv.Add(field.Name);
        }

        if (_probability is not null)
        {
            csv.Add(Probability.Name);
        }

        await csv.EndLineAsync(cancellationToken).ConfigureAwait(false);
        for (var row = 0; row < _pool.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            csv.Add(_pool.IdOf(row));
            csv.Add(row);
            csv.Add(_model.Scores.Span[row]);
            csv.Add(_model.Ranks.Span[row]);
            csv.Add(_marks.IsFlagged(row) ? "true" : "false");
            csv.Add(AnswerWords.OfDecision(_marks.DecisionOf(row)));
            if (_probability is not null)
            {
                csv.Add(_probability.ProbabilityOf(_model.Scores.Span[row]));
            }

            await csv.EndLineAsync(cancellationToken).ConfigureAwait(false);
        }

        await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes Parquet; a decision that is not there is null.</summary>
    /// <param name="stream">Where to; it is left open, and need not be able to seek.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WriteParquetAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await TemporaryFile.WriteAsync(FileName, path => WriteFileAsync(path, cancellationToken), stream, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task WriteFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.Create(path);
        await using (file.ConfigureAwait(false))
        {
            Field[] fields = [Id, Row, Score, Rank, Flagged, Decision];
            var schema = new ParquetSchema(_probability is null ? fields : [.. fields, Probability]);
            var writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                for (var first = 0; first < _pool.RowCount; first += RowsInAGroup)
                {
                    await WriteGroupAsync(writer, first, Math.Min(RowsInAGroup, _pool.RowCount - first), cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }
    }

    private async Task WriteGroupAsync(ParquetWriter writer, int first, int count, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        var rows = Enumerable.Range(first, count).ToArray();
        await group.WriteAsync(Id, Array.ConvertAll(rows, _pool.IdOf)).ConfigureAwait(false);
        await group.WriteAsync<int>(Row, rows, cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync(Score, _model.Scores.Slice(first, count), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync(Rank, _model.Ranks.Slice(first, count), cancellationToken: cancellationToken).ConfigureAwait(false);
        await group.WriteAsync<bool>(Flagged, Array.ConvertAll(rows, _marks.IsFlagged), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        string?[] decisions = Array.ConvertAll(
            rows, row => _marks.DecisionOf(row) is { } decision ? AnswerWords.OfDecision(decision) : null);
        await group.WriteAsync(Decision, decisions!).ConfigureAwait(false);
        if (_probability is not null)
        {
            await group.WriteAsync<float>(
                Probability,
                Array.ConvertAll(rows, row => _probability.ProbabilityOf(_model.Scores.Span[row])),
                cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        group.CompleteValidate();
    }
}
