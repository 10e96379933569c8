using System.Globalization;
using ActiveAnomaly.Data;
using ActiveAnomaly.Randomness;
using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>
/// Gives each cell its data: a split of a data set, or made rows. Made once for all methods, and kept until the last of them has had it.
/// </summary>
internal sealed class WeakLabelSource
{
    private readonly WeakLabelsOptions _options;
    private readonly IReadOnlyDictionary<string, WeakLabelDataset> _datasets;
    private readonly Dictionary<WeakLabelCell, int> _waiting;
    private readonly Dictionary<WeakLabelCell, Lazy<WeakLabelData>> _made = [];
    private readonly Lock _lock = new();

    /// <summary>Creates the source.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="datasets">The data sets, by name.</param>
    /// <param name="open">The cells that will ask, each once.</param>
    public WeakLabelSource(
        WeakLabelsOptions options, IReadOnlyDictionary<string, WeakLabelDataset> datasets, IEnumerable<WeakLabelCell> open)
    {
        _options = options;
        _datasets = datasets;
        _waiting = open.CountBy(KeyOf).ToDictionary();
    }

    /// <summary>Gets the number of data that are in memory.</summary>
    public int HeldCount
    {
        get
        {
            lock (_lock)
            {
                return _made.Count;
            }
        }
    }

    /// <summary>Makes sure, before anything is trained, that every data set can be split as the experiment wants.</summary>
    /// <exception cref="InputException">One has too few rows of a kind.</exception>
    public void RequireSplits(IEnumerable<WeakLabelCell> open)
    {
        // What RoSAS is varied by changes no split.
        foreach (var cell in open.Select(cell => _options.IsOfRosas
            ? new WeakLabelCell(cell.Dataset, string.Empty, string.Empty, string.Empty, Run: 1)
            : cell with { Method = string.Empty, Run = 1 }).Distinct())
        {
            if (!_options.MakesRows && _datasets[cell.Dataset].Split(SplitOf(cell), cell.Run).Validation is null
                && _options.Methods.Contains(BenchmarkMethods.RosasEarlyStopName))
            {
                throw new InputException(
                    $"The validation part of '{cell.Dataset}' has no rows of both kinds, which {BenchmarkMethods.RosasEarlyStopName} stops "
                    + "by. Leave that method out, or give data with more anomalies.");
            }
        }
    }

    /// <summary>Gives a cell its data.</summary>
    public WeakLabelData Of(WeakLabelCell cell)
    {
        var key = KeyOf(cell);
        Lazy<WeakLabelData>? data;
        lock (_lock)
        {
            if (!_made.TryGetValue(key, out data))
            {
                _made.Add(key, data = new Lazy<WeakLabelData>(() => Make(key)));
            }

            if (--_waiting[key] == 0)
            {
                _made.Remove(key);
            }
        }

        return data.Value;
    }

    private WeakLabelData Make(WeakLabelCell cell)
    {
        var random = new SeededRandom(cell.Run);
        return _options.Experiment switch
        {
            WeakLabelExperiment.Toys => ToyData.Of(cell.Dataset, random.Derive("toy")),
            WeakLabelExperiment.Scalability => ScalabilityData.Of(
                cell.Setting == WeakLabelGrid.Rows ? Whole(cell.Value) : WeakLabelGrid.RowsOfFeatures,
                cell.Setting == WeakLabelGrid.Features ? Whole(cell.Value) : WeakLabelGrid.FeaturesOfRows,
                _options.Split,
                random.Derive("scalability")),
            _ => _datasets[cell.Dataset].Split(SplitOf(cell), cell.Run),
        };
    }

    private WeakLabelOptions SplitOf(WeakLabelCell cell) => _options.Experiment switch
    {
        WeakLabelExperiment.Contamination =>
            _options.Split with { Contamination = double.Parse(cell.Value, CultureInfo.InvariantCulture) },
        WeakLabelExperiment.Labels => _options.Split with { LabeledCount = Whole(cell.Value) },
        _ => _options.Split,
    };

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    /// <summary>Methods share their data, forms of RoSAS too, and so do all runs where there is one split.</summary>
    private WeakLabelCell KeyOf(WeakLabelCell cell) => new(
        cell.Dataset,
        string.Empty,
        _options.IsOfRosas ? string.Empty : cell.Setting,
        _options.IsOfRosas ? string.Empty : cell.Value,
        _options.OneSplit ? 1 : cell.Run);
}
