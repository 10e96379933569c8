namespace ActiveAnomaly.Training;

/// <summary>Tells how far a training run is.</summary>
/// <param name="EpochIndex">The epoch just finished, from 0.</param>
/// <param name="EpochCount">The number of epochs of the run.</param>
/// <param name="Loss">The epoch's loss: the mean over its steps, and the last step's value for terms too costly to compute at each.</param>
public readonly record struct EpochProgress(int EpochIndex, int EpochCount, double Loss);
