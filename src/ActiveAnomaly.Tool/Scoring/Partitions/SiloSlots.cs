namespace ActiveAnomaly.Tool.Scoring.Partitions;

/// <summary>
/// How many partitions silos scored at a time: of each silo the most that were under way there at once, and came forward. Thread safe.
/// </summary>
internal sealed class SiloSlots
{
    private readonly Dictionary<string, (HashSet<int> UnderWay, int Most, int DoneCount)> _silos = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Gets the number of all slots, those of silos that were lost among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _silos.Values.Sum(silo => silo.Most);
            }
        }
    }

    /// <summary>Gets the number of silos.</summary>
    public int SiloCount
    {
        get
        {
            lock (_lock)
            {
                return _silos.Count;
            }
        }
    }

    /// <summary>Takes down that a partition comes forward on a silo.</summary>
    public void Add(string silo, int index)
    {
        lock (_lock)
        {
            var (underWay, most, done) = _silos.GetValueOrDefault(silo, ([], 0, 0));
            underWay.Add(index);
            _silos[silo] = (underWay, Math.Max(most, underWay.Count), done);
        }
    }

    /// <summary>Takes down that a silo has a partition no more.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="index">The partition.</param>
    /// <param name="isDone">Whether it has done it.</param>
    public void Remove(string silo, int index, bool isDone)
    {
        lock (_lock)
        {
            if (_silos.TryGetValue(silo, out var counts))
            {
                counts.UnderWay.Remove(index);
                _silos[silo] = counts with { DoneCount = counts.DoneCount + (isDone ? 1 : 0) };
            }
        }
    }

    /// <summary>Gives what each silo did, by name.</summary>
    public IReadOnlyList<SiloLine> Lines()
    {
        lock (_lock)
        {
            return
            [
                .. _silos.OrderBy(silo => silo.Key, StringComparer.Ordinal)
                    .Select(silo => new SiloLine(silo.Key, silo.Value.Most, silo.Value.DoneCount)),
            ];
        }
    }
}
