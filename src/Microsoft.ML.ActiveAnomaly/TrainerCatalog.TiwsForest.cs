using ActiveAnomaly.Detectors.TiwsForest;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>The trainer of TiWS-iForest.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of TiWS-iForest (Barbariol and Susto, 2022): the trees of an isolation forest that rank labelled rows best.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="treeCount">The number of trees that are grown, in [1, 39,062] with 256 rows a tree.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer TiwsForest(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int treeCount = TiwsForestOptions.Defaults.TreeCount,
        long? seed = null) => TiwsForest(
            new TiwsForestOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of TiWS-iForest (Barbariol and Susto, 2022): the trees of an isolation forest that rank labelled rows best.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer TiwsForest(TiwsForestOptions detector, DetectorTrainerOptions? options = null) =>
        Create("TiwsForest", detector, options ?? Labeled, ensemble: null, static complete => new TiwsForestDetector(complete));
}
