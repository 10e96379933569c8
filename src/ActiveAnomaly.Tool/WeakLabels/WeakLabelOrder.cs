using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// The order of a results file's rows, which is that of <see cref="WeakLabelGrid"/>: by data set, setting, run and method, or, where
/// RoSAS is varied, by data set, run, setting and method. What the file held before comes first: see <see cref="MergedOrder"/>.
/// </summary>
internal sealed class WeakLabelOrder
{
    private readonly Dictionary<string, int> _datasets;
    private readonly Dictionary<(string Setting, string Value), int> _varied;
    private readonly Dictionary<string, int> _methods;
    private readonly bool _isOfRosas;

    /// <summary>Creates the order.</summary>
    /// <param name="before">The runs that the file held.</param>
    /// <param name="asked">The runs that are asked for, in the order of the grid.</param>
    /// <param name="isOfRosas">Whether RoSAS is varied.</param>
    public WeakLabelOrder(IReadOnlyList<WeakLabelCell> before, IReadOnlyList<WeakLabelCell> asked, bool isOfRosas)
    {
        _isOfRosas = isOfRosas;
        _datasets = MergedOrder.Of(before.Select(cell => cell.Dataset), asked.Select(cell => cell.Dataset));
        _varied = MergedOrder.Of(before.Select(VariedOf), asked.Select(VariedOf));
        _methods = MergedOrder.Of(before.Select(cell => cell.Method), asked.Select(cell => cell.Method));
    }

    /// <summary>Puts rows in order.</summary>
    public IEnumerable<WeakLabelRow> Of(IEnumerable<WeakLabelRow> rows) => rows.OrderBy(row => _datasets[row.Dataset])
        .ThenBy(row => _isOfRosas ? row.Run : _varied[VariedOf(row.Cell)])
        .ThenBy(row => _isOfRosas ? _varied[VariedOf(row.Cell)] : row.Run)
        .ThenBy(row => _methods[row.Method]);

    private static (string Setting, string Value) VariedOf(WeakLabelCell cell) => (cell.Setting, cell.Value);
}
