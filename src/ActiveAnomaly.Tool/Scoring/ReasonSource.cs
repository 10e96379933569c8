using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;
using ActiveAnomaly.Tables;
using Table = ActiveAnomaly.Tables.Table;

namespace ActiveAnomaly.Tool.Scoring;

/// <summary>Says of rows why a model scores them as it does, compared with the ordinary rows of a table. Thread safe.</summary>
internal sealed class ReasonSource
{
    /// <summary>The fewest rows of which it can be said what is ordinary.</summary>
    private const int FewestRows = 10;

    private readonly Explainer _explainer;

    private ReasonSource(Explainer explainer, string backgroundName, int reasonCount)
    {
        _explainer = explainer;
        BackgroundName = backgroundName;
        ReasonCount = reasonCount;
    }

    /// <summary>Gets what it is made of, beside the model.</summary>
    public ReasonSettings Settings => new(
        BackgroundName,
        [.. Enumerable.Range(0, BackgroundCount).Select(row => _explainer.BackgroundRows.Row(row).ToArray())],
        ReasonCount);

    /// <summary>Gets the name of the table that rows are compared with.</summary>
    public string BackgroundName { get; }

    /// <summary>Gets how many of its rows.</summary>
    public int BackgroundCount => _explainer.BackgroundRows.RowCount;

    /// <summary>Gets the most columns that are named for a row.</summary>
    public int ReasonCount { get; }

    /// <summary>Chooses the ordinary rows of a table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="background">The table.</param>
    /// <param name="features">The features of its rows, as the model takes them.</param>
    /// <param name="reasonCount">The most columns that are named for a row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static ReasonSource Of(
        SavedModel model, Table background, float[][] features, int reasonCount, CancellationToken cancellationToken)
    {
        float[][] finite = [.. features.Where(row => Array.TrueForAll(row, float.IsFinite))];
        if (finite.Length < FewestRows)
        {
            throw new InputException(
                $"'{background.Name}' has {finite.Length} rows of finite features; at least {FewestRows} are needed to know what is "
                + "ordinary. Name a table with --background, such as the one that the model was trained on.");
        }

        var rows = Background.Ordinary(
            model.Detector, FeatureMatrix.FromRows(finite), Background.DefaultRowCount, cancellationToken);
        return new ReasonSource(new Explainer(model.Detector, rows), background.Name, reasonCount);
    }

    /// <summary>Makes one of what another was made of: its reasons have the same bits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What else it is made of.</param>
    public static ReasonSource Of(SavedModel model, ReasonSettings settings) => new(
        new Explainer(model.Detector, FeatureMatrix.FromRows(settings.OrdinaryRows)), settings.BackgroundName, settings.ReasonCount);

    /// <summary>Explains rows of finite features, on all processors.</summary>
    public Reason[][] Of(IReadOnlyList<TableColumn> columns, IEnumerable<float[]> rows, CancellationToken cancellationToken) =>
    [
        .. _explainer.Explain(FeatureMatrix.FromRows([.. rows]), cancellationToken: cancellationToken)
            .Select(explanation => Largest(columns, explanation)),
    ];

    /// <summary>Explains one row, whatever its features, on this thread: the same bits.</summary>
    public Reason[] Of(IReadOnlyList<TableColumn> columns, float[] row, CancellationToken cancellationToken) =>
        Largest(columns, _explainer.Explain(row, cancellationToken));

    /// <summary>Sums up the features of each column, which follow the table's columns, each with as many as it becomes.</summary>
    private Reason[] Largest(IReadOnlyList<TableColumn> columns, Explanation explanation)
    {
        var reasons = new List<Reason>();
        var first = 0;
        foreach (var column in columns)
        {
            var sum = 0.0;
            foreach (var contribution in explanation.Contributions.Slice(first, column.FeatureCount))
            {
                sum += contribution;
            }

            first += column.FeatureCount;
            reasons.Add(new Reason(column.Name, (float)Math.Min(sum, float.MaxValue)));
        }

        return [.. reasons.Where(reason => reason.Contribution > 0).OrderByDescending(reason => reason.Contribution).Take(ReasonCount)];
    }
}
