using ActiveAnomaly.Detectors.DeepIsolationForest;

namespace Microsoft.ML.ActiveAnomaly;

/// <content>The trainer of deep isolation forests.</content>
public sealed partial class TrainerCatalog
{
    /// <summary>
    /// Creates a trainer of a deep isolation forest (Xu, Pang, Wang and Wang, IEEE TKDE 2023): isolation trees on the codes of random
    /// networks.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, of one scale such as [0, 1].</param>
    /// <param name="memberCount">The number of random networks, in [1, 6,510] with 6 trees of 256 rows on each.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer DeepIsolationForest(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int memberCount = DeepIsolationForestOptions.Defaults.MemberCount,
        long? seed = null) => DeepIsolationForest(
            new DeepIsolationForestOptions { MemberCount = memberCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a trainer of a deep isolation forest (Xu, Pang, Wang and Wang, IEEE TKDE 2023): isolation trees on the codes of random
    /// networks.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer DeepIsolationForest(DeepIsolationForestOptions detector, DetectorTrainerOptions? options = null) =>
        Create(
            "DeepIsolationForest",
            detector,
            options ?? new(),
            ensemble: null,
            static complete => new DeepIsolationForestDetector(complete));
}
