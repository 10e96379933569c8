using System.Diagnostics.Metrics;

namespace ActiveAnomaly.Cluster;

/// <summary>All measurements of silos in this process while it is there: tests that count them run beside no other.</summary>
internal sealed class RecordedMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value)> _measurements = [];
    private int _tagCount;

    public RecordedMeter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ClusterTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags.Length));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags.Length));
        _listener.Start();
    }

    /// <summary>Gets how many tags the measurements have.</summary>
    public int TagCount => Volatile.Read(ref _tagCount);

    /// <summary>Gets the measurements of an instrument, in order.</summary>
    public double[] Of(string name)
    {
        lock (_measurements)
        {
            return [.. _measurements.Where(each => each.Name == "active_anomaly.cluster." + name).Select(each => each.Value)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, int tagCount)
    {
        Interlocked.Add(ref _tagCount, tagCount);
        lock (_measurements)
        {
            _measurements.Add((instrument.Name, value));
        }
    }
}
