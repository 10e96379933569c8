using ActiveAnomaly.Data;

namespace ActiveAnomaly.Detectors;

/// <summary>
/// Trains the members of a detector made of detectors, such as on other machines. The result is the same bits as where each is trained by
/// itself (<see cref="Detector.Fit"/>). Thread safe.
/// </summary>
public interface IMemberTrainer
{
    /// <summary>Trains members.</summary>
    /// <param name="members">The members.</param>
    /// <param name="requests">
    /// What each is trained on, in the order of the members; all have the same pool and labels, and reports to their
    /// <see cref="TrainingRequest.Progress"/> may come from any thread.
    /// </param>
    /// <returns>The models with their scores, in the order of the members.</returns>
    /// <exception cref="FeatureDataException">The pool cannot be trained on.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    TrainedDetector[] Fit(IReadOnlyList<Detector> members, IReadOnlyList<TrainingRequest> requests);
}
