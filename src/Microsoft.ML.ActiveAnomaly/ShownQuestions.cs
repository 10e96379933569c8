using ActiveAnomaly.Sessions;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>Puts a session's questions to an oracle together with the raw values that it wants to see, read once a query.</summary>
internal sealed class ShownQuestions(
    IDataView data, LabelOracle oracle, Func<OracleQuestion, Answer> answer, CancellationToken cancellationToken)
{
    private static readonly IReadOnlyDictionary<string, object> Nothing = new Dictionary<string, object>();

    private readonly RowPreview? _preview = oracle.ShownColumnNames.Count == 0 ? null : new RowPreview(data, oracle.ShownColumnNames);
    private Dictionary<int, IReadOnlyDictionary<string, object>> _values = [];

    /// <summary>Asks about a row; when its values are not known yet, they are read with those of all rows that wait.</summary>
    public Answer Ask(QueriedRow row, ActiveLearningSession session)
    {
        if (_preview is not null && !_values.ContainsKey(row.RowIndex))
        {
            var pendingRows = session.PendingRows;
            _values = pendingRows.Zip(_preview.Read(pendingRows, cancellationToken)).ToDictionary(pair => pair.First, pair => pair.Second);
        }

        return answer(new OracleQuestion(row, _preview is null ? Nothing : _values[row.RowIndex]));
    }
}
