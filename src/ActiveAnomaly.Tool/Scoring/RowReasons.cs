using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Tool.Input;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Why rows lie above the threshold: the columns that raise their scores most, compared with ordinary rows.</summary>
internal sealed class RowReasons
{
    /// <summary>The fewest rows of which it can be said what is ordinary.</summary>
    private const int FewestRows = 10;

    private readonly Dictionary<int, Reason[]> _reasons = [];

    private RowReasons(string backgroundName, int backgroundCount) => (BackgroundName, BackgroundCount) = (backgroundName, backgroundCount);

    /// <summary>Gets the name of the table that rows are compared with.</summary>
    public string BackgroundName { get; }

    /// <summary>Gets how many of its rows.</summary>
    public int BackgroundCount { get; }

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
        float[][] finite = [.. ordinary.Where(row => Array.TrueForAll(row, float.IsFinite))];
        if (finite.Length < FewestRows)
        {
            throw new InputException(
                $"'{background.Name}' has {finite.Length} rows of finite features; at least {FewestRows} are needed to know what is "
                + "ordinary. Name a table with --background, such as the one that the model was trained on.");
        }

        var rows = Background.Ordinary(
            model.Detector, FeatureMatrix.FromRows(finite), Background.DefaultRowCount, cancellationToken);
        var explainer = new Explainer(model.Detector, rows);
        var reasons = new RowReasons(background.Name, rows.RowCount);
        int[] flagged = [.. Enumerable.Range(0, scored.Length).Where(row => scored[row].PredictedLabel)];
        int[] inside = [.. flagged.Where(row => Array.TrueForAll(features[row], float.IsFinite))];
        if (inside.Length > 0)
        {
            var explanations = explainer.Explain(
                FeatureMatrix.FromRows([.. inside.Select(row => features[row])]), cancellationToken: cancellationToken);
            for (var i = 0; i < inside.Length; i++)
            {
                reasons._reasons[inside[i]] = Largest(table, explanations[i], count);
            }
        }

        // A scaler makes an infinite feature of a number far out: no matrix takes it.
        foreach (var row in flagged.Except(inside))
        {
            reasons._reasons[row] = Largest(table, explainer.Explain(features[row], cancellationToken), count);
        }

        return reasons;
    }

    /// <summary>Gives a row's reasons, the largest first; none where it is not above the threshold.</summary>
    public IReadOnlyList<Reason> OfRow(int row) => _reasons.GetValueOrDefault(row, []);

    /// <summary>Sums up the features of each column, which follow the table's columns, each with as many as it becomes.</summary>
    private static Reason[] Largest(Table table, Explanation explanation, int count)
    {
        var columns = new List<Reason>();
        var first = 0;
        foreach (var column in table.Columns)
        {
            var sum = 0.0;
            foreach (var contribution in explanation.Contributions.Slice(first, column.FeatureCount))
            {
                sum += contribution;
            }

            first += column.FeatureCount;
            columns.Add(new Reason(column.Name, (float)Math.Min(sum, float.MaxValue)));
        }

        return [.. columns.Where(column => column.Contribution > 0).OrderByDescending(column => column.Contribution).Take(count)];
    }
}
