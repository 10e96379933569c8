using ActiveAnomaly.Labeling.Rows;
using ActiveAnomaly.Labeling.Serving.Contract;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling.Serving;

/// <summary>Reads all there is of a row, for whoever asks for it and for receipts that have the next one. Thread safe.</summary>
internal sealed class RowReader(ServedSession served, ContractConversions conversions)
{
    private const int SimilarAnsweredCount = 5;

    /// <summary>Reads a row that is there.</summary>
    /// <param name="row">The row.</param>
    /// <param name="aborted">Cancels.</param>
    public Task<RowResponse> ReadAsync(int row, CancellationToken aborted) => served.ReadAsync(
        () =>
        {
            // Before what is read: that may be newer, never older.
            var state = served.Session.State;
            var marks = served.Marks;
            var similar = SimilarAnswered(row, state, marks, aborted);
            return conversions.ToRow(row, state.Version, served.Session.RowOf(row), marks, served.Tails, similar);
        },
        aborted);

    private IReadOnlyList<SimilarRow> SimilarAnswered(
        int row, LabelingState state, RowMarks marks, CancellationToken aborted)
    {
        int[] answered = [.. state.TouchedRows.Where(
            touched => marks.DecisionOf(touched) is Answer.Normal or Answer.Abnormal)];
        return served.Similar.Nearest(row, SimilarAnsweredCount, answered, aborted);
    }
}
