using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Copod;
using ActiveAnomaly.Detectors.Ensembles;
using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.GaussianProcess;
using ActiveAnomaly.Detectors.Neighbors;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The trainers: one for any detector, and a short way to each of the library's methods.</summary>
public sealed partial class TrainerCatalog
{
    private static readonly DetectorTrainerOptions Labeled = new() { LabelColumnName = DetectorTrainerOptions.DefaultLabelColumnName };

    private readonly MLContext _mlContext;

    internal TrainerCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Creates a trainer of any detector: one of your own, or one that was made by hand.</summary>
    /// <param name="detector">The detector; it keeps its seed, and the context's GPU does not reach it.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Detector(Detector detector, DetectorTrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        options ??= new DetectorTrainerOptions();
        options.Validate();
        return new DetectorTrainer(_mlContext, Host(detector.Name), detector, options);
    }

    /// <summary>
    /// Creates a trainer of any method, or of an ensemble of it, with what its options leave open taken from the context.
    /// </summary>
    /// <typeparam name="TOptions">The method's options.</typeparam>
    /// <param name="detector">The method's options. A seed left open is drawn from the context; networks get its GPU.</param>
    /// <param name="create">Makes a detector of its options, such as <c>complete => new MyDetector(complete)</c>.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <param name="ensemble">The options of an ensemble of detectors that differ in their seed; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Detector<TOptions>(
        TOptions detector, Func<TOptions, Detector> create, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null)
        where TOptions : DetectorOptions
    {
        ArgumentNullException.ThrowIfNull(create);
        return Create(nameof(DetectorTrainer), detector, options ?? new DetectorTrainerOptions(), ensemble, create);
    }

    /// <summary>
    /// Creates the trainer that is recommended where nothing speaks for another: a Gaussian process on the answers
    /// (<see cref="GaussianProcess(string, string?, long?)"/>). It works without labels and with few, retrains in milliseconds, and takes
    /// features of any scale.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public DetectorTrainer Default(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        long? seed = null) => GaussianProcess(featureColumnName, labelColumnName, seed);

    /// <summary>
    /// Creates a trainer of a Gaussian process on the answers, with a prior of unsupervised detectors: the library's own method.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public DetectorTrainer GaussianProcess(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        long? seed = null) => GaussianProcess(
            new GaussianProcessOptions { Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>Creates a trainer of a Gaussian process on the answers.</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer GaussianProcess(
        GaussianProcessOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) => Create(
            "GaussianProcess", detector, options ?? Labeled, ensemble, static complete => new GaussianProcessDetector(complete));

    /// <summary>Creates a trainer of Deep SVDD (Ruff et al., ICML 2018), which needs no labels.</summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size. Values in [0, 1] suit pre-training (NormalizeMinMax with fixZero: false).
    /// </param>
    /// <param name="labelColumnName">A label column that keeps known anomalies out of the training, or null.</param>
    /// <param name="epochCount">The number of epochs of one-class training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer DeepSvdd(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = null,
        int epochCount = DeepOneClassOptions.Defaults.EpochCount,
        long? seed = null) => DeepSvdd(
            new DeepSvddOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>Creates a trainer of Deep SVDD (Ruff et al., ICML 2018), which needs no labels.</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer DeepSvdd(DeepSvddOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("DeepSvdd", detector, options ?? new DetectorTrainerOptions(), ensemble, static complete => new DeepSvddDetector(complete));

    /// <summary>Creates a trainer of Deep SAD (Ruff et al., ICLR 2020).</summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size. Values in [0, 1] suit pre-training (NormalizeMinMax with fixZero: false).
    /// </param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="epochCount">The number of epochs of one-class training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer DeepSad(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = DeepOneClassOptions.Defaults.EpochCount,
        long? seed = null) => DeepSad(
            new DeepSadOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>Creates a trainer of Deep SAD (Ruff et al., ICLR 2020).</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer DeepSad(DeepSadOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("DeepSad", detector, options ?? Labeled, ensemble, static complete => new DeepSadDetector(complete));

    /// <summary>Creates a trainer of NCE (Kim et al., 2023): Deep SVDD that also learns from pairs of labelled rows.</summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size. Values in [0, 1] suit pre-training (NormalizeMinMax with fixZero: false).
    /// </param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="epochCount">The number of epochs of one-class training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer Nce(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = DeepOneClassOptions.Defaults.EpochCount,
        long? seed = null) => Nce(
            new NceOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName, LabelColumnName = labelColumnName });

    /// <summary>Creates a trainer of NCE (Kim et al., 2023): Deep SVDD that also learns from pairs of labelled rows.</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, with the label column 'Label'.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Nce(NceOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("Nce", detector, options ?? Labeled, ensemble, static complete => new NceDetector(complete));

    /// <summary>
    /// Creates a trainer of an autoencoder, whose reconstruction error is the score; it learns from labels through a UAI head only.
    /// </summary>
    /// <param name="featureColumnName">
    /// The features column: a vector of Single of known size, with values in [0, 1] (NormalizeMinMax with fixZero: false): the
    /// decoder's sigmoid reaches no others.
    /// </param>
    /// <param name="epochCount">The number of epochs, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer Autoencoder(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int epochCount = NetworkDetectorOptions.Defaults.AutoencoderEpochCount,
        long? seed = null) => Autoencoder(
            new AutoencoderOptions { EpochCount = epochCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>
    /// Creates a trainer of an autoencoder, whose reconstruction error is the score; it learns from labels through a UAI head only.
    /// </summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <param name="ensemble">Trains several detectors that differ in their seed, as one; null for a single detector.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Autoencoder(
        AutoencoderOptions detector, DetectorTrainerOptions? options = null, EnsembleOptions? ensemble = null) =>
        Create("Autoencoder", detector, options ?? new(), ensemble, static complete => new AutoencoderDetector(complete));

    /// <summary>Creates a trainer of isolation forests (Liu, Ting and Zhou, ICDM 2008), which need no labels and no scaling.</summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <param name="treeCount">The number of trees, in [1, 100,000].</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer IsolationForest(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int treeCount = IsolationForestOptions.Defaults.TreeCount,
        long? seed = null) => IsolationForest(
            new IsolationForestOptions { TreeCount = treeCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>Creates a trainer of isolation forests (Liu, Ting and Zhou, ICDM 2008).</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer IsolationForest(IsolationForestOptions detector, DetectorTrainerOptions? options = null) =>
        Create("IsolationForest", detector, options ?? new(), ensemble: null, static complete => new IsolationForestDetector(complete));

    /// <summary>
    /// Creates a trainer of the mean distance to the nearest neighbours (Ramaswamy et al., SIGMOD 2000; Angiulli and Pizzuti, PKDD 2002),
    /// which needs no labels.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at one scale (NormalizeMinMax).</param>
    /// <param name="neighborCount">The number of neighbours, in [1, 1,000].</param>
    /// <param name="seed">The seed, which decides which rows are kept of a pool that is too large; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer NeighborDistance(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int neighborCount = NeighborDistanceOptions.Defaults.NeighborCount,
        long? seed = null) => NeighborDistance(
            new NeighborDistanceOptions { NeighborCount = neighborCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>Creates a trainer of the mean distance to the nearest neighbours.</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer NeighborDistance(NeighborDistanceOptions detector, DetectorTrainerOptions? options = null) =>
        Create("NeighborDistance", detector, options ?? new(), ensemble: null, static complete => new NeighborDistanceDetector(complete));

    /// <summary>
    /// Creates a trainer of iNNE, isolation by nearest-neighbour ensembles (Bandaragoda et al., 2018), which needs no labels.
    /// </summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at one scale (NormalizeMinMax).</param>
    /// <param name="roundCount">The number of rounds, in [1, 100,000].</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DetectorTrainer Inne(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int roundCount = InneOptions.Defaults.RoundCount,
        long? seed = null) => Inne(
            new InneOptions { RoundCount = roundCount, Seed = seed },
            new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>Creates a trainer of iNNE, isolation by nearest-neighbour ensembles (Bandaragoda et al., 2018).</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Inne(InneOptions detector, DetectorTrainerOptions? options = null) =>
        Create("Inne", detector, options ?? new(), ensemble: null, static complete => new InneDetector(complete));

    /// <summary>Creates a trainer of COPOD (Li et al., ICDM 2020), which needs no labels, no scaling and no seed.</summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, at any scale.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public DetectorTrainer Copod(string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName) =>
        Copod(new CopodOptions(), new DetectorTrainerOptions { FeatureColumnName = featureColumnName });

    /// <summary>Creates a trainer of COPOD (Li et al., ICDM 2020).</summary>
    /// <param name="detector">The method's options.</param>
    /// <param name="options">Column names, progress and cancellation; null for the defaults, without labels.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DetectorTrainer Copod(CopodOptions detector, DetectorTrainerOptions? options = null) =>
        Create("Copod", detector, options ?? new(), ensemble: null, static complete => new CopodDetector(complete));

    /// <summary>
    /// Makes the detector, or the ensemble, after filling in what the options leave open: the seed and the GPU from the context.
    /// </summary>
    private DetectorTrainer Create<TOptions>(
        string name, TOptions detector, DetectorTrainerOptions options, EnsembleOptions? ensemble, Func<TOptions, Detector> create)
        where TOptions : DetectorOptions
    {
        ArgumentNullException.ThrowIfNull(detector);
        options.Validate();
        ensemble?.Validate();
        var host = Host(name);
        var complete = EngineSelection.Resolve(_mlContext, host, detector) with { Seed = detector.Seed ?? host.Rand.Next() };
        var made = ensemble is null ? create(complete) : EnsembleDetector.Create(ensemble, complete, create);
        return new DetectorTrainer(_mlContext, host, made, options);
    }

    private IHost Host(string name) => ((IHostEnvironment)_mlContext).Register(name);
}
