using ActiveAnomaly.Detectors.BiGan;
using ActiveAnomaly.Detectors.Ensembles;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>Bidirectional generative adversarial networks.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of a bidirectional generative adversarial network (Donahue et al., ICLR 2017; Zenati et al., 2018), which learns
    /// from no label: rows that encoder and generator do not give back are anomalies.
    /// </summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size. Scale values to [0, 1] (NormalizeMinMax with fixZero: false).
    /// </param>
    /// <param name="epochCount">The number of epochs, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer BiGan(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int epochCount = BiGanOptions.Defaults.EpochCount,
        long? seed = null) => BiGan(
            new BiGanOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a trainer of a bidirectional generative adversarial network (Donahue et al., ICLR 2017; Zenati et al., 2018), which learns
    /// from no label: rows that encoder and generator do not give back are anomalies.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer BiGan(BiGanOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("BiGan", detector, options ?? new(), ensemble, static complete => new BiGanDetector(complete));
}
