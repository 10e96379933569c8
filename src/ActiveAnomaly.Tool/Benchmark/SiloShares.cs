using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Which silo ran how many cells, and which were lost.</summary>
internal sealed class SiloShares
{
    private readonly Dictionary<int, string> _takenBy = [];
    private readonly SortedDictionary<string, int> _doneCounts = new(StringComparer.Ordinal);
    private readonly List<(string Silo, string Reason, int Count)> _lost = [];

    /// <summary>A silo has taken a cell.</summary>
    public void OnTaken(int index, string silo) => _takenBy[index] = silo;

    /// <summary>The silo that took a cell last has finished it.</summary>
    public void OnDone(int index)
    {
        var silo = _takenBy[index];
        _doneCounts[silo] = _doneCounts.GetValueOrDefault(silo) + 1;
    }

    /// <summary>A silo was lost with a cell.</summary>
    public void OnLost(string silo, string reason)
    {
        var known = _lost.FindIndex(lost => lost.Silo == silo && lost.Reason == reason);
        if (known < 0)
        {
            _lost.Add((silo, reason, 1));
        }
        else
        {
            _lost[known] = (silo, reason, _lost[known].Count + 1);
        }
    }

    /// <summary>Says it, a line each; nothing where nothing was done.</summary>
    public IEnumerable<string> Lines()
    {
        if (_doneCounts.Count > 0)
        {
            yield return $"Runs by silo: {string.Join(", ", _doneCounts.Select(pair => Text(pair.Key, pair.Value)))}.";
        }

        foreach (var (silo, reason, count) in _lost)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{silo} was lost with {count} runs, which were begun again: {reason}");
        }
    }

    private static string Text(string silo, int count) => string.Create(CultureInfo.InvariantCulture, $"{silo} {count}");
}
