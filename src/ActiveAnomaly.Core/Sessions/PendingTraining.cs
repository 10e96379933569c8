using ActiveAnomaly.Detectors;

namespace ActiveAnomaly.Sessions;

/// <summary>
/// A training that a session wants, on everything that it knew when it was asked. It may run on another thread while answers come
/// in; the session takes the result with <see cref="ActiveLearningSession.Complete"/>. Immutable and thread safe.
/// </summary>
public sealed class PendingTraining
{
    private readonly Detector _detector;
    private readonly TrainingRequest _request;
    private readonly TimeProvider _clock;

    internal PendingTraining(ActiveLearningSession session, TrainingRequest request, long seenSequence, TimeProvider clock)
    {
        Session = session;
        _detector = session.Detector;
        _request = request;
        SeenSequence = seenSequence;
        _clock = clock;
    }

    /// <summary>Gets the stage that is trained, from 0.</summary>
    public int Stage => _request.Stage;

    /// <summary>Gets the last event that the training knows of.</summary>
    public long SeenSequence { get; }

    internal ActiveLearningSession Session { get; }

    /// <summary>Trains. The session stays as it is.</summary>
    /// <param name="progress">Who is told how far training is, or null.</param>
    /// <param name="cancellationToken">Cancels training.</param>
    /// <returns>What the session takes.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public CompletedTraining Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var begin = _clock.GetTimestamp();
        var trained = _detector.Fit(_request.With(_request.Labels, _request.Previous, progress, cancellationToken));

        // A detector need not look at the token: what comes out after a cancellation is nobody's.
        cancellationToken.ThrowIfCancellationRequested();
        return new CompletedTraining(this, new SessionStage
        {
            Stage = Stage,
            Model = trained.Model,
            Scores = trained.Scores,
            QueryScores = trained.QueryScores,
            NormalCount = _request.Labels.NormalRows.Count,
            AbnormalCount = _request.Labels.AbnormalRows.Count,
            PseudoAbnormalRows = _request.PseudoAbnormalRows,
            TrainingTime = _clock.GetElapsedTime(begin),
        });
    }
}
