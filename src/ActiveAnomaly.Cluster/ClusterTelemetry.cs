using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ActiveAnomaly.Cluster;

/// <summary>
/// What programs that watch a silo can measure (System.Diagnostics: OpenTelemetry, dotnet-counters), beside what its open sessions measure
/// themselves. Numbers and times only: no measurement carries a session's name, an address, or anything of a request or an item.
/// </summary>
public static class ClusterTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ActiveAnomaly.Cluster";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> RequestsForwarded = Meter.CreateCounter<long>(
        "active_anomaly.cluster.requests.forwarded",
        "{request}",
        "Requests for sessions that came to this silo, and that it handed to the silo that has the session, itself or another one.");

    private static readonly Counter<long> RequestsUnavailable = Meter.CreateCounter<long>(
        "active_anomaly.cluster.requests.unavailable", "{request}", "Of the requests that were forwarded, those answered with 503.");

    private static readonly Counter<long> ItemsDone = Meter.CreateCounter<long>(
        "active_anomaly.cluster.items.done", "{item}", "Items of work that this silo did for others.");

    private static readonly Counter<long> ItemsLost = Meter.CreateCounter<long>(
        "active_anomaly.cluster.items.lost",
        "{item}",
        "Times that an item of this silo's own came back undone: the silo that had it was lost, or stopped.");

    private static readonly Histogram<double> ItemDuration = Meter.CreateHistogram<double>(
        "active_anomaly.cluster.item.duration", "ms", "How long this silo did an item for another one, waiting for a slot aside.");

    /// <summary>Counts a request that is handed on.</summary>
    internal static void RequestForwarded() => RequestsForwarded.Add(1);

    /// <summary>Counts a request that is answered with 503.</summary>
    internal static void RequestUnavailable() => RequestsUnavailable.Add(1);

    /// <summary>Counts an item that was done for another silo.</summary>
    /// <param name="begin">When it was begun (<see cref="Stopwatch.GetTimestamp"/>).</param>
    internal static void ItemDone(long begin)
    {
        ItemsDone.Add(1);
        ItemDuration.Record(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }

    /// <summary>Counts an item of this silo's own that came back undone.</summary>
    internal static void ItemLost() => ItemsLost.Add(1);
}
