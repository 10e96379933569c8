using System.Globalization;
using ActiveAnomaly.Detectors.Rosas;
using ActiveAnomaly.Objectives;

namespace ActiveAnomaly.Tool.WeakLabels;

/// <summary>The forms of RoSAS that its experiments compare, by their settings and values in results.</summary>
internal static class RosasVariants
{
    public const string Ablation = "ablation";

    /// <summary>The method as it is.</summary>
    public const string Whole = "none";

    private const string Alpha = "alpha";
    private const string Margin = "margin";
    private const string MixedRows = "mixed_rows";
    private const string EmbeddingSize = "embedding_size";

    /// <summary>Gets what is left out, by the names of results.</summary>
    private static readonly Dictionary<string, RosasAblation> Ablations = new()
    {
        [Whole] = RosasAblation.None,
        ["continuous_targets"] = RosasAblation.ContinuousTargets,
        ["regression_for_deviation"] = RosasAblation.RegressionForDeviation,
        ["mixed_rows"] = RosasAblation.MixedRows,
        ["embedding_loss"] = RosasAblation.EmbeddingLoss,
        ["consistency"] = RosasAblation.Consistency,
    };

    /// <summary>Gets the settings and values of an experiment; each list of a sensitivity has the default.</summary>
    public static IReadOnlyList<(string Setting, string Value)> Of(WeakLabelExperiment experiment) =>
        experiment == WeakLabelExperiment.Ablations
            ? [.. Ablations.Keys.Select(value => (Ablation, value))]
            :
            [
                .. Each(Alpha, "0.1", "0.2", "0.5", "1", "2"),
                .. Each(Margin, "0.1", "0.5", "1", "2", "5"),
                .. Each(MixedRows, "2", "3", "4", "5"),
                .. Each(EmbeddingSize, "32", "64", "128", "256"),
            ];

    /// <summary>Gives options with one value changed.</summary>
    public static RosasOptions Apply(RosasOptions options, string setting, string value) => setting switch
    {
        Ablation => options with { Ablation = Ablations[value] },
        Alpha => options with { Alpha = double.Parse(value, CultureInfo.InvariantCulture) },
        Margin => options with { Margin = double.Parse(value, CultureInfo.InvariantCulture) },
        MixedRows => options with { MixedRowCount = int.Parse(value, CultureInfo.InvariantCulture) },
        EmbeddingSize => options with { EmbeddingSize = int.Parse(value, CultureInfo.InvariantCulture) },
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, "RoSAS is varied by ablation and its four options."),
    };

    private static IEnumerable<(string Setting, string Value)> Each(string setting, params string[] values) =>
        values.Select(value => (setting, value));
}
