using ActiveAnomaly.Neighbors;

namespace ActiveAnomaly.Detectors.Neighbors;

/// <summary>The spheres of a trained iNNE. Scores lie in [0, 1]. Immutable and thread safe.</summary>
public sealed class InneModel : DetectorModel
{
    internal InneModel(SphereEnsemble spheres)
        : base(spheres.FeatureCount) => Spheres = spheres;

    internal SphereEnsemble Spheres { get; }

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Spheres.Score(rows, scores, cancellationToken);
}
