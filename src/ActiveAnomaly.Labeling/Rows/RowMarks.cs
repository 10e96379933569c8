using ActiveAnomaly.Data;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Rows;

/// <summary>What a session says of its rows at one moment: the model's scores, decisions, notes. Immutable and thread safe.</summary>
public sealed class RowMarks
{
    private readonly PoolLabels _labels;
    private readonly HashSet<int> _skipped;
    private readonly HashSet<int> _noted;
    private readonly HashSet<int> _disagreed;

    internal RowMarks(long sequence, ModelState? model, PoolLabels labels, IEnumerable<RowRecord> records)
    {
        RowRecord[] all = [.. records];
        (Sequence, Model, _labels) = (sequence, model, labels);
        _skipped = [.. all.Where(record => record.Decision == Answer.Skip).Select(record => record.Row)];
        _noted = [.. all.Where(record => record.Notes.Count > 0).Select(record => record.Row)];
        _disagreed = [.. all.Where(record => record.IsDisagreed).Select(record => record.Row)];
    }

    /// <summary>Gets the last event of the session's log at that moment.</summary>
    public long Sequence { get; }

    /// <summary>Gets the model, or null before the first.</summary>
    public ModelState? Model { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => _labels.RowCount;

    /// <summary>Takes what a session says of its rows, all of one moment.</summary>
    /// <param name="session">The session.</param>
    /// <returns>The marks. They are the same while <see cref="LabelingState.Sequence"/> and the model's stage are.</returns>
    public static RowMarks Of(LabelingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (state, labels, records) = session.Moment;
        return new RowMarks(state.Sequence, state.Model, labels, records);
    }

    /// <summary>Gets what is decided of a row, by the label policy or because it was known beforehand.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The decision; null for nothing yet.</returns>
    public Answer? DecisionOf(int row) => _labels[row] switch
    {
        RowLabel.Normal => Answer.Normal,
        RowLabel.Abnormal => Answer.Abnormal,
        _ => _skipped.Contains(row) ? Answer.Skip : null,
    };

    /// <summary>Tells whether somebody wrote something down about a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>True where there is a note or a tag.</returns>
    public bool IsNoted(int row) => _noted.Contains(row);

    /// <summary>Tells whether annotators who know say different things of a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>True where they do.</returns>
    public bool IsDisagreed(int row) => _disagreed.Contains(row);

    /// <summary>Tells whether the model takes a row for abnormal.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>True where it does; false before the first model.</returns>
    public bool IsFlagged(int row) => Model is { } model && model.Model.IsAbnormal(model.Scores.Span[row]);
}
