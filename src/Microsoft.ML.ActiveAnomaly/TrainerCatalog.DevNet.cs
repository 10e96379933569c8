using ActiveAnomaly.Detectors.DevNet;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Networks;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>Deviation networks.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of deviation networks (Pang, Shen and van den Hengel, KDD 2019), which learn from a few rows labelled abnormal.
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
    public DetectorTrainer DevNet(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = PenalizedNetworkOptions.Defaults.EpochCount,
        long? seed = null) => DevNet(
            new DevNetOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of deviation networks (Pang, Shen and van den Hengel, KDD 2019), which learn from a few rows labelled abnormal.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer DevNet(DevNetOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("DevNet", detector, options ?? Labeled, ensemble, static complete => new DevNetDetector(complete));
}
