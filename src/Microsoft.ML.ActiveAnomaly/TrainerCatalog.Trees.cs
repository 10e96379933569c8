using ActiveAnomaly.Detectors.Balif;
using ActiveAnomaly.Detectors.ExtraTrees;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>The trainers of trees that learn from labels.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of BALIF (Sartor, Barbariol and Susto, 2024): an isolation forest whose leaves learn from answers.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="treeCount">The number of trees, in [1, 39,062] with 256 rows a tree.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer Balif(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int treeCount = BalifOptions.Defaults.TreeCount,
        long? seed = null) => Balif(
            new BalifOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of BALIF (Sartor, Barbariol and Susto, 2024): an isolation forest whose leaves learn from answers.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Balif(BalifOptions detector, DetectorTrainerOptions? options = null) =>
        Create("Balif", detector, options ?? Labeled, ensemble: null, static complete => new BalifDetector(complete));

    /// <summary>
    /// Creates a trainer of extremely randomised trees (Geurts, Ernst and Wehenkel, 2006) on the answers, with an isolation forest as the
    /// prior.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="treeCount">The number of trees, in [1, 10,000].</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer ExtraTrees(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int treeCount = ExtraTreesOptions.Defaults.TreeCount,
        long? seed = null) => ExtraTrees(
            new ExtraTreesOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>
    /// Creates a trainer of extremely randomised trees (Geurts, Ernst and Wehenkel, 2006) on the answers, with an isolation forest as the
    /// prior.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer ExtraTrees(ExtraTreesOptions detector, DetectorTrainerOptions? options = null) =>
        Create("ExtraTrees", detector, options ?? Labeled, ensemble: null, static complete => new ExtraTreesDetector(complete));
}
