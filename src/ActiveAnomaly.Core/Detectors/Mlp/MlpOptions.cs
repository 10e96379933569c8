using ActiveAnomaly.Detectors.Forests;
using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.Mlp;

/// <summary>
/// The options of <see cref="MlpDetector"/>. The hidden layers have the sizes <see cref="NetworkDetectorOptions.HiddenSizes"/> and then
/// <see cref="NetworkDetectorOptions.CodeSize"/>, all with rectifiers and biases; the last one's output is the code.
/// </summary>
public sealed record MlpOptions : NetworkDetectorOptions, IForestFallback
{
    /// <summary>The defaults, measured (docs/methods/mlp.md).</summary>
    public static new class Defaults
    {
        /// <summary>The number of epochs.</summary>
        public const int EpochCount = 200;

        /// <summary>The weight of the unlabelled rows.</summary>
        public const double WeakNegativeWeight = 0.03;
    }

    /// <summary>Creates the default options.</summary>
    public MlpOptions() => EpochCount = Defaults.EpochCount;

    /// <summary>
    /// Gets the weight of weak negatives, at least 0: the mean loss of a minibatch's unlabelled rows, taken for normal, counts so many
    /// times in one with the mean loss of its labelled rows. 0 leaves unlabelled rows out; rows labelled normal are then needed.
    /// </summary>
    public double WeakNegativeWeight { get; init; } = Defaults.WeakNegativeWeight;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(
            WeakNegativeWeight >= 0 && float.IsFinite((float)WeakNegativeWeight),
            nameof(WeakNegativeWeight),
            WeakNegativeWeight,
            "at least 0 and finite in single precision");
    }
}
