using ActiveAnomaly.Tool.Benchmark;

namespace ActiveAnomaly.Tool.Reporting;

/// <summary>What a benchmark report shows.</summary>
internal sealed record ReportModel
{
    public required string Title { get; init; }

    /// <summary>Gets the settings of the run, as name and value, in the order to print.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    public required IReadOnlyList<BenchmarkRow> Rows { get; init; }

    public required IReadOnlyList<CodeMap> Maps { get; init; }
}

/// <summary>
/// A two-dimensional map of codes (their first two principal components) for seed 1 of one configuration at its last stage.
/// </summary>
internal sealed record CodeMap(string Dataset, string Loss, string Query, int Stage, IReadOnlyList<CodePoint> Points);

/// <summary>One row on a <see cref="CodeMap"/>.</summary>
/// <param name="X">The first principal component.</param>
/// <param name="Y">The second principal component.</param>
/// <param name="IsAbnormal">The truth.</param>
/// <param name="IsLabelled">Whether the expert has answered for the row in any query.</param>
/// <param name="IsQueriedLast">Whether the row was in the last query.</param>
internal readonly record struct CodePoint(double X, double Y, bool IsAbnormal, bool IsLabelled, bool IsQueriedLast);
