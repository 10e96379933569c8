using System.Globalization;

namespace ActiveAnomaly.Tool.Benchmark;

/// <summary>
/// The data sets on which the AUC over the rows never asked can be compared: every run of every method has one, at every stage. A run that
/// has asked about all abnormal rows has none, and a mean over the others would be one over other data sets and seeds for each method.
/// </summary>
internal sealed class UnaskedSets
{
    private readonly HashSet<string> _names;
    private readonly int _setCount;

    /// <summary>Finds them.</summary>
    /// <param name="rows">All rows of all methods.</param>
    public UnaskedSets(IReadOnlyList<BenchmarkRow> rows)
    {
        var methodCount = rows.Select(MethodOf).Distinct().Count();
        ILookup<string, BenchmarkRow> sets = rows.ToLookup(row => row.Dataset);
        _setCount = sets.Count;
        _names =
        [
            .. sets.Where(set => set.Select(MethodOf).Distinct().Count() == methodCount && set.All(row => !double.IsNaN(row.AucUnasked)))
                .Select(set => set.Key),
        ];
    }

    /// <summary>Gets the number of them.</summary>
    public int Count => _names.Count;

    /// <summary>Gets whether they are all data sets.</summary>
    public bool AreAll => Count == _setCount;

    /// <summary>Tells whether a data set is one of them.</summary>
    public bool Contains(string dataset) => _names.Contains(dataset);

    /// <summary>Says which they are, to go on after "over".</summary>
    public override string ToString() => AreAll
        ? "all data sets"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the {Count} of {_setCount} data sets in which every run of every method leaves an abnormal row unasked");

    private static (string Loss, string Query, bool PseudoAbnormal) MethodOf(BenchmarkRow row) =>
        (row.Loss, row.Query, row.PseudoAbnormal);
}
