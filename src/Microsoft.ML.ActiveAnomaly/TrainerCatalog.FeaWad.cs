using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.FeaWad;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>FeaWAD.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of FeaWAD (Zhou et al., 2021), a network on top of an autoencoder, which learns from a few rows labelled abnormal.
    /// </summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size. Scale values to [0, 1] (NormalizeMinMax with fixZero: false).
    /// </param>
    /// <param name="labelColumnName">
    /// The label column: Single, Boolean or a key of 2 values; null trains without labels, which gives an isolation forest.
    /// </param>
    /// <param name="epochCount">The number of epochs after pre-training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer FeaWad(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = FeaWadOptions.Defaults.EpochCount,
        long? seed = null) => FeaWad(
            new FeaWadOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of FeaWAD (Zhou et al., 2021), a network on top of an autoencoder, which learns from a few rows labelled abnormal.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer FeaWad(FeaWadOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("FeaWad", detector, options ?? Labeled, ensemble, static complete => new FeaWadDetector(complete));
}
