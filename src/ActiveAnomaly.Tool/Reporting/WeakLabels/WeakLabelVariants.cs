using System.Globalization;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>
/// The rows of an experiment, taken apart: those of things side by side, methods or named variants of one, and those over the values of a
/// number.
/// </summary>
internal sealed class WeakLabelVariants
{
    private readonly Dictionary<string, string> _firstOf;

    public WeakLabelVariants(IReadOnlyList<WeakLabelRow> rows)
    {
        HashSet<string> numeric =
        [
            .. rows.Where(row => row.Setting.Length > 0).GroupBy(row => row.Setting, StringComparer.Ordinal)
                .Where(setting => setting.All(row => NumberOf(row.Value) is not null)).Select(setting => setting.Key),
        ];
        Sweeps = [.. rows.Where(row => numeric.Contains(row.Setting))];
        List<WeakLabelRow> others = [.. rows.Where(row => !numeric.Contains(row.Setting))];
        var isOneMethod = others.Select(row => row.Method).Distinct(StringComparer.Ordinal).Count() < 2;
        Rows =
        [
            .. others.Select(row => row with
            {
                Method = row.Setting.Length == 0 ? row.Method : isOneMethod ? row.Value : $"{row.Method} {row.Value}",
                Setting = string.Empty,
                Value = string.Empty,
            }),
        ];
        Names = [.. Rows.Select(row => row.Method).Distinct(StringComparer.Ordinal)];
        _firstOf = others.Zip(Rows).GroupBy(pair => pair.First.Setting.Length == 0 ? string.Empty : pair.First.Method)
            .SelectMany(method => method.Select(pair => (pair.Second.Method, First: method.First().Second.Method)))
            .DistinctBy(pair => pair.Method).ToDictionary(pair => pair.Method, pair => pair.First);
        Datasets = [.. Rows.Select(row => row.Dataset).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Gets the rows of things side by side, each by its name as the method.</summary>
    public IReadOnlyList<WeakLabelRow> Rows { get; }

    /// <summary>
    /// Gets the names of the things, in the order of their rows: methods are compared with the first one, the variants of each method with
    /// its own first.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the data sets of <see cref="Rows"/>.</summary>
    public IReadOnlyList<string> Datasets { get; }

    /// <summary>Gets the rows over the values of a number.</summary>
    public IReadOnlyList<WeakLabelRow> Sweeps { get; }

    /// <summary>Gives the number that a value is; null where it is a name.</summary>
    public static double? NumberOf(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Gives what a name came to on a data set.</summary>
    public SampleMean MeanOf(string name, string dataset, Func<WeakLabelRow, double> measure) =>
        SampleMean.Of([.. Rows.Where(row => row.Method == name && row.Dataset == dataset).Select(measure)]);

    /// <summary>Gives what a name is compared with: itself, where it is the first.</summary>
    public string FirstOf(string name) => _firstOf[name];

    /// <summary>
    /// Gives the difference of a measure of what a name is compared with (<see cref="FirstOf"/>) less its own on a data set: the mean over
    /// the runs that both have, which share rows and labels, and its standard error over these.
    /// </summary>
    public SampleMean DifferenceOf(string other, string dataset, Func<WeakLabelRow, double> measure) => SampleMean.Of(
    [
        .. from row in Rows
           where row.Method == _firstOf[other] && row.Dataset == dataset
           join paired in Rows.Where(row => row.Method == other && row.Dataset == dataset) on row.Run equals paired.Run
           select measure(row) - measure(paired),
    ]);
}
