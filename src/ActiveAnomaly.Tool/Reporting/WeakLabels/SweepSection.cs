using System.Globalization;
using ActiveAnomaly.Tool.Reporting.Charts;
using ActiveAnomaly.Tool.WeakLabels;

namespace ActiveAnomaly.Tool.Reporting.WeakLabels;

/// <summary>Measures over the values of a number: a line a method, with error bars.</summary>
internal sealed class SweepSection
{
    private static readonly (string Title, Func<WeakLabelRow, double> Of)[] Seconds =
    [
        ("seconds of training", row => row.TrainSeconds),
        ("seconds of scoring", row => row.ScoreSeconds),
    ];

    private readonly string _setting;
    private readonly IReadOnlyList<WeakLabelRow> _rows;
    private readonly List<string> _methods;
    private readonly List<string> _datasets;
    private readonly List<double> _values;

    /// <param name="setting">What the values are of.</param>
    /// <param name="rows">Rows of that setting alone; their values are numbers.</param>
    public SweepSection(string setting, IReadOnlyList<WeakLabelRow> rows)
    {
        _setting = setting;
        _rows = rows;
        _methods = [.. rows.Select(row => row.Method).Distinct(StringComparer.Ordinal)];
        _datasets = [.. rows.Select(row => row.Dataset).Distinct(StringComparer.Ordinal)];
        _values = [.. rows.Select(ValueOf).Distinct().Order()];
    }

    /// <summary>Gets the id of the section's element.</summary>
    public string Id => $"over-{string.Concat(_setting.Where(char.IsAsciiLetterOrDigit))}";

    public string Name => $"Over {_setting}";

    /// <summary>Gets what is shown: seconds where the size of the data varies, else how well anomalies are ranked.</summary>
    public IReadOnlyList<(string Title, Func<WeakLabelRow, double> Of)> Measures => IsSize
        ? Seconds
        : [.. WeakLabelTables.Measures.Select(measure => (measure.Title, measure.Of))];

    /// <summary>Gets what charts show: of the two ways to measure AUC-PR, which hardly differ, the papers'.</summary>
    public IEnumerable<(string Title, Func<WeakLabelRow, double> Of)> ChartMeasures => IsSize
        ? Seconds
        : WeakLabelTables.Measures.Where(measure => measure.Name != "averagePrecision").Select(measure => (measure.Title, measure.Of));

    private bool IsSize => _setting is WeakLabelGrid.Features or WeakLabelGrid.Rows;

    public void Write(HtmlWriter html)
    {
        html.Raw($"<section id=\"{Id}\">\n").Element("h2", Name);
        if (IsSize)
        {
            html.Element("p", "Both axes are of ratios: a line that rises by one decade a decade means twice the time for twice the data.");
        }

        IEnumerable<string?> datasets = _datasets;
        foreach (var dataset in _datasets.Count > 1 ? datasets.Prepend(null) : datasets)
        {
            WriteDataset(html, dataset);
        }

        html.Raw("</section>\n");
    }

    /// <summary>Makes the chart of a measure, for one data set or (null) over all: means over runs with their standard errors.</summary>
    public Chart ChartOf(string? dataset, string title, Func<WeakLabelRow, double> measure)
    {
        List<ChartSeries> series =
        [
            .. _methods.Select((method, index) => new ChartSeries(method, ChartStyle.OfCategory(index), Points(dataset, method, measure))),
        ];
        var x = (IsSize ? ChartAxis.Logarithmic(XTitle, _values) : ChartAxis.Covering(XTitle, _values)) with { Ticks = TicksOf(_values) };
        var y = IsSize
            ? ChartAxis.Logarithmic(title, series.SelectMany(line => line.Points).SelectMany(Ends))
            : ChartAxis.Covering(title, LineCharts.Extent(series));
        return LineCharts.Of($"{dataset ?? "all data sets"}: {title} over {_setting}", x, y, series) with { Width = 480, Height = 280 };
    }

    /// <summary>The lower end of an error bar of seconds may be near 0 or less, where an axis of ratios should not reach.</summary>
    private static IEnumerable<double> Ends(ChartPoint point) =>
        [point.Y, point.Y + (point.Error ?? 0), Math.Max(point.Y - (point.Error ?? 0), point.Y / 2)];

    private static double ValueOf(WeakLabelRow row) => WeakLabelVariants.NumberOf(row.Value)!.Value;

    private static List<double>? TicksOf(List<double> values) => values.Count is > 1 and <= 10 ? values : null;

    private string XTitle => _setting switch
    {
        WeakLabelGrid.Features => $"features, of {NumberText.Count(WeakLabelGrid.RowsOfFeatures)} rows",
        WeakLabelGrid.Rows => $"rows, of {NumberText.Count(WeakLabelGrid.FeaturesOfRows)} features",
        "contamination" => "share of anomalies among the unlabelled rows",
        "labels" => "labelled anomalies",
        _ => _setting,
    };

    private List<ChartPoint> Points(string? dataset, string method, Func<WeakLabelRow, double> measure)
    {
        List<(double Value, Estimate Estimate)> estimates = [.. _values.Select(value => (value, At(dataset, method, value, measure)))];
        var fullCount = estimates.Max(one => one.Estimate.DatasetCount);
        return
        [
            .. estimates.Select(one => new ChartPoint(
                one.Value, one.Estimate.Mean, one.Estimate.StandardError, one.Estimate.DatasetCount < fullCount)),
        ];
    }

    private Estimate At(string? dataset, string method, double value, Func<WeakLabelRow, double> measure) => Estimate.Of(_rows
        .Where(row => row.Method == method && ValueOf(row) == value && (dataset is null || row.Dataset == dataset))
        .Select(row => KeyValuePair.Create(row.Dataset, measure(row))));

    private void WriteDataset(HtmlWriter html, string? dataset)
    {
        html.Raw("<div class=\"result\">\n").Element("h3", dataset ?? $"Over {NumberText.Count(_datasets.Count)} data sets");
        html.Raw("<figure>\n");
        ChartLegend.Write(html, _methods.Select((method, index) => KeyValuePair.Create(method, ChartStyle.OfCategory(index))));
        html.Raw("<div class=\"panels two\">\n");
        foreach (var (title, measure) in ChartMeasures)
        {
            html.Raw("<div class=\"panel\">").Element("p", title, "panel-title");
            ChartDrawing.Write(html, ChartOf(dataset, title, measure));
            html.Raw("</div>\n");
        }

        html.Raw("</div>\n").Element("figcaption", Caption(dataset)).Raw("</figure>\n");
        Disclosure.Write(html, $"Numbers: {dataset ?? "all data sets"}, over {_setting}", () =>
        {
            foreach (var (title, measure) in Measures)
            {
                Table(dataset, title, measure).Write(html);
            }
        });
        html.Raw("</div>\n");
    }

    private string Caption(string? dataset)
    {
        var runs = NumberText.Count(_rows.Select(row => row.Run).Distinct().Count());
        return dataset is null
            ? $"Mean over {NumberText.Count(_datasets.Count)} data sets of the mean over up to {runs} runs on each; error bars: one "
                + "standard error either side, of the spread over runs, data sets held fixed. A hollow marker rests on fewer data sets."
            : $"Mean over up to {runs} runs; error bars: one standard error either side.";
    }

    private DataTable Table(string? dataset, string title, Func<WeakLabelRow, double> measure)
    {
        var table = new DataTable(
            $"{dataset ?? "all data sets"}: {title}, mean ± standard error",
            1,
            [_setting, .. _methods]);
        foreach (var value in _values)
        {
            var cells = _methods.Select(method =>
                NumberText.Estimate(At(dataset, method, value, measure), dataset is null ? _datasets.Count : 1));
            table.Add(cells.Prepend(value.ToString("#,0.##########", CultureInfo.InvariantCulture)));
        }

        return table;
    }
}
