using System.Globalization;
using System.Text.Json;
using ActiveAnomaly.Data;

namespace ActiveAnomaly.GaussianProcesses;

/// <summary>
/// A run of another program, written in NumPy and SciPy after the same formulas: five stages of six questions on data that the examples
/// ship. Its detectors' scores, which hang on other random numbers, are part of it.
/// </summary>
internal sealed record ReferenceGaussianRun
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Gets the detectors' scores [n x 5]: forest, iNNE, nearest 5, nearest 20, tails.</summary>
    public required float[][] Scores { get; init; }

    /// <summary>Gets the truth.</summary>
    public required int[] IsAbnormal { get; init; }

    /// <summary>Gets the lengths of the kernel in the unit and in the robust view.</summary>
    public required double[] Lengths { get; init; }

    /// <summary>Gets the stages.</summary>
    public required Stage[] Stages { get; init; }

    public static ReferenceGaussianRun Load(string set)
    {
        using var stream = typeof(ReferenceGaussianRun).Assembly.GetManifestResourceStream($"gaussian-process-{set}.json")!;
        return JsonSerializer.Deserialize<ReferenceGaussianRun>(stream, Options)!;
    }

    public static FeatureMatrix Rows(string set) => FeatureMatrix.FromRows(
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", set + ".csv"))
            .Skip(1)
            .Select(line => line.Split(',')[..^1].Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray()),
    ]);

    internal sealed record Stage
    {
        public required double Quantile { get; init; }

        public required int[] Queried { get; init; }

        public required double[] Mean { get; init; }

        public required double[] Variance { get; init; }
    }
}
