using ActiveAnomaly.Detectors.Alif;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>The trainer of ALIF.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of ALIF (Marcelli, Barbariol, Sartor and Susto, 2024): an isolation forest whose leaves lie as deep as answers
    /// say.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="treeCount">The number of trees, in [1, 39,062] with 256 rows a tree.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer Alif(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int treeCount = AlifOptions.Defaults.TreeCount,
        long? seed = null) => Alif(
            new AlifOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of ALIF (Marcelli, Barbariol, Sartor and Susto, 2024): an isolation forest whose leaves lie as deep as answers
    /// say.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Alif(AlifOptions detector, DetectorTrainerOptions? options = null) =>
        Create("Alif", detector, options ?? Labeled, ensemble: null, static complete => new AlifDetector(complete));
}
