using System.Globalization;

namespace ActiveAnomaly.Training;

/// <summary>Training stopped because a loss or a weight became infinite or NaN.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception without a place.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a step.</summary>
    /// <param name="epochIndex">The epoch, from 0.</param>
    /// <param name="stepIndex">The step within the epoch, from 0.</param>
    /// <param name="value">The value found.</param>
    public TrainingDivergedException(int epochIndex, int stepIndex, double value)
        : base(
            $"Training diverged: the loss is {value.ToString(CultureInfo.InvariantCulture)} in epoch {epochIndex + 1}, "
            + $"step {stepIndex + 1}. Lower the learning rate, or scale the features to [0, 1].")
    {
        EpochIndex = epochIndex;
        StepIndex = stepIndex;
    }

    private TrainingDivergedException(int epochIndex, int stepIndex, string message)
        : base(message)
    {
        EpochIndex = epochIndex;
        StepIndex = stepIndex;
    }

    /// <summary>Creates the exception for a weight that is infinite or NaN though every loss that was looked at is a number.</summary>
    /// <param name="epochIndex">The epoch at whose end it was found, from 0.</param>
    /// <param name="stepIndex">The epoch's last step, from 0.</param>
    /// <returns>The exception.</returns>
    public static TrainingDivergedException OfWeights(int epochIndex, int stepIndex) =>
        new(
            epochIndex,
            stepIndex,
            $"Training diverged: a weight is infinite or NaN by the end of epoch {epochIndex + 1}, though every loss that was looked at is "
            + "a finite number. Lower the learning rate, or scale the features to [0, 1]. A loss of your own may give such a gradient "
            + "(0 / 0, the slope of a root at 0): check it.");

    /// <summary>Gets the epoch, from 0.</summary>
    public int EpochIndex { get; }

    /// <summary>Gets the step within the epoch, from 0.</summary>
    public int StepIndex { get; }
}
