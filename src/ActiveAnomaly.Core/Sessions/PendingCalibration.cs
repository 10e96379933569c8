using ActiveAnomaly.Detectors;
using ActiveAnomaly.Detectors.Calibrated;
using ActiveAnomaly.Sessions.Events;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// A calibration of a session's model, on everything that the session knew when it was asked. It may run on another thread while answers
/// come in. Immutable and thread safe.
/// </summary>
public sealed class PendingCalibration
{
    private readonly Detector _detector;
    private readonly TrainingRequest _request;
    private readonly TrainedDetector _trained;
    private readonly CalibrationOptions _options;
    private readonly int[] _randomRows;

    private PendingCalibration(
        Detector detector, TrainingRequest request, SessionStage stage, CalibrationOptions options, int[] randomRows)
    {
        _detector = detector;
        _request = request;
        _trained = new TrainedDetector(stage.Model, stage.Scores, stage.QueryScores);
        _options = options;
        _randomRows = randomRows;
    }

    /// <summary>Gets the stage whose model is calibrated, from 0.</summary>
    public int Stage => _request.Stage;

    /// <summary>Calibrates. The session stays as it is.</summary>
    /// <param name="progress">Who is told how far the trainings are, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The calibration.</returns>
    /// <exception cref="FalseAlarmRateException">The rows cannot support the rate of false alarms; the message says what would.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Calibration Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) => Calibration.Of(
        _detector,
        _request.With(_request.Labels, _request.Previous, progress, cancellationToken),
        _trained,
        _options,
        _randomRows);

    /// <summary>Takes down what a session knows.</summary>
    internal static PendingCalibration Of(
        ActiveLearningSession session, TrainingRequest request, SessionStage stage, CalibrationOptions? options)
    {
        options ??= new CalibrationOptions();
        options.Validate();
        var audits = session.Log.OfType<RowsQueried>().Where(queried => queried.Purpose == QueryPurpose.Audit);
        return new PendingCalibration(session.Detector, request, stage, options, [.. audits.SelectMany(queried => queried.Rows)]);
    }
}
