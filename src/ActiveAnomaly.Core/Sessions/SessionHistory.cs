using System.Collections;
using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// The stages that a session has the models of. What an answer changes of a stage, its rows and their answers, is put together when the
/// stage is looked at: one answer costs no more in a query of ten thousand rows than in one of six. Not thread safe.
/// </summary>
/// <param name="fold">What the session's events add up to.</param>
/// <param name="keptCount">How many stages are kept, the latest; null for all.</param>
internal sealed class SessionHistory(SessionFold fold, int? keptCount) : IReadOnlyList<SessionStage>
{
    private readonly List<SessionStage> _stages = [];
    private readonly HashSet<int> _outdated = [];

    public int Count => _stages.Count;

    /// <summary>Gets the last model, or null.</summary>
    public DetectorModel? Model => _stages.Count == 0 ? null : _stages[^1].Model;

    public SessionStage this[int index]
    {
        get
        {
            if (_outdated.Remove(_stages[index].Stage))
            {
                _stages[index] = UpToDate(_stages[index]);
            }

            return _stages[index];
        }
    }

    /// <summary>Gets the last stage as it was trained: its rows and answers may be out of date.</summary>
    public SessionStage Last => _stages[^1];

    public void Add(SessionStage stage)
    {
        if (_stages.Count == keptCount)
        {
            _outdated.Remove(_stages[0].Stage);
            _stages.RemoveAt(0);
        }

        _stages.Add(stage);
    }

    /// <summary>Says that a stage's queries or answers changed; nothing happens when its model is not here.</summary>
    public void HasChanged(int stage)
    {
        var index = stage - (_stages.Count == 0 ? 0 : _stages[0].Stage);
        if (index >= 0 && index < _stages.Count)
        {
            _outdated.Add(stage);
        }
    }

    public IEnumerator<SessionStage> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SessionStage UpToDate(SessionStage stage)
    {
        var queries = fold.QueriesOf(stage.Stage);
        int[] rows = [.. queries.SelectMany(query => query.Rows)];
        return stage with
        {
            QueriedRows = rows,
            Answers = [.. rows.Select(fold.Decision)],
            BoundaryQuantile = queries.LastOrDefault(query => query.Purpose == QueryPurpose.Strategy)?.BoundaryQuantile,
        };
    }
}
