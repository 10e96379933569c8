namespace ActiveAnomaly.Training;

/// <summary>Says which rows go through the network in each step of a training run. One object serves one run; not thread safe.</summary>
public abstract class BatchSource
{
    /// <summary>Gets the most rows that a batch can hold.</summary>
    public abstract int LargestBatch { get; }

    /// <summary>Gets the number of steps in an epoch, at least 1, or null when this source follows whatever another one sets.</summary>
    public abstract int? StepCount { get; }

    /// <summary>Called before each epoch.</summary>
    /// <param name="epochIndex">The epoch, from 0.</param>
    public virtual void BeginEpoch(int epochIndex)
    {
    }

    /// <summary>Gives the pool indices of a step's rows.</summary>
    /// <param name="stepIndex">The step within the epoch, from 0.</param>
    /// <returns>The rows; valid until the next epoch begins.</returns>
    public abstract ReadOnlySpan<int> Rows(int stepIndex);
}
