using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>
/// Puts a session's questions to an oracle together with the raw values that it wants to see, read once a query. A row whose features are
/// not the pool's stops.
/// </summary>
/// <param name="preview">Reads the values; null where the oracle wants none.</param>
/// <param name="columnNames">The names of the columns that could be shown.</param>
/// <param name="answer">Answers.</param>
/// <param name="cancellationToken">Cancels reading.</param>
internal sealed class ShownQuestions(
    RowPreview? preview, IReadOnlyList<string> columnNames, Func<OracleQuestion, Answer> answer, CancellationToken cancellationToken)
{
    private static readonly Dictionary<string, object> Nothing = [];

    private Dictionary<int, IReadOnlyDictionary<string, object>> _values = [];

    /// <summary>Asks about a row; when its values are not known yet, they are read with those of all rows that wait.</summary>
    public Answer Ask(QueriedRow row, ActiveLearningSession session)
    {
        if (preview is not null && !_values.ContainsKey(row.RowIndex))
        {
            var pendingRows = session.PendingRows;
            _values = pendingRows.Zip(preview.Read(pendingRows, session.Pool, cancellationToken))
                .ToDictionary(pair => pair.First, pair => pair.Second);
        }

        return answer(new OracleQuestion(row, new ShownValues(preview is null ? Nothing : _values[row.RowIndex], columnNames)));
    }
}
