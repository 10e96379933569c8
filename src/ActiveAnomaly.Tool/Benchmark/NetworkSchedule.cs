namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>How long a network is trained, each phase of its training by itself.</summary>
/// <param name="EpochCount">The number of epochs.</param>
/// <param name="StepCount">The most minibatches an epoch.</param>
/// <param name="BatchSize">The rows of a minibatch.</param>
internal sealed record NetworkSchedule(int EpochCount, int StepCount, int BatchSize);
