using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Sessions;

namespace ActiveAnomaly.Labeling;

/// <summary>Calibrates the model of a session that is trained and answered meanwhile.</summary>
internal static class UpToDateCalibration
{
    /// <summary>Waits for a model that knows everything, takes down what it was trained on, and calibrates beside the session.</summary>
    /// <param name="gate">What guards the session.</param>
    /// <param name="session">The session.</param>
    /// <param name="waitForModel">Waits for such a model.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Calibration> RunAsync(
        Lock gate,
        ActiveLearningSession session,
        Func<CancellationToken, Task> waitForModel,
        CalibrationOptions? options,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            await waitForModel(cancellationToken).ConfigureAwait(false);
            PendingCalibration? pending;
            lock (gate)
            {
                // An answer may have come since.
                pending = session.CanTrain ? null : session.BeginCalibration(options);
            }

            if (pending is not null)
            {
                return await Task.Run(() => pending.Run(cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
