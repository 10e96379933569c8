using ActiveAnomaly.Detectors.TwoStage;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>The trainer of the two-stage strategy.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of the two-stage strategy, after Zhang et al. 2017: likely anomalies and reliably normal rows are found first, and
    /// a classifier learns from both.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="treeCount">The number of trees of the classifier, in [1, 10,000].</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer TwoStage(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int treeCount = TwoStageOptions.Defaults.TreeCount,
        long? seed = null) => TwoStage(
            new TwoStageOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of the two-stage strategy, after Zhang et al. 2017: likely anomalies and reliably normal rows are found first, and
    /// a classifier learns from both.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer TwoStage(TwoStageOptions detector, DetectorTrainerOptions? options = null) =>
        Create("TwoStage", detector, options ?? Labeled, ensemble: null, static complete => new TwoStageDetector(complete));
}
