using ActiveAnomaly.Data;
using ActiveAnomaly.Explanations;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// Explains rows by one model, compared with the pool's ordinary rows; what they are is found out once a model. Immutable and thread safe.
/// </summary>
internal sealed class RowExplanations(ModelState model, FeatureMatrix pool)
{
    private readonly Explainer _explainer = new(
        model.Model, Background.Ordinary(pool, model.Scores.Span, Background.DefaultRowCount));

    public ModelState Model => model;

    public RowExplanation Of(int row, CancellationToken cancellationToken) =>
        new(row, model.Stage, _explainer.Explain(pool.Row(row), cancellationToken));
}
