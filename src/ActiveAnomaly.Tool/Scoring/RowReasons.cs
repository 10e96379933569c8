using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Why rows lie above the threshold: the columns that raise their scores most, compared with ordinary rows.</summary>
internal sealed class RowReasons
{
    private readonly Dictionary<int, Reason[]> _reasons = [];

    private RowReasons(ReasonSource source) => Source = source;

    /// <summary>Gets what the rows are compared with.</summary>
    public ReasonSource Source { get; }

    /// <summary>Gets the number of rows that are explained.</summary>
    public int Count => _reasons.Count;

    /// <summary>Explains the rows of a table that lie above the threshold.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The table.</param>
    /// <param name="scored">Its rows' scores.</param>
    /// <param name="background">The table of ordinary rows; may be the same.</param>
    /// <param name="count">The most columns that are named for a row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static RowReasons Of(
        SavedModel model, Table table, ScoredRow[] scored, Table background, int count, CancellationToken cancellationToken)
    {
        var features = model.Features(table, cancellationToken);
        var ordinary = background == table ? features : model.Features(background, cancellationToken);
        var reasons = new RowReasons(ReasonSource.Of(model, background, ordinary, count, cancellationToken));
        int[] flagged = [.. Enumerable.Range(0, scored.Length).Where(row => scored[row].PredictedLabel)];
        int[] inside = [.. flagged.Where(row => Array.TrueForAll(features[row], float.IsFinite))];
        if (inside.Length > 0)
        {
            var found = reasons.Source.Of(table.Columns, inside.Select(row => features[row]), cancellationToken);
            for (var i = 0; i < inside.Length; i++)
            {
                reasons._reasons[inside[i]] = found[i];
            }
        }

        // A scaler makes an infinite feature of a number far out: no matrix takes it.
        foreach (var row in flagged.Except(inside))
        {
            reasons._reasons[row] = reasons.Source.Of(table.Columns, features[row], cancellationToken);
        }

        return reasons;
    }

    /// <summary>Gives a row's reasons, the largest first; none where it is not above the threshold.</summary>
    public IReadOnlyList<Reason> OfRow(int row) => _reasons.GetValueOrDefault(row, []);
}
