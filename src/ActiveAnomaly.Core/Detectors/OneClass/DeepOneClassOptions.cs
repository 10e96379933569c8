using ActiveAnomaly.Detectors.Networks;

namespace ActiveAnomaly.Detectors.OneClass;

/// <summary>What the deep one-class detectors have in common.</summary>
public abstract record DeepOneClassOptions : NetworkDetectorOptions
{
    private protected DeepOneClassOptions()
    {
    }

    /// <summary>Gets the number of epochs of autoencoder pre-training, at least 0.</summary>
    public int PretrainingEpochCount { get; init; } = Defaults.PretrainingEpochCount;

    /// <summary>Gets which statistics batch normalisation uses during one-class training.</summary>
    public BatchNormMode BatchNorm { get; init; } = BatchNormMode.FrozenAfterFirstEpoch;

    /// <summary>
    /// Gets a value indicating whether an active-learning session pre-trains once and starts every stage from that, instead
    /// of pre-training anew at every stage. About a third of the time, the same mean AUC, about twice the spread between seeds.
    /// </summary>
    public bool ReusePretraining { get; init; }

    /// <summary>Gets which rows' codes the centre is the mean of.</summary>
    public CenterRows CenterRows { get; init; } = CenterRows.All;

    /// <inheritdoc/>
    protected internal override void Validate()
    {
        base.Validate();
        Require(PretrainingEpochCount >= 0, nameof(PretrainingEpochCount), PretrainingEpochCount, "at least 0");
        Require(Enum.IsDefined(BatchNorm), nameof(BatchNorm), BatchNorm, "a value of BatchNormMode");
        Require(Enum.IsDefined(CenterRows), nameof(CenterRows), CenterRows, "a value of CenterRows");
    }
}
