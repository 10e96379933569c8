using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Mlp;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>Multilayer perceptrons.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of a multilayer perceptron, which tells labelled rows of both kinds apart; after Pimentel et al. (IJCNN 2020),
    /// whose UAI head is an option of the other overload.
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
    public DetectorTrainer Mlp(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = MlpOptions.Defaults.EpochCount,
        long? seed = null) => Mlp(
            new MlpOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of a multilayer perceptron, which tells labelled rows of both kinds apart; after Pimentel et al. (IJCNN 2020).
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Mlp(MlpOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("Mlp", detector, options ?? Labeled, ensemble, static complete => new MlpDetector(complete));
}
