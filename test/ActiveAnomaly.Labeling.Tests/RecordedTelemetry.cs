using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ActiveAnomaly.Labeling;

/// <summary>
/// All measurements and activities of this process while it is there: tests that count them run beside no other.
/// </summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;
    private readonly List<(string Meter, string Name, double Value, string Tags)> _measurements = [];
    private readonly List<Activity> _stopped = [];

    public RecordedTelemetry()
    {
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == LabelingTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_stopped)
                {
                    _stopped.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>Gets the activities that have ended.</summary>
    public IReadOnlyList<Activity> Activities
    {
        get
        {
            lock (_stopped)
            {
                return [.. _stopped];
            }
        }
    }

    /// <summary>Gets all that measurements and activities carry beside numbers, as one text.</summary>
    public string Text
    {
        get
        {
            lock (_measurements)
            {
                return string.Join('\n', _measurements.Select(measurement => $"{measurement.Meter} {measurement.Name} {measurement.Tags}"))
                    + string.Join('\n', Activities.Select(activity =>
                        $"{activity.DisplayName} {activity.StatusDescription} {Shown(activity.TagObjects)} {Shown(activity.Baggage)} "
                        + string.Join(' ', activity.Events.Select(each => $"{each.Name} {Shown(each.Tags)}"))));
            }
        }
    }

    /// <summary>Gets the measurements of an instrument of labelling, in order.</summary>
    public double[] Of(string name)
    {
        lock (_measurements)
        {
            return
            [
                .. _measurements.Where(each => each.Meter == LabelingTelemetry.MeterName && each.Name == "active_anomaly.labeling." + name)
                    .Select(each => each.Value),
            ];
        }
    }

    /// <summary>Gets the number of open sessions, which is observed.</summary>
    public double OpenSessions()
    {
        _meters.RecordObservableInstruments();
        return Of("sessions")[^1];
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = Shown(tags.ToArray());
        lock (_measurements)
        {
            _measurements.Add((instrument.Meter.Name, instrument.Name, value, text));
        }
    }

    private static string Shown<T>(IEnumerable<KeyValuePair<string, T>> tags) =>
        string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"));
}
