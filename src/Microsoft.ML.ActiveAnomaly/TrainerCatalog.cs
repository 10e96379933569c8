using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Autoencoder;
using ActiveAnomaly.Detectors.Networks;
using ActiveAnomaly.Detectors.OneClass;

namespace Microsoft.ML.ActiveAnomaly;

/// <summary>The trainers.</summary>
public sealed class TrainerCatalog
{
    private readonly MLContext _mlContext;

    internal TrainerCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>Creates a trainer of Deep SVDD (Ruff et al., ICML 2018), which needs no labels.</summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size. Values in [0, 1] suit pre-training (NormalizeMinMax with fixZero: false).</param>
    /// <param name="labelColumnName">A label column that keeps known anomalies out of the training, or null.</param>
    /// <param name="epochCount">The number of epochs of one-class training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DeepSvddTrainer DeepSvdd(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = null,
        int epochCount = DeepOneClassOptions.Defaults.EpochCount,
        long? seed = null) => DeepSvdd(new DeepSvddTrainer.Options
        {
            FeatureColumnName = featureColumnName,
            LabelColumnName = labelColumnName,
            Detector = new DeepSvddOptions { EpochCount = epochCount, Seed = seed },
        });

    /// <summary>Creates a trainer of Deep SVDD (Ruff et al., ICML 2018), which needs no labels.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DeepSvddTrainer DeepSvdd(DeepSvddTrainer.Options options) => new(_mlContext, options);

    /// <summary>Creates a trainer of Deep SAD (Ruff et al., ICLR 2020).</summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size. Values in [0, 1] suit pre-training (NormalizeMinMax with fixZero: false).</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="epochCount">The number of epochs of one-class training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public DeepSadTrainer DeepSad(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = DeepOneClassOptions.Defaults.EpochCount,
        long? seed = null) => DeepSad(new DeepSadTrainer.Options
        {
            FeatureColumnName = featureColumnName,
            LabelColumnName = labelColumnName,
            Detector = new DeepSadOptions { EpochCount = epochCount, Seed = seed },
        });

    /// <summary>Creates a trainer of Deep SAD (Ruff et al., ICLR 2020).</summary>
    /// <param name="options">The options.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DeepSadTrainer DeepSad(DeepSadTrainer.Options options) => new(_mlContext, options);

    /// <summary>Creates a trainer of NCE (Kim et al., 2023): Deep SVDD that also learns from pairs of labelled rows.</summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size. Values in [0, 1] suit pre-training (NormalizeMinMax with fixZero: false).</param>
    /// <param name="labelColumnName">The label column: Single, Boolean or a key of 2 values; null trains without labels.</param>
    /// <param name="epochCount">The number of epochs of one-class training, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public NceTrainer Nce(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        string? labelColumnName = DetectorTrainerOptions.DefaultLabelColumnName,
        int epochCount = DeepOneClassOptions.Defaults.EpochCount,
        long? seed = null) => Nce(new NceTrainer.Options
        {
            FeatureColumnName = featureColumnName,
            LabelColumnName = labelColumnName,
            Detector = new NceOptions { EpochCount = epochCount, Seed = seed },
        });

    /// <summary>Creates a trainer of NCE (Kim et al., 2023): Deep SVDD that also learns from pairs of labelled rows.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public NceTrainer Nce(NceTrainer.Options options) => new(_mlContext, options);

    /// <summary>Creates a trainer of an autoencoder, whose reconstruction error is the score.</summary>
    /// <param name="featureColumnName">The features column: a vector of Single of known size, with values in [0, 1] (NormalizeMinMax with fixZero: false): the decoder's sigmoid reaches no others.</param>
    /// <param name="epochCount">The number of epochs, at least 0.</param>
    /// <param name="seed">The seed; null draws one from the context.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">A name is empty, or a number out of its range.</exception>
    public AutoencoderTrainer Autoencoder(
        string featureColumnName = DetectorTrainerOptions.DefaultFeatureColumnName,
        int epochCount = NetworkDetectorOptions.Defaults.AutoencoderEpochCount,
        long? seed = null) => Autoencoder(new AutoencoderTrainer.Options
        {
            FeatureColumnName = featureColumnName,
            Detector = new AutoencoderOptions { EpochCount = epochCount, Seed = seed },
        });

    /// <summary>Creates a trainer of an autoencoder, whose reconstruction error is the score, with or without a UAI head.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AutoencoderTrainer Autoencoder(AutoencoderTrainer.Options options) => new(_mlContext, options);
}
