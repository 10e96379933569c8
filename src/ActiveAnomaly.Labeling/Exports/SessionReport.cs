using System.Globalization;
using ActiveAnomaly.Sessions;
using ActiveAnomaly.Tables;
using static ActiveAnomaly.Labeling.Exports.ReportText;

namespace ActiveAnomaly.Labeling.Exports;

/// <summary>
/// Writes what came of a session as one HTML file: who answered, what was found, the scores, the top rows, what the next answers are worth,
/// model and settings. The file needs nothing else, and runs nothing.
/// </summary>
public sealed class SessionReport
{
    private const int TopRowCount = 50;
    private const int MostColumns = 12;
    private const int HistogramBinCount = 40;

    private readonly ReportPage _page = new();
    private readonly LabelingSession _session;
    private readonly LabelingPool _pool;
    private readonly LabelingState _state;
    private readonly Dictionary<int, RowRecord> _records;

    private SessionReport(LabelingSession session, LabelingPool pool)
    {
        _session = session;
        _pool = pool;
        (_state, _, var records) = session.Moment;
        _records = records.ToDictionary(record => record.Row);
    }

    /// <summary>Writes the report.</summary>
    /// <param name="session">The session.</param>
    /// <param name="pool">Its rows.</param>
    /// <param name="time">When it is written.</param>
    /// <returns>The file's text.</returns>
    public static string Write(LabelingSession session, LabelingPool pool, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(pool);
        return new SessionReport(session, pool).Write(time);
    }

    private string Write(DateTimeOffset time)
    {
        _page.Begin($"{_pool.Name}: session {_session.Id}");
        _page.Paragraph($"Written {Time(time)}, at event {Number(_state.Sequence)} of the session's log.");
        WriteCounts();
        WriteFound();
        WriteAdvice();
        WriteScores();
        WriteTopRows();
        WriteNotes();
        WriteSettings();
        return _page.End();
    }

    private void WriteCounts()
    {
        _page.Heading("Answers");
        _page.Facts(
            ("Rows", Number(_pool.RowCount)),
            ("Known beforehand", Number(_state.KnownCount)),
            ("Asked about", $"{Number(_state.AskedCount)} of {Number(_state.Budget)} meant to be asked"),
            ("Decided", Number(_state.AnsweredCount)),
            ("Anomalies", Number(_state.AbnormalCount)),
            ("Normal", Number(_state.NormalCount)),
            ("Skipped", Number(_state.SkippedCount)),
            ("Labelled without being asked about", Number(_state.LabeledOutsideCount)),
            ("Answered differently by several", Number(_state.DisagreedRows.Count)));
        if (_state.Annotators.Count == 0)
        {
            return;
        }

        _page.Table(
            ["Annotator", "Answers", "First", "Last"],
            _state.Annotators.Select(annotator =>
            {
                var times = _records.Values.SelectMany(record => record.Answers)
                    .Where(answer => answer.Annotator == annotator.Name).Select(answer => answer.Time).Order().ToArray();
                return (string[])
                    [
                        annotator.Name,
                        Number(annotator.AnswerCount),
                        times.Length == 0 ? "-" : Time(times[0]),
                        times.Length == 0 ? "-" : Time(times[^1]),
                    ];
            }));
    }

    private void WriteFound()
    {
        if (_state.Found.Count == 0)
        {
            return;
        }

        _page.Heading("Anomalies found");
        _page.Found(_state.Found);
    }

    private void WriteAdvice()
    {
        _page.Heading("Is it worth going on?");
        _page.Paragraph(_state.Advice.Text);
        if (_state.Audit is { } audit)
        {
            _page.Heading("How good is the ranking?");
            _page.Paragraph(audit.Text);
            _page.Facts(
                ("Rows at the top", Number(audit.TopCount)),
                ("Drawn at random and answered", $"{Number(audit.DrawnCount)}, {Number(audit.DrawnFromTopCount)} of them from the top"),
                ("Precision at the top", Share(audit.Precision)),
                ("Recall at the top", Share(audit.Recall)));
        }
    }

    private void WriteScores()
    {
        _page.Heading("Model");
        if (_state.Model is not { } model)
        {
            _page.Paragraph("There is no model yet.");
            return;
        }

        _page.Facts(
            ("Detector", _session.DetectorName),
            ("Trained", Time(model.TrainedAt)),
            ("Training took", $"{model.TrainingTime.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture)} ms"),
            ("Learnt from", $"{Number(model.AnswerCount)} labelled rows"),
            ("Answers that it does not know of", Number(_state.UnseenAnswerCount)),
            ("Threshold", Score(model.Model.Threshold)),
            ("Rows above it", Number(model.FlaggedCount)),
            ("AUC by the hidden labels", model.Auc is { } auc ? auc.ToString("F3", CultureInfo.InvariantCulture) : "-"));
        if (ColumnWeight.Of(model.Model, _pool.Table.Columns) is { } weights)
        {
            var most = string.Join(", ", weights.Where(weight => weight.TimesMean >= 1).Take(MostColumns));
            _page.Paragraph($"By the answers, these columns count most, as multiples of the mean: {most}.");
        }

        if (_state.TrainingFailure is { } failure)
        {
            _page.Paragraph($"The last training failed: {failure}");
        }

        var histogram = new ScoreHistogram(model, HistogramBinCount);
        _page.Histogram(
            "Rows by score; answered ones in colour",
            Score(histogram.Minimum),
            Score(histogram.Maximum),
            histogram.Counts,
            histogram.CountsOf(Decided(Answer.Normal)),
            histogram.CountsOf(Decided(Answer.Abnormal)));
    }

    private IEnumerable<int> Decided(Answer answer) =>
        _records.Values.Where(record => record.Decision == answer).Select(record => record.Row);

    private void WriteTopRows()
    {
        if (_state.Model is not { } model)
        {
            return;
        }

        var columns = _pool.Columns.Where(column => !column.IsHidden).Take(MostColumns).ToArray();
        _page.Heading($"The {Math.Min(TopRowCount, _pool.RowCount)} rows of the highest scores");
        if (columns.Length < _pool.Columns.Count)
        {
            _page.Paragraph($"The first {columns.Length} of {_pool.Columns.Count} columns.");
        }

        string[] heads = ["Rank", "Row", "Score", "Decision", "By", .. columns.Select(column => column.Name)];
        var top = model.Order[..Math.Min(TopRowCount, model.Order.Length)].ToArray();
        _page.Table(heads, top.Select((row, place) => TopRow(row, place, model.Scores.Span[row], columns)));
    }

    private string[] TopRow(int row, int place, float score, PoolColumn[] columns)
    {
        var record = _records.GetValueOrDefault(row) ?? KnownRecord(row);
        var cells = _pool.CellsOf(row);
        return
        [
            Number(place + 1),
            _pool.IdOf(row),
            Score(score),
            Word(record?.Decision),
            string.Join(", ", record?.Answers.Select(answer => answer.Annotator) ?? []),
            .. columns.Select(column => cells[column.Index]),
        ];
    }

    /// <summary>What was known beforehand is no answer, and stands in no record of one.</summary>
    private RowRecord? KnownRecord(int row) => _session.RowOf(row) is { IsKnownBeforehand: true } known ? known : null;

    private void WriteNotes()
    {
        var noted = _records.Values.Where(record => record.Notes.Count > 0).OrderBy(record => record.Row).ToArray();
        if (noted.Length == 0)
        {
            return;
        }

        _page.Heading("Notes");
        _page.Table(
            ["Row", "Annotator", "Note", "Tags"],
            noted.SelectMany(record => record.Notes.Select(note =>
                (string[])[_pool.IdOf(record.Row), note.Annotator, note.Text, string.Join(", ", note.Tags)])));
    }

    private void WriteSettings()
    {
        _page.Heading("Settings");
        _page.Facts(
            ("Session", _session.Id),
            ("Rows from", _pool.Name),
            ("Rows are named by", _pool.IdColumn ?? $"their {_pool.RowWord}"),
            ("Features", Number(_pool.Features.FeatureCount)),
            ("Detector", _session.DetectorName),
            ("Strategy", _session.StrategyName),
            ("Answers of several", _session.PolicyName),
            ("Drawn at random", $"{(_session.AuditShare * 100).ToString("0.#", CultureInfo.InvariantCulture)} % of the questions"),
            ("Labels of the file", _pool.HidesLabels ? "hidden, for trying out" : "known from the start, where there are any"));
    }
}
