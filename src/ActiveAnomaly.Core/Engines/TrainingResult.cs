using ActiveAnomaly.Networks;

namespace ActiveAnomaly.Engines;

/// <summary>What a training run gives.</summary>
/// <param name="Parameters">The trained weights and running statistics.</param>
/// <param name="EpochLosses">The loss of each epoch, as <see cref="EpochProgress.Loss"/> gives it.</param>
public sealed record TrainingResult(NetworkParameters Parameters, IReadOnlyList<double> EpochLosses);
