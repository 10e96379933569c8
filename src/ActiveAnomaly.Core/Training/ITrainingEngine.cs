namespace ActiveAnomaly.Training;

/// <summary>Runs training plans. Implementations are stateless and safe to share between threads.</summary>
public interface ITrainingEngine
{
    /// <summary>Gets a name for messages and models, such as "Managed (Vector512)".</summary>
    string Name { get; }

    /// <summary>Trains.</summary>
    /// <param name="plan">What to do. Its sources and objectives are used up by the run.</param>
    /// <param name="cancellationToken">Checked before every step.</param>
    /// <returns>The trained network.</returns>
    /// <exception cref="ArgumentException">The plan's parts do not fit together.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a weight became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    TrainingResult Train(TrainingPlan plan, CancellationToken cancellationToken);
}
