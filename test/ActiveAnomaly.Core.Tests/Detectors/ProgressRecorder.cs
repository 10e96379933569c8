namespace ActiveAnomaly.Detectors;

/// <summary>Keeps every report, in order.</summary>
internal sealed class ProgressRecorder : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public Action? Reported { get; set; }

    public void Report(TrainingProgress value)
    {
        Reports.Add(value);
        Reported?.Invoke();
    }
}
