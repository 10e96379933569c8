namespace ActiveAnomaly.Detectors;

/// <summary>Tells how far the training of a model is.</summary>
/// <param name="Stage">The active-learning stage, from 0.</param>
/// <param name="Phase">What is being done, such as "pre-training".</param>
/// <param name="EpochIndex">The epoch just finished, from 0.</param>
/// <param name="EpochCount">The number of epochs of this phase.</param>
/// <param name="Loss">The epoch's loss.</param>
/// <param name="Elapsed">The time since training began.</param>
/// <param name="TimeLeft">The time that the rest of this model's training will take at the pace of this phase.</param>
public sealed record TrainingProgress(
    int Stage,
    string Phase,
    int EpochIndex,
    int EpochCount,
    double Loss,
    TimeSpan Elapsed,
    TimeSpan TimeLeft);
