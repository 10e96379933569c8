using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>Which silo ran how many cells, and which were lost.</summary>
internal sealed class SiloShares
{
    private readonly SortedDictionary<string, int> _finishedCounts = new(StringComparer.Ordinal);
    private readonly List<string> _losses = [];

    /// <summary>A silo has finished cells.</summary>
    public void Add(string silo, int finishedCount) =>
        _finishedCounts[silo] = _finishedCounts.GetValueOrDefault(silo) + finishedCount;

    /// <summary>A silo was lost with cells that it had begun, or was to begin.</summary>
    public void AddLoss(string silo, int lostCount, string reason) => _losses.Add(string.Create(
        CultureInfo.InvariantCulture, $"{silo} was lost ({reason}); runs that it had, and others do: {lostCount}."));

    /// <summary>Says it, a line each; nothing where nothing was finished.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. _finishedCounts.Count == 0
            ? []
            : (string[])[$"Runs by silo: {string.Join(", ", _finishedCounts.Select(pair => Text(pair.Key, pair.Value)))}."],
        .. _losses,
    ];

    private static string Text(string silo, int count) => string.Create(CultureInfo.InvariantCulture, $"{silo} {count}");
}
