using System.Globalization;

namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>How far scoring of partitions is, how fast it goes, and how long it will take. Thread safe.</summary>
/// <param name="partitions">The partitions to be scored.</param>
/// <param name="coreCount">The number of processors that score.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="slots">Who scores in a cluster; null without one.</param>
internal sealed class PartitionPace(
    IReadOnlyList<Partition> partitions, int coreCount, TimeProvider clock, SiloSlots? slots = null) : IProgress<PartitionProgress>
{
    private readonly long _begin = clock.GetTimestamp();
    private readonly Dictionary<Partition, long> _lengths = partitions.ToDictionary(
        partition => partition, partition => File.Exists(partition.Input) ? new FileInfo(partition.Input).Length : 0);

    private readonly Dictionary<Partition, double> _shares = [];
    private readonly Lock _lock = new();
    private long _rows;
    private int _doneCount;
    private int _failedCount;

    /// <summary>Gets the time since the beginning.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_begin);

    /// <summary>Gets the rows scored in a second so far.</summary>
    public double RowsPerSecond => Volatile.Read(ref _rows) / Math.Max(Elapsed.TotalSeconds, 1e-6);

    public void Report(PartitionProgress value)
    {
        lock (_lock)
        {
            _rows += value.AddedRows;
            _shares[value.Partition] = (double)value.Rows / value.AllRows;
        }
    }

    /// <summary>Takes back what was told of a partition that is scored again.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="rows">The rows that were told of.</param>
    public void TakeBack(Partition partition, long rows)
    {
        lock (_lock)
        {
            _rows -= rows;
            _shares.Remove(partition);
        }
    }

    /// <summary>Takes down that a partition is done, well or not.</summary>
    public void Add(PartitionResult result)
    {
        lock (_lock)
        {
            _shares[result.Partition] = 1;
            _doneCount++;
            _failedCount += result.Status == PartitionStatus.Failed ? 1 : 0;
        }
    }

    /// <summary>Says it, as one line.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var all = _lengths.Values.Sum();
            var done = _shares.Sum(pair => pair.Value * _lengths[pair.Key]);
            var left = done > 0 ? Elapsed * ((all - done) / done) : (TimeSpan?)null;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{_doneCount} of {partitions.Count} partitions{(_failedCount > 0 ? $", {_failedCount} failed" : string.Empty)}; "
                + $"{_rows:N0} rows, {RowsPerSecond:N0} a second, {Shared()}"
                + $"{(left is { } time ? $"; about {Text(time)} left" : string.Empty)}");
        }
    }

    /// <summary>
    /// Says how many rows come to each processor, or in a cluster, whose processors nobody knows of, to each partition that is scored at a
    /// time.
    /// </summary>
    private string Shared() => slots is null
        ? string.Create(CultureInfo.InvariantCulture, $"{RowsPerSecond / coreCount:N0} a second and core")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{RowsPerSecond / Math.Max(slots.Count, 1):N0} a second and slot ({slots.Count} slots of {slots.SiloCount} silos)");

    private static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes)} min");
}
