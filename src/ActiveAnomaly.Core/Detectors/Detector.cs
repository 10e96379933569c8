namespace ActiveAnomaly.Detectors;

/// <summary>
/// A method of anomaly detection, not yet trained. Sessions, strategies and the ML.NET layer speak to this class and to
/// <see cref="DetectorModel"/> only, never to a network.
/// </summary>
/// <remarks>A detector holds no fitted state: every <see cref="Fit"/> starts fresh from its options and its request.</remarks>
public abstract class Detector
{
    /// <summary>Gets the method's name, such as "NCE".</summary>
    public abstract string Name { get; }

    /// <summary>Gets the seed that all of the detector's random numbers derive from.</summary>
    public abstract long Seed { get; }

    /// <summary>Gets a value indicating whether training makes use of labels.</summary>
    public abstract bool UsesLabels { get; }

    /// <summary>Trains a model.</summary>
    /// <param name="request">The pool, its labels, and how to report and cancel.</param>
    /// <returns>The model; it belongs to the caller and does not change when the detector trains again.</returns>
    /// <exception cref="Data.FeatureDataException">The pool cannot be trained on.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public abstract DetectorModel Fit(TrainingRequest request);
}
