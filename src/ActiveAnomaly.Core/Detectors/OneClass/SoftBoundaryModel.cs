using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>
/// A <see cref="DeepOneClassModel"/> that was trained with the soft boundary, and so has a radius R. Immutable and thread
/// safe.
/// </summary>
public sealed class SoftBoundaryModel : DeepOneClassModel, IRadius
{
    internal SoftBoundaryModel(NetworkParameters encoder, float[] center, UaiHead? head, float radius, string engineName)
        : base(encoder, center, head, engineName) => Radius = radius;

    /// <inheritdoc/>
    public float Radius { get; }
}
