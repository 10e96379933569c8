using System.Text.Json.Serialization;

namespace ActiveAnomaly.Detectors.GaussianProcess;

/// <summary>The options of <see cref="GaussianProcessDetector"/>.</summary>
public sealed record GaussianProcessOptions : DetectorOptions
{
    /// <summary>The defaults.</summary>
    public static class Defaults
    {
        /// <summary>The variance of an answer.</summary>
        public const double Noise = 0.1;

        /// <summary>The most bytes that kernel columns may take: 1 GiB.</summary>
        public const long ColumnBudget = 1L << 30;

        /// <summary>The most answers that a model learns from.</summary>
        public const int MostAnswers = 4000;
    }

    /// <summary>
    /// Gets the variance of an answer, where abnormal is 1 and normal -1, in [0.01, 10]. The larger, the less an answer is followed, and
    /// the more its neighbours decide: for answers that are often wrong. With 1 of 20 wrong the default is no worse on average.
    /// </summary>
    public double Noise { get; init; } = Defaults.Noise;

    /// <summary>
    /// Gets the most bytes that the covariances of the pool with answered rows may take between two stages, at least 0: 4 a row and answer.
    /// Those beyond are computed again at every stage. It changes the time and the memory of training, and no result.
    /// </summary>
    public long ColumnBudget { get; init; } = Defaults.ColumnBudget;

    /// <summary>
    /// Gets the most answers that a model learns from, at least 1: a stage takes time with their third power, and a model space with their
    /// number. Of more, as many of each kind are drawn by the seed; one kind's half that it does not fill goes to the other.
    /// </summary>
    public int MostAnswers { get; init; } = Defaults.MostAnswers;

    /// <summary>
    /// Gets whether the answers decide how much each feature's differences count; true by default. Where they do not speak clearly for
    /// other weights, all features count alike. It makes the detector robust where many columns have nothing to do with what is abnormal.
    /// </summary>
    public bool LearnsFeatureWeights { get; init; } = true;

    /// <summary>
    /// Gets whether rows without a label stand for normal ones. <see cref="PresumedNormals.Auto"/>, the default, is for labels of both
    /// kinds that a strategy asked for, and for labels of abnormal rows alone.
    /// </summary>
    public PresumedNormals PresumedNormals { get; init; }

    /// <summary>
    /// Gets who computes what large pools (of 2^20 numbers or more) are set up with, such as other machines; null, the default, for this
    /// process. Results do not depend on it, and no model keeps it.
    /// </summary>
    [JsonIgnore]
    public ISetUpSharer? SetUpSharer { get; init; }

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(Noise is >= 0.01 and <= 10, nameof(Noise), Noise, "in [0.01, 10]");
        Require(Enum.IsDefined(PresumedNormals), nameof(PresumedNormals), PresumedNormals, "a value of the enumeration");
        Require(MostAnswers >= 1, nameof(MostAnswers), MostAnswers, "at least 1");
        Require(ColumnBudget >= 0, nameof(ColumnBudget), ColumnBudget, "at least 0");
    }
}
