using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Querying;

/// <summary>A model that has a radius and scores every row 0.</summary>
internal sealed class BoundaryModel(float radius) : DetectorModel(1), IRadius
{
    public float Radius { get; } = radius;

    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) => scores.Clear();
}
