using ActiveAnomaly.Training;

namespace ActiveAnomaly.Detectors.Networks;

/// <summary>Turns the epochs of the two phases into reports with the time that is left.</summary>
internal sealed class ProgressReporter
{
    private readonly TrainingRequest _request;
    private readonly int _epochCount;
    private readonly TimeProvider _clock;
    private readonly long _begin;
    private TimeSpan _phaseBegin;
    private TimeSpan _lastReport;
    private string? _phase;

    public ProgressReporter(TrainingRequest request, int epochCount, string trainingPhase, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _begin = _clock.GetTimestamp();
        _request = request;
        _epochCount = epochCount;
        Pretraining = request.Progress is null ? null : epoch => Report("pre-training", epoch, followingEpochs: _epochCount);
        Training = request.Progress is null ? null : epoch => Report(trainingPhase, epoch, followingEpochs: 0);
    }

    public Action<EpochProgress>? Pretraining { get; }

    public Action<EpochProgress>? Training { get; }

    private void Report(string phase, EpochProgress epoch, int followingEpochs)
    {
        var elapsed = _clock.GetElapsedTime(_begin);
        if (_phase != phase)
        {
            // The first epoch of a phase began when the report before it was made, or with the run.
            _phaseBegin = _phase is null ? TimeSpan.Zero : _lastReport;
            _phase = phase;
        }

        _lastReport = elapsed;
        var perEpoch = (elapsed - _phaseBegin) / (epoch.EpochIndex + 1);
        var left = perEpoch * (epoch.EpochCount - epoch.EpochIndex - 1 + followingEpochs);
        _request.Progress!.Report(
            new TrainingProgress(_request.Stage, phase, epoch.EpochIndex, epoch.EpochCount, epoch.Loss, elapsed, left));
    }
}
