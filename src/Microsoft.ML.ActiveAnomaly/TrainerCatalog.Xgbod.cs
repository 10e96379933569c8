using ActiveAnomaly.Detectors.Xgbod;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>The trainer of XGBOD.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of XGBOD (Zhao and Hryniewicki, IJCNN 2018): trees boosted by ML.NET's FastTree on features and on
    /// unsupervised detectors' scores.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="treeCount">The number of trees, in [1, 10,000].</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer Xgbod(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int treeCount = XgbodOptions.Defaults.TreeCount,
        long? seed = null) => Xgbod(
            new XgbodOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of XGBOD (Zhao and Hryniewicki, IJCNN 2018): trees boosted by ML.NET's FastTree on features and on
    /// unsupervised detectors' scores.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Xgbod(XgbodOptions detector, DetectorTrainerOptions? options = null) =>
        Create("Xgbod", detector, options ?? Labeled, ensemble: null, static complete =>
            new XgbodDetector(complete, new FastTreeBooster()));
}
