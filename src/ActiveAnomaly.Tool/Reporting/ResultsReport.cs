using System.Globalization;
using ActiveAnomaly.Tool.Benchmark;
using ActiveAnomaly.Tool.Results;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>What a report shows of results alone: charts and tables, without what only the runs themselves know.</summary>
internal static class ResultsReport
{
    /// <summary>Makes the report of rows.</summary>
    /// <param name="rows">The rows, a stage each.</param>
    /// <param name="title">The title.</param>
    /// <param name="settings">What they were made with.</param>
    public static ReportModel Of(IReadOnlyList<BenchmarkRow> rows, string title, ResultsSettings settings) => new()
    {
        Title = title,
        Settings =
        [
            new("data sets", Listed(rows, row => row.Dataset)),
            new("losses", Listed(rows, row => row.Loss)),
            new("queries", Listed(rows, row => row.Query)),
            new("seeds", rows.Select(row => row.Seed).Distinct().Count().ToString(CultureInfo.InvariantCulture)),
            new("settings", settings.ToString()),
        ],
        Rows = rows,
        Maps = [],
    };

    private static string Listed(IEnumerable<BenchmarkRow> rows, Func<BenchmarkRow, string> name) =>
        string.Join(", ", rows.Select(name).Distinct());
}
