using System.Diagnostics;

namespace ActiveAnomaly.Detectors;

/// <summary>Reports every hundredth of like steps, one report after the other. Thread safe.</summary>
/// <param name="progress">Who is told.</param>
/// <param name="stage">The active-learning stage.</param>
/// <param name="phase">What the steps are of. It begins when the counter is made.</param>
/// <param name="stepCount">The number of steps.</param>
/// <param name="trainingBegin">When training began, a timestamp of <see cref="Stopwatch"/>; null for when the phase did.</param>
internal sealed class StepCounter(
    IProgress<TrainingProgress> progress, int stage, string phase, int stepCount, long? trainingBegin = null)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private int _count;

    /// <summary>Counts a step that is done.</summary>
    public void Add()
    {
        lock (_lock)
        {
            _count++;
            if (_count % Math.Max(stepCount / 100, 1) == 0 || _count == stepCount)
            {
                var now = Stopwatch.GetTimestamp();
                progress.Report(new TrainingProgress(
                    stage,
                    phase,
                    _count - 1,
                    stepCount,
                    0,
                    Stopwatch.GetElapsedTime(trainingBegin ?? _begin, now),
                    Stopwatch.GetElapsedTime(_begin, now) * ((stepCount - _count) / (double)_count)));
            }
        }
    }
}
