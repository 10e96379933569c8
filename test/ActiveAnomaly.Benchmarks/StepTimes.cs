using System.Diagnostics;

namespace ActiveAnomaly.Benchmarks;

/// <summary>The times of one step that is done many times, by the clock and by the processors.</summary>
internal sealed class StepTimes(string name)
{
    private TimeSpan _processor;

    /// <summary>Gets what the step is called.</summary>
    public string Name => name;

    /// <summary>Gets the time of each.</summary>
    public List<double> Milliseconds { get; } = [];

    /// <summary>Gets the mean time of all processors; what other threads of the process did meanwhile is in it.</summary>
    public double ProcessorMilliseconds => _processor.TotalMilliseconds / Milliseconds.Count;

    /// <summary>Does the step.</summary>
    public T Do<T>(Func<T> step)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var begin = Stopwatch.GetTimestamp();
        var result = step();
        Milliseconds.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        _processor += Environment.CpuUsage.TotalTime - processor;
        return result;
    }
}
