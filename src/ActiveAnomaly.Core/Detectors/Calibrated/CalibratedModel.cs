namespace ActiveAnomaly.Detectors.Calibrated;

/// <summary>
/// A model that says in addition how probable it is that a row is abnormal (<see cref="IProbability"/>, unless there were too few answers),
/// and that may have a threshold of its own. Its scores are those of the model that it wraps, to the bit, and so is everything else that
/// this can do. Immutable and thread safe.
/// </summary>
public sealed class CalibratedModel : DetectorModel
{
    internal CalibratedModel(DetectorModel calibrated, ProbabilityMap? map)
        : base(calibrated.FeatureCount)
    {
        Calibrated = calibrated;
        Map = map;
    }

    /// <summary>Gets the model that was calibrated.</summary>
    public DetectorModel Calibrated { get; }

    /// <summary>Gets the map from scores to probabilities; null where there is no probability.</summary>
    internal ProbabilityMap? Map { get; }

    /// <inheritdoc/>
    protected override T? Find<T>()
        where T : class => Map as T ?? this as T ?? (Calibrated.TryGet<T>(out var ability) ? ability : null);

    /// <inheritdoc/>
    protected override void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, CancellationToken cancellationToken) =>
        Calibrated.ScoreInto(rows, scores, cancellationToken);
}
