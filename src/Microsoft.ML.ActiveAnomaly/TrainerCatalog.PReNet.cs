using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.PReNet;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>PReNet.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of PReNet, pairwise relation prediction (Pang et al., KDD 2023), which learns from a few rows labelled abnormal.
    /// </summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size. Scale values to [0, 1] (NormalizeMinMax with fixZero: false).
    /// </param>
    /// <param name="labelColumnName">
    /// The label column: Single, Boolean or a key of 2 values; null trains without labels, which gives an isolation forest.
    /// </param>
    /// <param name="epochCount">The number of epochs, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer PReNet(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = PenalizedNetworkOptions.Defaults.EpochCount,
        long? seed = null) => PReNet(
            new PReNetOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of PReNet, pairwise relation prediction (Pang et al., KDD 2023), which learns from a few rows labelled abnormal.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer PReNet(PReNetOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("PReNet", detector, options ?? Labeled, ensemble, static complete => new PReNetDetector(complete));
}
