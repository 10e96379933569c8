using System.Diagnostics;

namespace ActiveAnomaly.Detectors.Forests;

/// <summary>Reports every hundredth of the trees of a forest, one report after the other. Thread safe.</summary>
/// <param name="progress">Who is told.</param>
/// <param name="stage">The active-learning stage.</param>
/// <param name="phase">What the trees are for.</param>
/// <param name="treeCount">The number of trees.</param>
internal sealed class TreeCounter(IProgress<TrainingProgress> progress, int stage, string phase, int treeCount)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private int _count;

    public void Add()
    {
        lock (_lock)
        {
            _count++;
            if (_count % Math.Max(treeCount / 100, 1) == 0 || _count == treeCount)
            {
                var elapsed = Stopwatch.GetElapsedTime(_begin);
                progress.Report(new TrainingProgress(
                    stage, phase, _count - 1, treeCount, 0, elapsed, elapsed * ((treeCount - _count) / (double)_count)));
            }
        }
    }
}
