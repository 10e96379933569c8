using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Compares what two sessions say of the same log: all that answers and notes come to, models and screens aside.</summary>
internal static class SessionStates
{
    public static void AreSame(LabelingSession expected, LabelingSession actual) => Assert.AreEqual(Text(expected), Text(actual));

    /// <summary>Writes down what does not depend on when models were trained, nor on who looks at what.</summary>
    public static string Text(LabelingSession session)
    {
        var state = session.State;
        var labels = session.Labels;
        return string.Join('\n',
        [
            $"asked {state.AskedCount}, answered {state.AnsweredCount}, normal {state.NormalCount}, abnormal {state.AbnormalCount}, "
                + $"skipped {state.SkippedCount}, outside {state.LabeledOutsideCount}, known {state.KnownCount}, budget {state.Budget}",
            $"disagreed {string.Join(' ', state.DisagreedRows)}, touched {string.Join(' ', state.TouchedRows)}",
            $"found {string.Join(' ', state.Found.Select(point => $"{point.AnsweredCount}:{point.AbnormalCount}"))}",
            $"advice of {state.Advice.LastAnswerCount}: {state.Advice.LastAbnormalCount}",
            $"audit {state.Audit?.DrawnCount}, {state.Audit?.DrawnFromTopCount}",
            $"labels {string.Join(' ', labels.NormalRows)}, {string.Join(' ', labels.AbnormalRows)}",
            .. state.Annotators.Where(annotator => annotator.AnswerCount > 0)
                .Select(annotator => $"{annotator.Name} {annotator.AnswerCount}, last {annotator.LastRow}"),
            .. session.Records.Select(record => $"row {record.Row} {record.IsAsked} {record.Decision}: "
                + string.Join(' ', record.Answers.Select(answer => $"{answer.Annotator} {answer.Answer} {answer.Time:O}"))
                + string.Join(' ', record.Notes.Select(note => $"{note.Annotator} {note.Text} {string.Join(',', note.Tags)}"))),
        ]);
    }
}
