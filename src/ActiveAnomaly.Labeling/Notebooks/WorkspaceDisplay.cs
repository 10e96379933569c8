using ActiveAnomaly.Labeling.Exports;
using ActiveAnomaly.Labeling.Rows;
using static ActiveAnomaly.Labeling.Exports.ReportText;

namespace ActiveAnomaly.Labeling.Notebooks;

/// <summary>
/// Writes where a session stands as a part of a page: the answers, the rows that are asked about at the moment, those of the highest scores
/// that nobody has decided, anomalies found, and what more answers are worth.
/// </summary>
internal static class WorkspaceDisplay
{
    private const int TopRowCount = 10;
    private const int MostColumns = 12;

    public static string Write(LabelingWorkspace workspace)
    {
        var (session, pool) = (workspace.Session, workspace.Pool);
        var (state, labels, records) = session.Moment;
        var columns = pool.Columns.Where(column => !column.IsHidden).Take(MostColumns).ToArray();
        var page = new ReportPage();
        page.BeginPart($"{pool.Name}: session {session.Id}");
        page.Facts(
            ("Decided", $"{Number(state.AnsweredCount)}: {Number(state.AbnormalCount)} anomalies, {Number(state.NormalCount)} normal, "
                + $"{Number(state.SkippedCount)} skipped; {Number(state.Budget)} are meant to be asked about"),
            ("Rows", $"{Number(pool.RowCount)}, {Number(state.KnownCount)} of them known beforehand"),
            ("Model", ModelText(session, state)));
        if (state.TrainingFailure is { } failure)
        {
            page.Paragraph($"The last training failed: {failure}");
        }

        WriteAsked(page, pool, state, columns);
        WriteTop(page, pool, new RowMarks(state.Sequence, state.Model, labels, records), columns);
        if (state.Found.Count > 0)
        {
            page.Found(state.Found);
        }

        page.Paragraph(state.Advice.Text);
        return page.EndPart();
    }

    private static string ModelText(LabelingSession session, LabelingState state) => state.Model is { } model
        ? $"{session.DetectorName}, learnt from {Number(model.AnswerCount)} labelled rows; {Number(state.UnseenAnswerCount)} answers it "
            + $"does not know of; {Number(model.FlaggedCount)} rows above the threshold"
        : $"{session.DetectorName}, not trained yet";

    private static void WriteAsked(ReportPage page, LabelingPool pool, LabelingState state, PoolColumn[] columns)
    {
        var asked = state.Annotators.Where(annotator => annotator.Row is not null).ToArray();
        if (asked.Length == 0)
        {
            return;
        }

        page.Paragraph("Asked about:");
        page.Table(
            ["Annotator", "Row (number)", .. columns.Select(column => column.Name)],
            asked.Select(annotator => (string[])
                [annotator.Name, Named(pool, annotator.Row!.Value), .. Cells(pool, annotator.Row.Value, columns)]));
    }

    private static void WriteTop(ReportPage page, LabelingPool pool, RowMarks marks, PoolColumn[] columns)
    {
        if (marks.Model is not { } model)
        {
            return;
        }

        var top = new List<int>();
        for (var place = 0; place < model.Order.Length && top.Count < TopRowCount; place++)
        {
            var row = model.Order.Span[place];
            if (marks.DecisionOf(row) is null)
            {
                top.Add(row);
            }
        }

        page.Paragraph("Undecided rows of the highest scores:");
        page.Table(
            ["Rank", "Row (number)", "Score", .. columns.Select(column => column.Name)],
            top.Select(row => (string[])
                [
                    Number(model.Ranks.Span[row]), Named(pool, row), Score(model.Scores.Span[row]), .. Cells(pool, row, columns),
                ]));
    }

    /// <summary>Names a row as people know it, with the number that answers go by.</summary>
    private static string Named(LabelingPool pool, int row) => FormattableString.Invariant($"{pool.IdOf(row)} ({row})");

    private static IEnumerable<string> Cells(LabelingPool pool, int row, PoolColumn[] columns)
    {
        var cells = pool.CellsOf(row);
        return columns.Select(column => cells[column.Index]);
    }
}
