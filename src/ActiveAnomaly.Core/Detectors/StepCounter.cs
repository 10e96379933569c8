using System.Diagnostics;

namespace ActiveAnomaly.Detectors;

/// <summary>Reports every hundredth of like steps, one report after the other. Thread safe.</summary>
internal sealed class StepCounter(IProgress<TrainingProgress> progress, int stage, string phase, int stepCount)
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
                var elapsed = Stopwatch.GetElapsedTime(_begin);
                progress.Report(new TrainingProgress(
                    stage, phase, _count - 1, stepCount, 0, elapsed, elapsed * ((stepCount - _count) / (double)_count)));
            }
        }
    }
}
