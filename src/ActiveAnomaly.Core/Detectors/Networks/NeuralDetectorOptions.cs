namespace ActiveAnomaly.Detectors.Networks;

/// <summary>What all detectors that train networks on an engine have in common, whatever the networks look like.</summary>
public abstract record NeuralDetectorOptions : DetectorOptions
{
    private protected NeuralDetectorOptions()
    {
    }

    /// <summary>Gets the number of epochs of training (after pre-training, where the method has it), at least 0.</summary>
    public int EpochCount { get; init; } = NetworkDetectorOptions.Defaults.EpochCount;

    /// <summary>Gets the optimiser's learning rate, positive.</summary>
    public double LearningRate { get; init; } = NetworkDetectorOptions.Defaults.LearningRate;

    /// <summary>Gets what networks are trained with.</summary>
    public EngineChoice Engine { get; init; } = EngineChoice.Auto;

    /// <summary>
    /// Gets the NVIDIA GPU that training has to run on, from 0, an error where it is not there (in ML.NET, FallbackToCpu of the
    /// context may allow the CPU then); null lets the Torch engine take one where libtorch sees one, else the CPU. Not with the
    /// Managed engine. A model does not record it, for it means something on one machine only.
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(EpochCount >= 0, nameof(EpochCount), EpochCount, "at least 0");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive and finite");
        Require(Enum.IsDefined(Engine), nameof(Engine), Engine, "a value of EngineChoice");
        Require(GpuDeviceId is null or >= 0, nameof(GpuDeviceId), GpuDeviceId, "at least 0, or null");
        Require(
            GpuDeviceId is null || Engine != EngineChoice.Managed,
            nameof(GpuDeviceId),
            GpuDeviceId,
            "null with the Managed engine, which uses no GPU");
    }
}
